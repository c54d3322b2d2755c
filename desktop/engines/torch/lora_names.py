"""The modules of a loaded model by the names that LoRA files give them."""

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
    """A module that a file names, and the part of the model that it belongs to."""

    module: torch.nn.Module
    part: str
    """"unet" (a transformer too) or "text_encoder"."""
    pieces: tuple[WeightRows, ...] = ()
    """Where the file's module is several of the model's (fused q, k, v): its rows in order."""


class NamesModules(Protocol):
    """Finds the modules of a model by the names that files give them."""

    def find(self, name: str) -> NamedModule | None:
        """The module called `name` in a file; None where the model has none."""
        ...


class ModuleNames:
    """The modules of a UNet and its text encoders by the names that files give them."""

    def __init__(self, unet: torch.nn.Module, text_encoders: list[torch.nn.Module]) -> None:
        self._index = ModuleIndex(
            dict(_weighted(unet)), [dict(_weighted(encoder)) for encoder in text_encoders]
        )

    def find(self, name: str) -> NamedModule | None:
        """The module called `name` in a file; None where the model has none."""
        found = self._index.find(name)
        return None if found is None else NamedModule(found.value, found.part)


def named_modules_of(root: torch.nn.Module) -> dict[str, torch.nn.Module]:
    """The modules that have a weight of their own, by their folded names."""
    return {folded(path): module for path, module in _weighted(root)}


def _weighted(root: torch.nn.Module) -> Iterator[tuple[str, torch.nn.Module]]:
    named = cast("Iterator[tuple[str, torch.nn.Module]]", root.named_modules())
    for path, module in named:
        if isinstance(getattr(module, "weight", None), torch.Tensor):
            yield path, module
