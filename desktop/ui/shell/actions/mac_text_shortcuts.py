"""Cmd-Backspace and Cmd-Delete in text fields, standard on a Mac but missing in Qt.

Otherwise they would reach the window, where Cmd-Backspace moves pictures to the Trash.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit, QWidget
from shiboken6 import isValid

_BACK, _FORWARD = Qt.Key.Key_Backspace, Qt.Key.Key_Delete
_FIELDS = (QLineEdit, QPlainTextEdit, QTextEdit)


class MacTextShortcuts(QObject):
    """An event filter on the focused text field, and on no other widget."""

    def __init__(self, app: QApplication, parent: QObject) -> None:
        super().__init__(parent)
        app.focusChanged.connect(self._follow)
        self._follow(None, app.focusWidget())

    def _follow(self, old: QWidget | None, new: QWidget | None) -> None:
        if old is not None and isValid(old):
            old.removeEventFilter(self)
        if isinstance(new, _FIELDS) and not new.isReadOnly():
            new.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Claim the keys before any shortcut, then apply them (Qt calls it)."""
        if isinstance(event, QKeyEvent) and _is_ours(event):
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                delete_to_edge(watched, forward=event.key() == _FORWARD)
                return True
        return False


def delete_to_edge(field: QObject, *, forward: bool) -> None:
    """Delete the selection, else from the cursor to the line's end (or its start)."""
    if isinstance(field, QLineEdit):
        at = field.cursorPosition()
        if not field.hasSelectedText():
            field.setSelection(*((at, len(field.text()) - at) if forward else (0, at)))
        if field.hasSelectedText():
            field.del_()
    elif isinstance(field, QPlainTextEdit | QTextEdit):
        cursor = field.textCursor()
        if not cursor.hasSelection():
            edge = QTextCursor.MoveOperation
            cursor.movePosition(
                edge.EndOfLine if forward else edge.StartOfLine, QTextCursor.MoveMode.KeepAnchor
            )
        if cursor.hasSelection():
            cursor.removeSelectedText()
        elif forward:
            cursor.deleteChar()
        else:
            cursor.deletePreviousChar()
        field.setTextCursor(cursor)


def _is_ours(event: QKeyEvent) -> bool:
    plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    return event.key() in (_BACK, _FORWARD) and plain == Qt.KeyboardModifier.ControlModifier
