"""Lookup of a flow transformer's modules by their names in LoRA files.

diffusers, PEFT and kohya name the modules of diffusers; ComfyUI and the models' own code have other
names, with q, k and v in one.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import torch

from desktop.engines.torch.lora_names import NamedModule, WeightRows, named_modules_of
from desktop.models.loras.flow_names import SWAPPED, fused_names, other_names
from desktop.models.loras.module_index import MODEL_PREFIXES, folded


class FlowModuleNames:
    """See NamesModules."""

    def __init__(self, transformer: torch.nn.Module) -> None:
        self._known = named_modules_of(transformer)
        self._pieces = dict(_pieces_of(self._known))
        self._known |= {
            other: module
            for name, module in list(self._known.items())
            for other in other_names(name)
            if other not in self._known
        }

    def find(self, name: str) -> NamedModule | None:
        """See NamesModules."""
        plain = folded(name)
        for prefix in (*MODEL_PREFIXES, ""):
            if not plain.startswith(prefix):
                continue
            inner = plain.removeprefix(prefix)
            pieces = self._pieces.get(inner)
            if pieces is not None:
                return NamedModule(pieces[0].module, "unet", pieces)
            if inner in self._known:
                return NamedModule(self._known[inner], "unet")
        return None


def _pieces_of(known: dict[str, Any]) -> Iterator[tuple[str, tuple[WeightRows, ...]]]:
    """Yield the fused modules of files: name, and rows of the model's modules."""
    for name, module in known.items():
        for fused, names in fused_names(name):
            three = [known[one] for one in names]
            yield fused, tuple(WeightRows(one, 0, one.weight.shape[0]) for one in three)
        if name == SWAPPED[0]:
            rows = module.weight.shape[0]
            half = rows // 2
            yield SWAPPED[1], (WeightRows(module, half, rows), WeightRows(module, 0, half))
