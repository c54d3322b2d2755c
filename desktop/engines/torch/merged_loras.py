"""LoRAs merged into a model's weights permanently, for a conversion."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import cast

import torch

from desktop.core.request import LoraUse

from .lora_difference import module_difference
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
        strength = use.weight if part == "unet" else use.weight_for_text
        for one in read_lora(Path(use.path), use.name).modules:
            found = names.find(one.name)
            changes = None if found is None else module_difference(one, found.module, strength)
            if found is None or changes is None:
                continue
            for name, difference in zip(("weight", "bias"), changes, strict=True):
                if difference is not None:
                    own = cast("torch.nn.Parameter", getattr(found.module, name))
                    own.data = (own.data.float() + difference).to(own.dtype)
            taken += 1
    return taken


_ENCODERS = ("text_encoder", "text_encoder_2")
