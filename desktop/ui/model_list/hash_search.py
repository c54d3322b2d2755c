"""Find the files of a recipe by their hashes, when nothing has the recipe's names."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from threading import Event
from typing import NamedTuple, Protocol

from PySide6.QtCore import QObject, Signal

from desktop.core.model_match import is_hash
from desktop.core.recipe import Recipe
from desktop.models.asset import Asset
from desktop.models.model import Model
from desktop.worker.background import Background

UseAgain = Callable[[], list[str]]
"""A callable that applies the recipe again and returns sentences on what could not be applied."""


class HashSource(Protocol):
    """A source of models by hash (`models.library.ModelLibrary`)."""

    def with_hash(
        self, sha256: str, name: str, check: Callable[[], None] = lambda: None
    ) -> Model | None:
        """Return the model of this hash; may read many gigabytes. Raise what `check` raises."""
        ...

    def lora_with_hash(
        self, sha256: str, name: str, check: Callable[[], None] = lambda: None
    ) -> Asset | None:
        """Return the LoRA of this hash, as `with_hash`."""
        ...


class WantedLora(NamedTuple):
    """A LoRA of a recipe, and the path of the one of its name that is used meanwhile, or ""."""

    name: str
    sha256: str
    used: str


class HashSearch(QObject):
    """The search for a recipe's model and LoRAs, which reads files whose hash isn't known.

    `learn` receives what was found and returns whether it is still known. Signals: `found(Model,
    UseAgain)`, a model whose name differs from the recipe's; `found_loras(names, UseAgain)`, LoRAs
    that aren't in use; `other_loras(names)`, LoRAs in use that have the recipe's name but not its
    hash; `failed(EaselError)`.
    """

    found = Signal(object, object)
    found_loras = Signal(list, object)
    other_loras = Signal(list)
    failed = Signal(object)

    def __init__(
        self,
        make_source: Callable[[], HashSource],
        background: Background,
        learn: Callable[[Model | Asset], bool],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._make_source, self._background, self._learn = make_source, background, learn
        self._ended = Event()
        self._loras_ended = Event()

    def look(self, recipe: Recipe, use_again: UseAgain) -> None:
        """Search in the background until the model is found or `stop` is called."""
        self.stop()
        sha256, name = recipe.model_hash, recipe.model_name
        if not is_hash(sha256):
            return
        make, ended = self._make_source, Event()
        self._ended = ended

        def search() -> Model | None:
            with suppress(_SearchEnded):
                return make().with_hash(sha256, name, partial(_go_on, ended))
            return None

        def take(model: Model | None) -> None:
            if model and not ended.is_set() and self._learn(model):
                self.found.emit(model, use_again)

        self._background.run(search, take, self.failed.emit)

    def look_for_loras(self, wanted: Sequence[WantedLora], use_again: UseAgain) -> None:
        """Search for `wanted` in the background, as `look`; [] only ends an earlier search."""
        self._loras_ended.set()
        make, ended = self._make_source, Event()
        self._loras_ended = ended

        def search() -> list[tuple[WantedLora, Asset | None]]:
            source, check = make(), partial(_go_on, ended)
            with suppress(_SearchEnded):
                return [(one, source.lora_with_hash(one.sha256, one.name, check)) for one in wanted]
            return []

        def take(results: list[tuple[WantedLora, Asset | None]]) -> None:
            if ended.is_set():
                return
            new: list[str] = []
            for one, lora in results:
                if lora is not None and self._learn(lora) and lora.path != one.used:
                    new.append(lora.name)
            other = [one.name for one, lora in results if lora is None and one.used]
            if new:
                self.found_loras.emit(new, use_again)
            if other:
                self.other_loras.emit(other)

        if wanted:
            self._background.run(search, take, self.failed.emit)

    def stop(self) -> None:
        """Stop the search for a model, whose result is no longer wanted."""
        self._ended.set()

    def end(self) -> None:
        """Stop all searches."""
        self.stop()
        self._loras_ended.set()


class _SearchEnded(Exception):
    """Raised in the search once its result is no longer wanted."""


def _go_on(ended: Event) -> None:
    if ended.is_set():
        raise _SearchEnded
