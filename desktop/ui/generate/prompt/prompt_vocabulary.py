"""What prompts are completed from, read in the background."""

from __future__ import annotations

import time
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal

from desktop.core.errors import EaselError
from desktop.core.prompts.lexicon import Completion, Lexicon
from desktop.models.asset import Asset
from desktop.models.model import Model
from desktop.models.recognition.trigger_words import trigger_words
from desktop.models.requests.resolve_choices import wildcard_names
from desktop.models.resources import resource
from desktop.storage.app_paths import AppPaths
from desktop.storage.prompt_history import PromptHistory
from desktop.storage.styles_file import StyleFile
from desktop.ui.i18n.bundled_names import shown_name
from desktop.ui.model_list.model_registry import ModelRegistry
from desktop.worker.background import Background

_STARTER_WORDS = "starter_words.txt"
_FRESH_SECONDS = 30.0
_MOST_FILES = 1000


class _Sources(NamedTuple):
    prompts: Sequence[str]
    embeddings: Sequence[str]
    loras: Sequence[tuple[str, str]]
    """Names and paths; a server's have no path."""
    wildcards: Path
    styles: Path
    starter: bool
    """Whether the chosen model is the starter, whose words are few."""


class PromptVocabulary(QObject):
    """A `Lexicon` of the earlier prompts and of what fits the chosen model.

    Signals: `learned()`, `find` may return more.
    """

    learned = Signal()

    def __init__(
        self,
        history: PromptHistory,
        registry: ModelRegistry,
        background: Background,
        app_paths: AppPaths,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._history, self._registry, self._background = history, registry, background
        self._app_paths = app_paths
        self._model: Model | None = None
        self._lexicon = Lexicon()
        self._learned_at = float("-inf")
        self._learning = False
        registry.changed.connect(self.forget)

    def follow(self, model: Model) -> None:
        """Offer what fits `model`."""
        self._model = model
        self.forget()

    def forget(self) -> None:
        """Learn again at the next `find`."""
        self._learned_at = float("-inf")

    def find(self, before: str) -> list[Completion]:
        """Return completions of `before` from what is known; learn again if that is old."""
        if not self._learning and time.monotonic() - self._learned_at > _FRESH_SECONDS:
            self._learning, self._learned_at = True, time.monotonic()
            sources = self._sources()
            self._background.run(lambda: _lexicon(sources), self._take, self._fail)
        return self._lexicon.find(before)

    def _sources(self) -> _Sources:
        entries, model = self._history.entries(), self._model
        loras, embeddings = list[Asset](), list[Asset]()
        if model is not None and model.capabilities.loras:
            loras = self._registry.assets("lora", model.family, model.server)
        if model is not None and model.capabilities.textual_inversion:
            embeddings = self._registry.assets("embedding", model.family, model.server)
        return _Sources(
            prompts=[text for one in entries for text in (one.prompt, one.negative_prompt)],
            embeddings=[asset.name for asset in embeddings],
            loras=[(asset.name, "" if asset.server else asset.path) for asset in loras],
            wildcards=self._app_paths.wildcards,
            styles=self._app_paths.styles,
            starter=model is not None and Path(model.path) == resource("starter"),
        )

    def _take(self, lexicon: Lexicon) -> None:
        self._lexicon, self._learning = lexicon, False
        self.learned.emit()

    def _fail(self, _error: EaselError) -> None:
        self._learning = False


def _lexicon(sources: _Sources) -> Lexicon:
    words = resource(_STARTER_WORDS).read_text("utf-8").splitlines() if sources.starter else []
    for _, path in sources.loras[:_MOST_FILES]:
        words += _triggers(path, _changed_at(path)) if path else ()
    return Lexicon(
        sources.prompts,
        words,
        [
            *(f"__{name}__" for name in wildcard_names(sources.wildcards, _MOST_FILES)),
            *(f"embedding:{name}" for name in sources.embeddings),
            *(f"<lora:{name}:1>" for name, _ in sources.loras),
        ],
        [(shown_name(style.name), style) for style in StyleFile(sources.styles).load()],
    )


def _changed_at(path: str) -> int:
    try:
        return Path(path).stat().st_mtime_ns
    except OSError:
        return 0


@lru_cache(maxsize=_MOST_FILES)
def _triggers(path: str, _changed: int) -> tuple[str, ...]:
    return trigger_words(Path(path))
