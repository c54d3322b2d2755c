"""A field for several lines of text that undoes as one would expect."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QMimeData, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeyEvent, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QWidget


class TextBox(QPlainTextEdit):
    """Plain text; Tab goes to the next control, and text set by the app can be undone too.

    Signals: `value_changed(object)`, the new text.
    """

    value_changed = Signal(object)

    def __init__(self, lines: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = lines
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(3)
        self.textChanged.connect(lambda: self.value_changed.emit(self.toPlainText()))

    def set_value(self, value: str) -> None:
        """Show `value`; one undo brings the earlier text back."""
        if value == self.toPlainText():
            return
        self.blockSignals(True)
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(value)
        cursor.endEditBlock()
        self.blockSignals(False)

    def finish_composing(self) -> None:
        """Take what an input method has not committed yet: Korean's last syllable always waits."""
        method = QGuiApplication.inputMethod()
        method.commit()
        rest = self.textCursor().block().layout().preeditAreaText()
        if rest:  # no input method behind it that would commit
            event = QInputMethodEvent()
            event.setCommitString(rest)
            QCoreApplication.sendEvent(self, event)
            method.reset()

    def sizeHint(self) -> QSize:
        return QSize(200, self._height_of(self._lines))

    def minimumSizeHint(self) -> QSize:
        """Half the lines, where the window is low: the text scrolls."""
        return QSize(120, self._height_of(max(1, self._lines // 2)))

    def _height_of(self, lines: int) -> int:
        margins = 2 * 7 + round(2 * self.document().documentMargin())
        return self.fontMetrics().lineSpacing() * lines + margins

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Leave dropped pictures to the window; take text."""
        return source.hasText() and not source.hasUrls()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave Cmd-Return to the window's Generate."""
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()
            return
        super().keyPressEvent(event)
