"""A multi-line text field with an undo that also covers programmatic changes."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QMimeData, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QGuiApplication,
    QInputMethodEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
    QTextCursor,
)
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QWidget

_HANDLE = 9


class TextBox(QPlainTextEdit):
    """A plain-text edit; Tab moves the focus, and text set by the app can be undone.

    Signals: `value_changed(object)`, the new text.
    """

    value_changed = Signal(object)

    def __init__(self, lines: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = lines
        self._most = self._dragged = 0
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(3)
        self.textChanged.connect(lambda: self.value_changed.emit(self.toPlainText()))
        self.document().documentLayout().documentSizeChanged.connect(lambda: self._fit())

    def set_value(self, value: str) -> None:
        """Show `value`; a single undo restores the earlier text."""
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
        """Commit the input method's pending text: Korean's last syllable is always pending."""
        method = QGuiApplication.inputMethod()
        method.commit()
        rest = self.textCursor().block().layout().preeditAreaText()
        if rest:  # no input method committed the rest
            event = QInputMethodEvent()
            event.setCommitString(rest)
            QCoreApplication.sendEvent(self, event)
            method.reset()

    def grow_up_to(self, most: int) -> None:
        """Grow with the text up to `most` pixels; scroll a longer text."""
        self._most = most
        self._fit()

    def set_dragged_height(self, height: int) -> None:
        """Set a fixed height in pixels; 0 follows the text again."""
        self._dragged = max(self._height_of(1), height) if height else 0
        self._fit()

    def _fit(self) -> None:
        if self._most:
            self.setFixedHeight(self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def sizeHint(self) -> QSize:
        least = self._height_of(self._lines)
        if self._dragged:
            return QSize(200, self._dragged)
        text = self._height_of(round(self.document().size().height()))
        return QSize(200, max(least, min(text, self._most)))

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self._height_of(max(1, self._lines // 2)))

    def _height_of(self, lines: int) -> int:
        margins = 2 * 7 + round(2 * self.document().documentMargin())
        return self.fontMetrics().lineSpacing() * lines + margins

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Accept text only; leave dropped pictures to the window."""
        return source.hasText() and not source.hasUrls()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave Cmd-Return to the window's Generate action."""
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()
            return
        super().keyPressEvent(event)


class BoxHandle(QWidget):
    """A bar that resizes the text box above; a double click restores automatic height.

    Signals: `dragged(int)`, the height that the user chose in pixels, 0 for automatic.
    """

    dragged = Signal(int)

    def __init__(self, box: TextBox, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._box = box
        self._start: tuple[float, int] | None = None
        self.setFixedHeight(_HANDLE)
        self.setCursor(Qt.CursorShape.SizeVerCursor)
        self.setToolTip(self.tr("Drag for more lines; double-click to follow the text"))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._start = event.globalPosition().y(), self._box.height()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._start is not None:
            top, height = self._start
            self._take(max(1, height + round(event.globalPosition().y() - top)))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._start = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._start = None
        self._take(0)

    def _take(self, height: int) -> None:
        self._box.set_dragged_height(height)
        self.dragged.emit(height)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.palette().color(QPalette.ColorRole.Dark))
        bar = QRectF(0, 0, 28, 3)
        bar.moveCenter(QRectF(self.rect()).center())
        painter.drawRoundedRect(bar, 1.5, 1.5)
