"""The token count of the prompt as it is typed, by the chosen model's tokenizer."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QLabel, QWidget

from desktop.models.families.known_families import family_named
from desktop.models.model import Model
from desktop.models.requests.token_count import TokenCounter, counter_for, sentence_counter
from desktop.ui.theme.theme import scaled_font
from desktop.worker.background import Background

_PAUSE_MS = 150
Key = tuple[str, tuple[tuple[str, str], ...]]
"""The key of a counter: a model's path, and the paths of its parts."""


class Count(NamedTuple):
    """`tokens` in a prompt, `room` in the chunks it fills, and `chunk`, the room in each."""

    tokens: int
    room: int
    chunk: int


class Tokens(QObject):
    """A background token counter, which loads a model's tokenizer on first use.

    Signals: `counted(dict[str, Count])`, for the last texts given, by their keys.
    """

    counted = Signal(object)

    def __init__(self, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._background = background
        self._model: Model | None = None
        self._counter: tuple[Key, TokenCounter] | None = None
        self._texts: dict[str, str] = {}
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._count)

    def follow(self, model: Model) -> None:
        """Count with the tokenizer of `model` from now on."""
        self._model = model
        self._pause.start()

    def show(self, texts: dict[str, str]) -> None:
        """Count these texts after a short delay."""
        self._texts = texts
        self._pause.start()

    def _count(self) -> None:
        model, texts = self._model, dict(self._texts)
        if model is None:
            return
        if not any(texts.values()):
            self.counted.emit({})
            return
        known = self._counter if self._counter and self._counter[0] == _key(model) else None

        def work() -> tuple[Key, TokenCounter, dict[str, Count]]:
            counter = known[1] if known else counter_of(model)
            counts = {
                key: Count(counter.count(text), room_of(model, counter, text), counter.room)
                for key, text in texts.items()
                if text
            }
            return _key(model), counter, counts

        self._background.run(work, lambda result: self._take(texts, *result))

    def _take(
        self, texts: dict[str, str], key: Key, counter: TokenCounter, counts: dict[str, Count]
    ) -> None:
        self._counter = (key, counter)
        if texts == self._texts and self._model is not None and _key(self._model) == key:
            self.counted.emit(counts)


def counter_of(model: Model) -> TokenCounter:
    """Return the token counter of `model`. Raise EaselError if its tokenizer is damaged."""
    text = family_named(model.family).text
    if text is None:
        return counter_for(Path(model.path))
    beside = Path(model.path) / "text_encoder" if model.kind == "diffusers" else Path(model.path)
    return sentence_counter(Path(dict(model.parts).get("text_encoder", beside)), text)


def _key(model: Model) -> Key:
    return model.path, model.parts


def room_of(model: Model, counter: TokenCounter, text: str) -> int:
    """Return the tokens that fit where `text` goes: some models can't be fed in chunks."""
    limit = model.capabilities.max_tokens
    return limit or counter.room_for(text)


class TokenLabel(QLabel):
    """A label such as "12 / 75" beside a prompt's heading; empty while the prompt is empty."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("tone", "secondary")
        self.setFont(scaled_font(self, 0.85))

    def show_count(self, count: Count | None) -> None:
        """Show `count`; None shows nothing."""
        if count is None:
            self.clear()
            self.setToolTip("")
            self.setAccessibleName("")
            return
        over = count.tokens > count.room
        self.setText(f"{count.tokens} / {count.room}")
        words = self.tr("{n} of {room} tokens").format(n=count.tokens, room=count.room)
        if over:
            more = self.tr("This model leaves out what comes after them.")
        elif count.room > count.chunk:
            more = self.tr("The prompt is read in chunks: the words of later ones act less.")
        else:
            more = self.tr("Tokens are the pieces of words that the model reads.")
        self.setToolTip(f"{words}\n{more}")
        self.setAccessibleName(words)
        self.setProperty("tone", "warning" if over else "secondary")
        self.style().polish(self)
