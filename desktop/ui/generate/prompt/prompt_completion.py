"""Completion of named items in the prompt: wildcards, embeddings and LoRAs."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QStringListModel, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QCompleter

from .prompt_box import PromptBox

_FRAGMENT = re.compile(r"[^\s,()|{}]{1,80}$")
_MARKS = re.compile(r"^(<lora:|<|__|embedding:)", re.IGNORECASE)
_LEAST_LETTERS = 3
_MOST = 12
_FRESH_SECONDS = 5.0


class PromptCompletion(QObject):
    """A completer of the prompt; Tab or Return accepts an entry.

    `offers` returns what may be inserted, such as `__animal__`.
    """

    def __init__(self, box: PromptBox, offers: Callable[[], Sequence[str]]) -> None:
        super().__init__(box)
        self._box, self._offers = box, offers
        self._names: Sequence[str] = ()
        self._read_at = float("-inf")
        self._model = QStringListModel(self)
        self.completer = QCompleter(self._model, self)
        self.completer.setWidget(box)
        self.completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        popup = self.completer.popup()
        assert popup is not None, "only completion in the line itself has no list"
        popup.setAccessibleName(self.tr("Completions"))
        self._popup = popup
        self.completer.activated.connect(self._take)
        box.completer = self.completer
        box.typed.connect(self._follow)

    def _follow(self) -> None:
        fragment = self._fragment()
        found = matches(fragment, self._known()) if fragment else []
        if not found:
            self._popup.hide()
            return
        self._model.setStringList(found)
        place = self._box.cursorRect()
        place.setWidth(self._popup.sizeHintForColumn(0) + 32)
        self.completer.complete(place)
        self._popup.setCurrentIndex(self._model.index(0))

    def _known(self) -> Sequence[str]:
        """Return the entries, refreshed after a pause: reading the folder takes time."""
        now = time.monotonic()
        if now - self._read_at > _FRESH_SECONDS:
            self._names, self._read_at = self._offers(), now
        return self._names

    def _fragment(self) -> str:
        cursor = self._box.textCursor()
        before = cursor.block().text()[: cursor.positionInBlock()]
        found = _FRAGMENT.search(before)
        return found.group() if found else ""

    def _take(self, words: str) -> None:
        cursor = self._box.textCursor()
        cursor.movePosition(
            QTextCursor.MoveOperation.Left, QTextCursor.MoveMode.KeepAnchor, len(self._fragment())
        )
        cursor.insertText(words)
        self._box.setTextCursor(cursor)
        self._box.setFocus(Qt.FocusReason.PopupFocusReason)


def matches(fragment: str, offers: Sequence[str]) -> list[str]:
    """Return the offers whose name, and mark if `fragment` has one, begin with `fragment`."""
    mark = _MARKS.match(fragment)
    name = fragment[mark.end() :].lower() if mark else fragment.lower()
    if fragment in offers or (mark is None and len(name) < _LEAST_LETTERS):
        return []
    kind = mark.group().lower() if mark else ""
    found = [
        offer
        for offer in offers
        if offer.lower().startswith(kind) and _MARKS.sub("", offer).lower().startswith(name)
    ]
    return found[:_MOST]
