"""The prompt's text field: Cmd-Up and Cmd-Down change a word's weight, as in ComfyUI and A1111."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QCompleter

from desktop.core.prompts.prompt_weights import STEP, weighed
from desktop.ui.controls.text_box import TextBox

_RETURN = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_FOR_LIST = (
    *_RETURN,
    Qt.Key.Key_Tab,
    Qt.Key.Key_Backtab,
    Qt.Key.Key_Escape,
)


class PromptBox(TextBox):
    """The prompt's text field; each weighting or insertion is one undo step.

    Signals: `pasted(str)`, the text; `typed()`, a key changed the text; `returned()`, Return was
    pressed while `takes_return` is set: Shift-Return begins a line then.
    """

    pasted = Signal(str)
    typed = Signal()
    returned = Signal()
    takes_return = False
    completer: QCompleter | None = None
    """The completer whose list takes Return, Tab and Escape while it is open."""

    def weigh(self, change: float) -> None:
        """Change the weight of the selection, or of the word at the cursor, by `change`."""
        text = self.toPlainText()
        start, end = self._python_span(text)
        new = weighed(text, start, end, change)
        if new.text == text:
            return
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(new.text)
        cursor.endEditBlock()
        cursor.setPosition(_in_qt(new.text, new.start))
        cursor.setPosition(_in_qt(new.text, new.end), QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)

    def begin_anew(self) -> None:
        """Take the focus and select all, so that typing replaces the text."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    def insert_words(self, words: str) -> None:
        """Insert `words` at the cursor, with a space after the preceding text."""
        cursor = self.textCursor()
        before = self.toPlainText()[: self._python_span(self.toPlainText())[0]]
        space = "" if not before or before[-1].isspace() else " "
        cursor.insertText(space + words)
        self.setFocus()

    def insertFromMimeData(self, source: QMimeData) -> None:
        super().insertFromMimeData(source)
        if source.hasText():
            self.pasted.emit(source.text())

    def focusNextPrevChild(self, next: bool) -> bool:
        """Leave Tab to the completion list while it is open."""
        return not self._is_completing() and super().focusNextPrevChild(next)

    def _is_completing(self) -> bool:
        popup = self.completer.popup() if self.completer is not None else None
        return popup is not None and popup.isVisible()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if control and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.weigh(STEP if event.key() == Qt.Key.Key_Up else -STEP)
            return
        if event.key() in _FOR_LIST and self._is_completing():
            event.ignore()
            return
        if self.takes_return and event.key() in _RETURN and not _modified(event):
            self.returned.emit()
            return
        super().keyPressEvent(event)
        if event.text():
            self.typed.emit()

    def _python_span(self, text: str) -> tuple[int, int]:
        """Return the selection in characters; Qt counts UTF-16 units, of which an emoji has two."""
        cursor = self.textCursor()
        return (
            _in_python(text, cursor.selectionStart()),
            _in_python(text, cursor.selectionEnd()),
        )


def _modified(event: QKeyEvent) -> bool:
    return bool(event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier)


def _in_qt(text: str, position: int) -> int:
    return len(text[:position].encode("utf-16-le", "surrogatepass")) // 2


def _in_python(text: str, position: int) -> int:
    units = text.encode("utf-16-le", "surrogatepass")[: position * 2]
    return len(units.decode("utf-16-le", "replace"))
