"""The prompt's text field: Cmd-Up and Cmd-Down change a word's weight, as in ComfyUI and A1111."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QEvent, QMimeData, Qt, Signal
from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QKeyEvent, QMouseEvent, QTextCursor

from desktop.core.prompts.prompt_weights import STEP, weighed
from desktop.ui.controls.text_box import TextBox

_RETURN = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_MODIFIERS = (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta)


class KeyTaker(Protocol):
    """Something that takes keys before the text field, such as an open list of completions."""

    def wants(self, event: QKeyEvent) -> bool:
        """Return whether `event` is for it."""
        ...

    def handle(self, event: QKeyEvent) -> None:
        """Do what `event` asks for."""
        ...


class PromptBox(TextBox):
    """The prompt's text field; each weighting or insertion is one undo step.

    Signals: `pasted(str)`, the text; `typed()`, a key or an input method changed the text;
    `left()`, the cursor moved elsewhere; `returned()`, Return was pressed while `takes_return` is
    set: Shift-Return begins a line then.
    """

    pasted = Signal(str)
    typed = Signal()
    left = Signal()
    returned = Signal()
    takes_return = False
    completion: KeyTaker | None = None
    """Takes the arrow keys, Return, Tab and Escape while its list is open."""

    def text_before_cursor(self) -> str:
        """Return the line up to the cursor, with what an input method composes there.

        "" while text is selected.
        """
        cursor = self.textCursor()
        if cursor.hasSelection():
            return ""
        block, position = cursor.block(), cursor.positionInBlock()
        before = block.text()
        return before[: _in_python(before, position)] + block.layout().preeditAreaText()

    def replace_before_cursor(self, count: int, words: str) -> None:
        """Replace the last `count` characters before the cursor by `words`."""
        replaced = self.text_before_cursor()[-count:] if count else ""
        cursor = self.textCursor()
        left, keep = QTextCursor.MoveOperation.Left, QTextCursor.MoveMode.KeepAnchor
        cursor.movePosition(left, keep, _in_qt(replaced, len(replaced)))
        cursor.insertText(words)
        self.setTextCursor(cursor)

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

    def event(self, event: QEvent) -> bool:
        """Give the list its keys before the window's shortcuts and the tab order take them."""
        if isinstance(event, QKeyEvent) and self.completion is not None:
            pressed = event.type() == QEvent.Type.KeyPress
            asked = event.type() == QEvent.Type.ShortcutOverride
            if (pressed or asked) and self.completion.wants(event):
                if pressed:
                    self.completion.handle(event)
                event.accept()
                return True
        return super().event(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        super().inputMethodEvent(event)
        self.typed.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.left.emit()
        super().mousePressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if control and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.weigh(STEP if event.key() == Qt.Key.Key_Up else -STEP)
            return
        if self.takes_return and event.key() in _RETURN and not _modified(event):
            self.returned.emit()
            return
        super().keyPressEvent(event)
        if event.text() and not control:
            self.typed.emit()
        elif event.key() not in _MODIFIERS:
            self.left.emit()

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
