"""LoRAs of every kind on a loaded model, put on and taken off without a reload.

Plain ones (LoRA, LoCon) act beside their module, all of one module as one pair of factors; other
kinds are added to the weight, of which a copy is kept. Either way a module with LoRAs gives what
one with the weight W + dW would.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, cast

import msgspec
import torch
from torch.nn import functional

from desktop.core.errors import BadInput
from desktop.core.messages import Message
from desktop.core.request import LoraUse

from .lora_difference import LowRank, bias_difference, low_rank, weight_difference
from .lora_file import LoraFile, LoraModule, read_lora
from .lora_names import ModuleNames, NamedModule, NamesModules, WeightRows

_MOST_NAMED = 4


class _Kept(msgspec.Struct):
    """A module's own weight and bias, from before other kinds were added to them."""

    weight: torch.Tensor | None
    bias: torch.Tensor | None


class ModelLoras:
    """The LoRAs of one model; `notices` tells what of the files in effect can't be applied.

    `names` finds its modules; it is asked anew after `forget`.
    """

    def __init__(self, names: Callable[[], NamesModules]) -> None:
        self._find, self._names = names, None
        self._files: dict[str, LoraFile] = {}
        self._kept: dict[torch.nn.Module, _Kept] = {}
        self._hooks: list[Any] = []
        self.notices: tuple[Message, ...] = ()

    _names: NamesModules | None

    def apply(self, uses: Sequence[LoraUse], read: Callable[[LoraUse], None]) -> None:
        """Make `uses` the LoRAs in effect; `read` hears of each file before it is read.

        Raises BadInput for files of which nothing fits, with the bare model left.
        """
        self.remove()
        self._files = {use.path: self._files[use.path] for use in uses if use.path in self._files}
        factors: dict[torch.nn.Module, list[LowRank]] = {}
        notices: list[Message] = []
        self._names = names = self._names or self._find()
        try:
            for use in uses:
                if use.path not in self._files:
                    read(use)
                    self._files[use.path] = read_lora(Path(use.path), use.name)
                notices += self._add(use, self._files[use.path], factors, names)
        except BaseException:
            self.remove()
            raise
        for module, found in factors.items():
            self._hooks.append(module.register_forward_hook(_Beside(module, found)))
        self.notices = tuple(notices)

    def forget(self) -> None:
        """Let go of the model, which is let go of: nothing is put back."""
        self._names = None
        self._hooks.clear()
        self._kept.clear()

    def remove(self) -> None:
        """Back to the bare model, bit for bit."""
        for hook in self._hooks:
            hook.remove()
        self._hooks.clear()
        for module, kept in self._kept.items():
            for name, value in (("weight", kept.weight), ("bias", kept.bias)):
                if value is not None:
                    parameter = cast("torch.nn.Parameter", getattr(module, name))
                    parameter.data = value.to(parameter.device, parameter.dtype)
        self._kept.clear()
        self.notices = ()

    def _add(
        self,
        use: LoraUse,
        file: LoraFile,
        factors: dict[torch.nn.Module, list[LowRank]],
        names: NamesModules,
    ) -> list[Message]:
        missing: list[str] = []
        strangers: list[str] = []
        encoder_weight = use.weight if use.text_weight is None else use.text_weight
        for part in file.modules:
            found = names.find(part.name)
            strength = encoder_weight if found and found.part == "text_encoder" else use.weight
            if found is None:
                strangers.append(part.name)
            elif not self._put_on(found, part, strength, factors):
                missing.append(part.name)
        known = len(file.modules) - len(strangers)
        missing = [*strangers, *missing]
        if 2 * (len(missing) - len(strangers)) >= known:  # another family has the same names
            raise BadInput(
                "The LoRA “{name}” does not fit this model: it was made for another family, or "
                "its file is damaged.",
                f"{len(missing)} modules, such as {missing[:_MOST_NAMED]}",
                name=use.name,
            )
        return _told(use.name, [*missing, *file.strange], file)

    def _put_on(
        self,
        found: NamedModule,
        part: LoraModule,
        strength: float,
        factors: dict[torch.nn.Module, list[LowRank]],
    ) -> bool:
        """Whether the module took it: shapes that don't fit are left out."""
        if found.pieces:
            return self._put_on_pieces(found.pieces, part, strength, factors)
        module = found.module
        weight = cast("torch.nn.Parameter", module.weight)
        pair = low_rank(part)
        if pair is not None and "bias" not in part.tensors:
            if not _fits(pair, module, weight):
                return False
            scaled = LowRank(pair.up * strength, pair.down, pair.mid)
            factors.setdefault(module, []).append(scaled)
            return True
        try:
            added = weight_difference(part, _floating(weight.data), strength)
            bias = bias_difference(part, strength)
        except (RuntimeError, ValueError, KeyError, IndexError):
            return False
        own_bias = cast("torch.nn.Parameter | None", getattr(module, "bias", None))
        if bias is not None and (own_bias is None or own_bias.shape != bias.shape):
            return False
        kept = self._kept.setdefault(module, _Kept(None, None))
        if added is not None:
            kept.weight = weight.data.clone() if kept.weight is None else kept.weight
            weight.data = (weight.data.float() + added).to(weight.dtype)
        if bias is not None and own_bias is not None:
            kept.bias = own_bias.data.clone() if kept.bias is None else kept.bias
            own_bias.data = (own_bias.data.float() + bias.to(own_bias.device)).to(own_bias.dtype)
        return True

    def _put_on_pieces(
        self,
        pieces: Sequence[WeightRows],
        part: LoraModule,
        strength: float,
        factors: dict[torch.nn.Module, list[LowRank]],
    ) -> bool:
        """As `_put_on`, where the file's module is made of rows of several of the model's."""
        weights = [cast("torch.Tensor", one.module.weight)[one.start : one.stop] for one in pieces]
        sizes = [one.stop - one.start for one in pieces]
        pair = low_rank(part)
        if pair is not None:
            wanted = (sum(sizes), weights[0].shape[1])
            if pair.mid is not None or (pair.up.shape[0], pair.down[0].numel()) != wanted:
                return False
            for one, up in zip(pieces, torch.split(pair.up.flatten(1), sizes), strict=True):
                rows = up.new_zeros(cast("torch.Tensor", one.module.weight).shape[0], up.shape[1])
                rows[one.start : one.stop] = up * strength
                factors.setdefault(one.module, []).append(LowRank(rows, pair.down))
            return True
        added = _difference(part, weights, strength)
        if added is None:
            return False
        for one, share in zip(pieces, torch.split(added, sizes), strict=True):
            kept = self._kept.setdefault(one.module, _Kept(None, None))
            weight = cast("torch.nn.Parameter", one.module.weight)
            kept.weight = weight.data.clone() if kept.weight is None else kept.weight
            changed = weight.data.clone()
            changed[one.start : one.stop] = (changed[one.start : one.stop].float() + share).to(
                changed.dtype
            )
            weight.data = changed
        return True


