"""Finds the model of a recipe by its hash, where no model has the name that the recipe says."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from threading import Event
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from desktop.core.model_match import is_hash
from desktop.core.recipe import Recipe
from desktop.models.model import Model
from desktop.worker.background import Background

UseAgain = Callable[[], list[str]]
"""Puts the recipe into the controls once more; sentences on what could not be taken over."""


class HashSource(Protocol):
    """What finds a model by its hash (`models.library.ModelLibrary`)."""

    def with_hash(
        self, sha256: str, name: str, check: Callable[[], None] = lambda: None
    ) -> Model | None:
        """The model of this hash; may read many gigabytes, and raises what `check` raises."""
        ...


class HashSearch(QObject):
    """Looks for the model of a recipe's hash, which means reading those without a known one.

    `learn` is told of the model that was found, and whether it is still wanted. Signals:
    `found(Model, UseAgain)`, a model that has another name in the recipe; `failed(EaselError)`.
    """

    found = Signal(object, object)
    failed = Signal(object)

    def __init__(
        self,
        make_source: Callable[[], HashSource],
        background: Background,
        learn: Callable[[Model], bool],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._make_source, self._background, self._learn = make_source, background, learn
        self._ended = Event()

    def look(self, recipe: Recipe, use_again: UseAgain) -> None:
        """Look elsewhere, until it is found or `stop` is called."""
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

    def stop(self) -> None:
        """Nobody waits for the model any more."""
        self._ended.set()


class _SearchEnded(Exception):
    """Nobody waits for the model any more."""


def _go_on(ended: Event) -> None:
    if ended.is_set():
        raise _SearchEnded
