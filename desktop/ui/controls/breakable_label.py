"""A label that wraps long words (paths, names, commands) and copies them unchanged."""

from __future__ import annotations

import re

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLabel, QMenu, QWidget

_MARK = "\u200b"
_PLACES = re.compile(r"(?<=[/_\-.,:=(])(?!\d)")
"""Preferred break points of long words; never inside a number."""
MOST_SHOWN = 10_000
"""Characters: laying out more would block the window, and nobody reads so many."""
_MOST_MARKS = 400
_LONGEST = 150
"""Pixels: longer words get break marks."""


class BreakableLabel(QLabel):
    """A selectable plain-text label; copied text carries no line-break marks."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.show_text(text)

    def show_text(self, text: str) -> None:
        """Show `text`, allowing breaks within long words, preferably after punctuation."""
        shown = text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN]}…"
        self.setText(" ".join(self._breakable(word) for word in shown.split(" ")))

    def _breakable(self, word: str) -> str:
        if not self._is_long(word):
            return word
        pieces = _PLACES.split(word)
        return _MARK.join(_marked(piece) if self._is_long(piece) else piece for piece in pieces)

    def _is_long(self, word: str) -> bool:
        return self.fontMetrics().horizontalAdvance(word) > _LONGEST

    def copy(self) -> None:
        """Copy the selected text to the clipboard."""
        if self.hasSelectedText():
            QGuiApplication.clipboard().setText(self.selectedText().replace(_MARK, ""))

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and self._copies(event):
            event.accept()  # or the menu's Copy would copy the gallery's picture instead
            return True
        return super().event(event)

    def _copies(self, event: QEvent) -> bool:
        is_key = isinstance(event, QKeyEvent)
        return is_key and event.matches(QKeySequence.StandardKey.Copy) and self.hasSelectedText()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._copies(event):
            self.copy()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        copy = menu.addAction(self.tr("Copy"))
        copy.setEnabled(self.hasSelectedText())
        copy.triggered.connect(self.copy)
        menu.addAction(self.tr("Select All")).triggered.connect(
            lambda: self.setSelection(0, len(self.text()))
        )
        menu.exec(event.globalPos())
        menu.deleteLater()


def _marked(piece: str) -> str:
    """Return `piece` with break marks: after each letter, or fewer in a long piece."""
    size = -(-len(piece) // _MOST_MARKS)
    return _MARK.join(piece[at : at + size] for at in range(0, len(piece), size))


def unbroken(name: str) -> str:
    """Return `name` with line breaks allowed only at its spaces, so OpenRAIL++-M stays whole."""
    joiner = "\N{WORD JOINER}"
    return "".join(f"{joiner}{sign}{joiner}" if sign in "+-/" else sign for sign in name)
