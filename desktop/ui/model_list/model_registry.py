"""The models offered by the window, read in the background, and which of them is chosen."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

from PySide6.QtCore import QObject, Signal

from desktop.core.errors import EaselError
from desktop.core.messages import Message
from desktop.core.model_match import ModelMatch, match_model
from desktop.core.names import name_key
from desktop.models.asset import Asset, AssetKind
from desktop.models.locations.folder_state import FolderState
from desktop.models.model import Family, Model, Prediction
from desktop.worker.background import Background

from .hash_search import HashSearch, HashSource

if TYPE_CHECKING:
    from desktop.models.library import Contents
    from desktop.models.locations.inventory import ScanResult

MODELS_UNREAD = Message("The models are still being looked for: try again in a moment.")


class ModelSource(HashSource, Protocol):
    """A source of models (`models.library.ModelLibrary`)."""

    def contents(self) -> Contents:
        """Return all models and assets; may take a while."""
        ...

    def look_at(self, path: Path) -> ScanResult:
        """Inspect `path`, inside or outside the library. Raise EaselError."""
        ...

    def set_prediction(self, path: Path, prediction: Prediction) -> None:
        """Save the user's choice of a model's prediction type. Raise EaselError."""
        ...


class _Awaited(NamedTuple):
    """A model to choose once known, and the number of the reading that should find it."""

    path: str
    reading: int

    def is_at(self, thing: Model | Asset) -> bool:
        """Return whether `thing` lies at the path, to which a link in a model folder may lead."""
        if thing.path == self.path:
            return True
        same_name = os.path.basename(thing.path) == os.path.basename(self.path)
        return same_name and os.path.realpath(thing.path) == os.path.realpath(self.path)


class ModelRegistry(QObject):
    """The models found last; `refresh` reads them again with a new source.

    Signals: `changed()`, the list changed; `failed(EaselError)`, the list could not be read;
    `known(Model | Asset)`, the item that `choose_when_known` waited for; `unknown(str)`, its path,
    if it is not in any model folder.
    """

    changed = Signal()
    failed = Signal(object)
    known = Signal(object)
    unknown = Signal(str)

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
        self._served_models: tuple[Model, ...] = ()
        self._served_assets: tuple[Asset, ...] = ()
        self.awaits_servers = False
        """Whether servers are being asked for their models."""
        self.folders: tuple[FolderState, ...] = ()
        self.is_read = False
        self._reading = self._again = False
        self._readings = 0
        self._awaited: _Awaited | None = None
        self._unsaved: dict[str, Prediction] = {}
        self._saving = False
        self.hash_search = HashSearch(make_source, background, self.learn, self)
        self.hash_search.failed.connect(self.failed)

    @property
    def models(self) -> tuple[Model, ...]:
        """The models in the library's order, then those of servers."""
        return (*self._models, *self._served_models)

    @property
    def local_models(self) -> tuple[Model, ...]:
        """The models on this machine."""
        return self._models

    @property
    def served(self) -> bool:
        """Whether any server has listed models or assets."""
        return bool(self._served_models or self._served_assets)

    def everything(self) -> tuple[Model | Asset, ...]:
        """Return all models and assets on this machine, including unusable ones."""
        return (*self._models, *self._assets)

    def assets(self, kind: AssetKind, family: Family, server: str = "") -> list[Asset]:
        """Return the usable assets of `family` on `server` ("": this machine)."""
        return [
            asset
            for asset in (self._served_assets if server else self._assets)
            if asset.server == server
            and asset.kind == kind
            and asset.fits(family)
            and not asset.problem
        ]

    def upscalers(self) -> list[Asset]:
        """Return the usable upscalers, those of this machine first."""
        everywhere = (*self._assets, *self._served_assets)
        return [one for one in everywhere if one.kind == "upscaler" and not one.problem]

    def refresh(self) -> None:
        """Read the library again in the background, then emit `changed`.

        During a reading, queue another one: files added meanwhile may have been missed.
        """
        if self._reading:
            self._again = True
            return
        self._reading, self._again = True, False
        self._readings += 1
        make = self._make_source
        self._background.run(lambda: make().contents(), self._take, self._fail)

    def set_served(self, models: Sequence[Model], assets: Sequence[Asset]) -> None:
        """Replace the models and assets of servers."""
        self.awaits_servers = False
        self._served_models, self._served_assets = tuple(models), tuple(assets)
        self.changed.emit()

    def choose_when_known(self, path: str) -> None:
        """Emit `known` with the item at `path`, now or after the reading that should find it.

        Only the last call counts, and none after `forget_choice`.
        """
        self._awaited = _Awaited(path, self._readings + 1)
        if not self._choose_awaited():
            self.refresh()

    def forget_choice(self) -> None:
        """Drop the awaited or searched-for model, since the user has chosen another."""
        self._awaited = None
        self.hash_search.stop()

    def set_prediction(self, path: str, prediction: Prediction) -> None:
        """Save the user's choice of the prediction type at `path`, and read the library again."""
        self._unsaved[path] = prediction
        if not self._saving:
            self._save_predictions()

    def at(self, path: str) -> Model | None:
        """Return the model at `path`; None if there is none."""
        return next((model for model in self.models if model.path == path), None)

    def best(self, wanted: str = "") -> Model | None:
        """Return the model at the path (or of the name) `wanted`, else the first usable model."""
        usable = [model for model in self.models if model.usable]
        for model in usable:
            if wanted and (wanted == model.path or name_key(wanted) == name_key(model.name)):
                return model
        return usable[0] if usable else None

    def meant(self, name: str, sha256: str = "") -> ModelMatch:
        """Return the usable model that a recipe means by name and hash, or the nearest ones."""
        return match_model(name, sha256, [model for model in self.models if model.usable])

    def learn(self, thing: Model | Asset) -> bool:
        """Take over new facts about a model or asset; return whether it is known."""
        if isinstance(thing, Asset):
            known = any(asset.path == thing.path for asset in self._assets)
            self._assets = tuple(thing if a.path == thing.path else a for a in self._assets)
            return known
        known = self.at(thing.path)
        self._models = tuple(thing if m is known else m for m in self._models)
        return known is not None

    def _save_predictions(self) -> None:
        """Save one after the other: two threads could store an earlier choice last."""
        self._saving = bool(self._unsaved)
        if not self._saving:
            self.refresh()
            return
        path, prediction = self._unsaved.popitem()
        make = self._make_source
        self._background.run(
            lambda: make().set_prediction(Path(path), prediction),
            lambda _: self._save_predictions(),
            self._on_unsaved,
        )

    def _on_unsaved(self, error: EaselError) -> None:
        self.failed.emit(error)
        self._save_predictions()

    def _take(self, contents: Contents) -> None:
        self._models = tuple(contents.models)
        self._assets = tuple(contents.assets)
        self.folders = tuple(contents.folders)
        self.is_read = True
        self._reading = False
        self.changed.emit()
        awaited = self._awaited
        if not self._choose_awaited() and awaited and self._readings >= awaited.reading:
            self._awaited = None
            self.unknown.emit(awaited.path)
        if self._again:
            self.refresh()

    def _choose_awaited(self) -> bool:
        """Emit `known` if the awaited item is known; return whether it was emitted."""
        awaited = self._awaited
        thing = awaited and next(filter(awaited.is_at, self.everything()), None)
        if not thing:
            return False
        self._awaited = None
        self.known.emit(thing)
        return True

    def _fail(self, error: EaselError) -> None:
        self._reading = False
        if self._awaited and self._readings >= self._awaited.reading:
            self._awaited = None
        self.failed.emit(error)
        if self._again:
            self.refresh()
