"""Lookup of a loaded model's modules by their names in LoRA files."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, Protocol, cast

import torch

from desktop.models.loras.module_index import ModuleIndex, folded


class WeightRows(NamedTuple):
    """Rows `start` to `stop` of a module's weight."""

    module: torch.nn.Module
    start: int
    stop: int


class NamedModule(NamedTuple):
    """A module named by a file, and the part of the model that it belongs to."""

    module: torch.nn.Module
    part: str
    """"unet" (also for a transformer) or "text_encoder"."""
    pieces: tuple[WeightRows, ...] = ()
    """Rows, in order, where the file's module is several of the model's (fused q, k, v)."""


class NamesModules(Protocol):
    """Finder of a model's modules by their names in files."""

    def find(self, name: str) -> NamedModule | None:
        """Return the module called `name` in a file; None where the model has none."""
        ...


class ModuleNames:
    """The modules of a UNet and its text encoders by their names in files."""

    def __init__(self, unet: torch.nn.Module, text_encoders: list[torch.nn.Module]) -> None:
        self._index = ModuleIndex(
            dict(_weighted(unet)), [dict(_weighted(encoder)) for encoder in text_encoders]
        )

    def find(self, name: str) -> NamedModule | None:
        """Return the module called `name` in a file; None where the model has none."""
        found = self._index.find(name)
        return None if found is None else NamedModule(found.value, found.part)


def named_modules_of(root: torch.nn.Module) -> dict[str, torch.nn.Module]:
    """Return the modules with a weight of their own, by their normalized names."""
    return {folded(path): module for path, module in _weighted(root)}


def _weighted(root: torch.nn.Module) -> Iterator[tuple[str, torch.nn.Module]]:
    named = cast("Iterator[tuple[str, torch.nn.Module]]", root.named_modules())
    for path, module in named:
        if isinstance(getattr(module, "weight", None), torch.Tensor):
            yield path, module
