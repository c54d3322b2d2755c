"""Find a recipe's model by its hash, when no model has the recipe's name."""

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
"""A callable that applies the recipe again and returns sentences on what could not be applied."""


class HashSource(Protocol):
    """A source of models by hash (`models.library.ModelLibrary`)."""

    def with_hash(
        self, sha256: str, name: str, check: Callable[[], None] = lambda: None
    ) -> Model | None:
        """Return the model of this hash; may read many gigabytes. Raise what `check` raises."""
        ...


class HashSearch(QObject):
    """The search for the model of a recipe's hash, which reads files whose hash isn't known.

    `learn` receives the model that was found and returns whether it is still wanted. Signals:
    `found(Model, UseAgain)`, a model whose name differs from the recipe's; `failed(EaselError)`.
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

    def stop(self) -> None:
        """Stop the search, whose result is no longer wanted."""
        self._ended.set()


class _SearchEnded(Exception):
    """Raised in the search once its result is no longer wanted."""


def _go_on(ended: Event) -> None:
    if ended.is_set():
        raise _SearchEnded
