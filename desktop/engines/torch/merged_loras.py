"""LoRAs merged into a model's weights permanently, for a conversion."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import cast

import torch

from desktop.core.request import LoraUse

from .lora_difference import bias_difference, weight_difference
from .lora_file import read_lora
from .lora_names import ModuleNames


def merge_loras(part: str, module: torch.nn.Module, uses: Sequence[LoraUse], encoders: int) -> int:
    """Merge `uses` into the weights of `module`, a model's `part`; return the number of changes.

    `part` is "unet", "text_encoder" or "text_encoder_2", `encoders` the number of text encoders of
    the model. Modules of another shape are skipped. Raises BadInput for a damaged file.
    """
    empty = torch.nn.Module()
    texts = [module if part == name else empty for name in _ENCODERS[:encoders]]
    names = ModuleNames(module if part == "unet" else empty, texts)
    taken = 0
    for use in uses:
        text_weight = use.weight if use.text_weight is None else use.text_weight
        strength = use.weight if part == "unet" else text_weight
        for one in read_lora(Path(use.path), use.name).modules:
            found = names.find(one.name)
            if found is None:
                continue
            weight = cast("torch.nn.Parameter", found.module.weight)
            bias = cast("torch.nn.Parameter | None", getattr(found.module, "bias", None))
            try:
                added = weight_difference(one, weight.data.float(), strength)
                more = bias_difference(one, strength)
            except (RuntimeError, ValueError, KeyError, IndexError):
                continue
            if more is not None and (bias is None or bias.shape != more.shape):
                continue
            if added is not None:
                weight.data = (weight.data.float() + added).to(weight.dtype)
            if more is not None and bias is not None:
                bias.data = (bias.data.float() + more).to(bias.dtype)
            taken += 1
    return taken


_ENCODERS = ("text_encoder", "text_encoder_2")
