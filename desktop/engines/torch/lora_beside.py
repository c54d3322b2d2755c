"""LoRAs applied beside a module: their output is added to its own, the weight unchanged."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

import torch
from torch.nn import functional

from .lora_difference import LowRank

Beside = dict[torch.nn.Module, list[LowRank | torch.Tensor]]
"""Per module, its LoRAs: low-rank factors, or whole differences for int8 weights."""


class ActsBeside:
    """Forward hook that adds the output of one module's LoRAs."""

    def __init__(self, module: torch.nn.Module, factors: Sequence[LowRank | torch.Tensor]) -> None:
        weight = cast("torch.Tensor", module.weight)
        whole = [one for one in factors if isinstance(one, torch.Tensor)]
        pairs = [one for one in factors if not isinstance(one, torch.Tensor)]
        plain = [pair for pair in pairs if pair.mid is None]
        self._pairs = [pair for pair in pairs if pair.mid is not None]
        if plain:
            up = torch.cat([pair.up.flatten(1) for pair in plain], dim=1)
            down = torch.cat([pair.down.flatten(1) for pair in plain], dim=0)
            self._pairs.insert(0, LowRank(up, down.reshape(-1, *weight.shape[1:])))
        self._pairs = [_moved(pair, weight) for pair in self._pairs]
        self._whole = sum(whole[1:], whole[0]) if whole else None

    def __call__(
        self, module: torch.nn.Module, inputs: tuple[torch.Tensor, ...], output: torch.Tensor
    ) -> torch.Tensor:
        """Return `output` with the LoRAs' output added."""
        taken = inputs[0]
        if any(
            pair.up.dtype != taken.dtype or pair.up.device != taken.device for pair in self._pairs
        ):
            self._pairs = [_moved(pair, taken) for pair in self._pairs]
        for pair in self._pairs:
            output = output + _share(module, pair, taken)
        if self._whole is not None:
            self._whole = self._whole.to(taken.device, taken.dtype)
            output = output + functional.linear(taken, self._whole)
        return output


def _moved(pair: LowRank, like: torch.Tensor) -> LowRank:
    if not like.is_floating_point():
        return pair
    mid = None if pair.mid is None else pair.mid.to(like.device, like.dtype)
    return LowRank(pair.up.to(like.device, like.dtype), pair.down.to(like.device, like.dtype), mid)


def _share(module: torch.nn.Module, pair: LowRank, taken: torch.Tensor) -> torch.Tensor:
    if not isinstance(module, torch.nn.Conv2d):
        return functional.linear(functional.linear(taken, pair.down.flatten(1)), pair.up.flatten(1))
    up = pair.up.reshape(*pair.up.shape[:2], 1, 1)
    how: dict[str, Any] = {
        "stride": module.stride,
        "padding": module.padding,
        "dilation": module.dilation,
    }
    if pair.mid is None:
        return functional.conv2d(functional.conv2d(taken, pair.down, **how), up)
    down = pair.down.reshape(*pair.down.shape[:2], 1, 1)
    return functional.conv2d(functional.conv2d(functional.conv2d(taken, down), pair.mid, **how), up)
