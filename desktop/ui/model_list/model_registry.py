"""The models that the window offers: read in the background, and which of them is chosen."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Signal

from desktop.core.errors import EaselError
from desktop.core.names import name_key
from desktop.models.asset import Asset, AssetKind
from desktop.models.locations.folder_state import FolderState
from desktop.models.model import Family, Model
from desktop.worker.background import Background

if TYPE_CHECKING:
    from pathlib import Path

    from desktop.models.library import Contents
    from desktop.models.locations.inventory import ScanResult


class ModelSource(Protocol):
    """What gives the models (`models.library.Library`)."""

    def contents(self) -> Contents:
        """All models and what goes with them; may take a while."""
        ...

    def look_at(self, path: Path) -> ScanResult:
        """What lies at `path`, wherever that is. Raises EaselError."""
        ...


class ModelRegistry(QObject):
    """Holds the models found last. `refresh` reads them again with a new source.

    Signals: `changed()`, the list is another; `failed(EaselError)`, it could not be read.
    """

    changed = Signal()
    failed = Signal(object)

    def __init__(
        self,
        make_source: Callable[[], ModelSource],
        background: Background,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._make_source = make_source
        self._background = background
        self._models: tuple[Model, ...] = ()
        self._assets: tuple[Asset, ...] = ()
        self.folders: tuple[FolderState, ...] = ()
        self.is_read = False
        self._reading = self._again = False

    @property
    def models(self) -> tuple[Model, ...]:
        """The models, in the library's order."""
        return self._models

    def everything(self) -> tuple[Model | Asset, ...]:
        """All models and what goes with models, unusable ones too."""
        return (*self._models, *self._assets)

    def assets(self, kind: AssetKind, family: Family) -> list[Asset]:
        """What goes with models of `family`, and can be used."""
        return [
            asset
            for asset in self._assets
            if asset.kind == kind and asset.fits(family) and not asset.problem
        ]

    def refresh(self) -> None:
        """Read the library again, elsewhere; `changed` follows.

        While it is being read, once more afterwards: what came meanwhile may have been missed.
        """
        if self._reading:
            self._again = True
            return
        self._reading, self._again = True, False
        make = self._make_source
        self._background.run(lambda: make().contents(), self._take, self._fail)

    def at(self, path: str) -> Model | None:
        """The model at `path`."""
        return next((model for model in self._models if model.path == path), None)

    def best(self, wanted: str = "") -> Model | None:
        """The model at the path (or of the name) `wanted`, else the first one that is usable."""
        usable = [model for model in self._models if model.usable]
        for model in usable:
            if wanted and (wanted == model.path or name_key(wanted) == name_key(model.name)):
                return model
        return usable[0] if usable else None

    def named(self, name: str) -> Model | None:
        """The model that a recipe means by `name`, whatever the case."""
        folded = name_key(name)
        return next((m for m in self._models if m.usable and name_key(m.name) == folded), None)

    def _take(self, contents: Contents) -> None:
        self._models = tuple(contents.models)
        self._assets = tuple(contents.assets)
        self.folders = tuple(contents.folders)
        self.is_read = True
        self._reading = False
        self.changed.emit()
        if self._again:
            self.refresh()

    def _fail(self, error: EaselError) -> None:
        self._reading = False
        self.failed.emit(error)
        if self._again:
            self.refresh()