def _floating(weight: torch.Tensor) -> torch.Tensor:
    """`weight` in float32. Raises ValueError for eight bits, which take only what acts beside."""
    if not weight.is_floating_point():
        raise ValueError("the weight is quantized")
    return weight.float()


def _difference(
    part: LoraModule, weights: Sequence[torch.Tensor], strength: float
) -> torch.Tensor | None:
    """What the module adds to `weights`, one below the other; None where it can't."""
    try:
        return weight_difference(part, torch.cat([_floating(one) for one in weights]), strength)
    except (RuntimeError, ValueError, KeyError, IndexError):
        return None


def unet_loras(pipeline: Any) -> ModelLoras:
    """The LoRAs of a pipeline with a UNet and CLIP."""
    encoders = [
        encoder
        for name in ("text_encoder", "text_encoder_2")
        if isinstance(encoder := getattr(pipeline, name, None), torch.nn.Module)
    ]
    return ModelLoras(lambda: ModuleNames(pipeline.unet, encoders))


def _told(name: str, missing: Sequence[str], file: LoraFile) -> list[Message]:
    notices: list[Message] = []
    if missing:
        notices.append(
            Message(
                "{count} of {all} modules of the LoRA “{name}” fit nothing in this model and were "
                "left out: {list}.",
                count=len(missing),
                all=len(file.modules),
                name=name,
                list=tuple(missing[:_MOST_NAMED]),
            )
        )
    if file.bundled:
        notices.append(
            Message(
                "The LoRA “{name}” brings embeddings, which Easel doesn’t take out of it: {list}.",
                name=name,
                list=file.bundled[:_MOST_NAMED],
            )
        )
    return notices


def _fits(pair: LowRank, module: torch.nn.Module, weight: torch.Tensor) -> bool:
    rank = pair.down.shape[0]
    inner = pair.down.flatten(1).shape[1] * (1 if pair.mid is None else _area(weight))
    up = pair.up.flatten(1)
    known = isinstance(module, torch.nn.Conv2d) or hasattr(module, "in_features")
    outer = weight.shape[0] == up.shape[0] and up.shape[1] == rank
    return known and outer and inner == weight.flatten(1).shape[1]


def _area(weight: torch.Tensor) -> int:
    return int(weight.shape[2] * weight.shape[3]) if weight.ndim == 4 else 1


class _Beside:
    """A forward hook that adds what the LoRAs of one module make of its input."""

    def __init__(self, module: torch.nn.Module, factors: Sequence[LowRank]) -> None:
        weight = cast("torch.Tensor", module.weight)
        plain = [pair for pair in factors if pair.mid is None]
        self._pairs = [pair for pair in factors if pair.mid is not None]
        if plain:
            up = torch.cat([pair.up.flatten(1) for pair in plain], dim=1)
            down = torch.cat([pair.down.flatten(1) for pair in plain], dim=0)
            self._pairs.insert(0, LowRank(up, down.reshape(-1, *weight.shape[1:])))
        self._pairs = [_moved(pair, weight) for pair in self._pairs]

    def __call__(
        self, module: torch.nn.Module, inputs: tuple[torch.Tensor, ...], output: torch.Tensor
    ) -> torch.Tensor:
        """`output` with the LoRAs' share."""
        taken = inputs[0]
        if any(
            pair.up.dtype != taken.dtype or pair.up.device != taken.device for pair in self._pairs
        ):
            self._pairs = [_moved(pair, taken) for pair in self._pairs]
        for pair in self._pairs:
            output = output + _share(module, pair, taken)
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
