"""Completion of the prompt while it is typed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent

from desktop.core.prompts.lexicon import Completion

from .completion_list import CompletionList
from .prompt_box import PromptBox
from .prompt_vocabulary import PromptVocabulary

_TAKES = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab)


class PromptCompletion(QObject):
    """Completion of one text field.

    The arrow keys choose a row, Return or Tab accepts it, Escape closes the list until the next
    word. While no row is chosen, Return and Tab mean what they always do.

    Signals: `style_chosen(Style)`.
    """

    style_chosen = Signal(object)

    def __init__(self, box: PromptBox, words: PromptVocabulary) -> None:
        super().__init__(box)
        self._box, self._words = box, words
        self.enabled = True
        self._typing = self._refused = False
        self._offered: Sequence[Completion] = ()
        self._popup: CompletionList | None = None
        box.completion = self
        box.typed.connect(self._follow)
        box.left.connect(self.close)
        words.learned.connect(self._offer_again)

    @property
    def popup(self) -> CompletionList:
        """The list, created on first access: the window is known then."""
        if self._popup is None:
            self._popup = CompletionList(self._box.window())
            self._popup.clicked_row.connect(self._take)
        return self._popup

    @property
    def is_open(self) -> bool:
        """Whether the list is shown."""
        return self._popup is not None and self._popup.isVisible()

    def close(self) -> None:
        """Hide the list."""
        self._typing = False
        self._hide()

    def wants(self, event: QKeyEvent) -> bool:
        """Return whether `event` is for the list."""
        if not self.is_open or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        if event.key() in (*_TAKES, Qt.Key.Key_Up):
            return self.popup.chosen >= 0
        return event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Escape)

    def handle(self, event: QKeyEvent) -> None:
        """Do what `event`, which the list wants, asks for."""
        if event.key() in _TAKES:
            self._take(self.popup.chosen)
        elif event.key() == Qt.Key.Key_Escape:
            self.close()
            self._refused = True
        else:
            self.popup.step(1 if event.key() == Qt.Key.Key_Down else -1)

    def _follow(self) -> None:
        before = self._box.text_before_cursor()
        self._typing = True
        self._refused = self._refused and before[-1:].isalnum()
        quiet = self._refused or not self.enabled
        self._offered = () if quiet else self._words.find(before)
        if not self._offered or not self._box.hasFocus():
            self._hide()
            return
        place = self._box.cursorRect()
        corner = self._box.viewport().mapTo(self._box.window(), place.topLeft())
        row = 0 if self._offered[0].marked else -1
        texts = [self._shown(one) for one in self._offered]
        self.popup.offer(texts, row, QRect(corner, place.size()))

    def _offer_again(self) -> None:
        if self._typing and (not self.is_open or self.popup.chosen < 1):
            self._follow()

    def _hide(self) -> None:
        if self._popup is not None:
            self._popup.hide()

    def _shown(self, one: Completion) -> str:
        return one.text if one.style is None else self.tr("Style: {names}").format(names=one.text)

    def _take(self, row: int) -> None:
        """Accept the completion in `row`."""
        chosen = self._offered[row]
        self._box.finish_composing()
        words = chosen.text if chosen.style is None else ""
        self._box.replace_before_cursor(chosen.replaced, words)
        if chosen.style is not None:
            self.style_chosen.emit(chosen.style)
        self.close()
