"""A pop-up button as on a Mac: the chosen entry between rounded edges, with two chevrons."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QCursor,
    QMoveEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QStandardItem,
    QStandardItemModel,
    QWheelEvent,
)
from PySide6.QtWidgets import QComboBox, QSizePolicy, QWidget

from desktop.ui.theme import icons

SHORT_TEXT = Qt.ItemDataRole.UserRole + 1
HEIGHT = 28
_SEPARATOR = "separator"
"""What `QComboBox`'s own delegate knows a line by."""


class PopUpButton(QComboBox):
    """Entries with a value each, in groups if wanted; the closed button may show a shorter text.

    Signals: `value_changed(object)`, the user chose another entry.
    """

    value_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries = QStandardItemModel(self)
        self.setModel(self._entries)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(4)
        self.setMaxVisibleItems(18)
        self.activated.connect(lambda: self.value_changed.emit(self.value()))

    def clear_entries(self) -> None:
        """Take all entries out."""
        self._entries.clear()

    def add_header(self, text: str) -> None:
        """Add a line that names the group below it and can't be chosen."""
        item = QStandardItem(text)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        font = item.font()
        font.setPointSizeF(max(8.0, self.fontInfo().pointSizeF() * 0.88))
        item.setFont(font)
        self._entries.appendRow(item)

    def add_separator(self) -> None:
        """Add a thin line that can't be chosen."""
        item = QStandardItem()
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        item.setData(_SEPARATOR, Qt.ItemDataRole.AccessibleDescriptionRole)
        self._entries.appendRow(item)

    def add_entry(
        self, text: str, value: Any, *, short: str = "", tip: str = "", enabled: bool = True
    ) -> None:
        """Add an entry; `short` is what the closed button shows of it."""
        item = QStandardItem(text)
        item.setData(value, Qt.ItemDataRole.UserRole)
        item.setData(short or text, SHORT_TEXT)
        if tip:
            item.setToolTip(tip)
        item.setEnabled(enabled)
        self._entries.appendRow(item)

    def entry(self, row: int) -> QStandardItem:
        """The item of a row, to give it more for a delegate of one's own."""
        return self._entries.item(row)

    def value(self) -> Any:
        """The chosen entry's value, None where there is none."""
        return self.currentData(Qt.ItemDataRole.UserRole)

    def set_value(self, value: Any) -> None:
        """Choose the entry with `value`; none where there is no such entry."""
        for row in range(self.count()):
            item = self._entries.item(row)
            if item.flags() and item.data(Qt.ItemDataRole.UserRole) == value:
                self.setCurrentIndex(row)
                self.update()
                return
        self.setCurrentIndex(-1)

    def showPopup(self) -> None:
        """Open the list, wide enough for its longest entry."""
        view = self.view()
        widest = max(view.sizeHintForColumn(0) + 40, self.width())
        view.setMinimumWidth(min(widest, 520))
        super().showPopup()

    def hidePopup(self) -> None:
        """Close the list; the mouse is where it is now, which Qt doesn't tell."""
        super().hidePopup()
        self._find_mouse()

    def moveEvent(self, event: QMoveEvent) -> None:
        super().moveEvent(event)
        self._find_mouse()

    def _find_mouse(self) -> None:
        inside = self.rect().contains(self.mapFromGlobal(QCursor.pos()))
        if not inside and self.underMouse():
            self.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, False)
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(max(72, super().sizeHint().width()), HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(56, HEIGHT)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll the panel, never the value by accident."""
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette, enabled = self.palette(), self.isEnabled()
        role = QPalette.ColorRole
        self._paint_frame(painter)
        text_color = palette.color(role.ButtonText)
        chevron = 13
        box = QRect(self.rect()).adjusted(8, 0, -chevron - 8, 0)
        text = self.currentData(SHORT_TEXT) or self.currentText() or self.placeholderText()
        painter.setPen(text_color if enabled else palette.color(role.Mid))
        elided = self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideMiddle, box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, elided)
        color = QColor(palette.color(role.PlaceholderText) if enabled else palette.color(role.Mid))
        drawn = icons.pixmap("chevrons", chevron, color, self.devicePixelRatioF())
        top = (self.height() - chevron) / 2
        painter.drawPixmap(
            QRectF(self.width() - chevron - 6, top, chevron, chevron), drawn, QRectF(drawn.rect())
        )

    def _paint_frame(self, painter: QPainter) -> None:
        palette, role = self.palette(), QPalette.ColorRole
        focused = self.hasFocus() and self.isEnabled()
        width = 2.0 if focused else 1.0
        edge = role.Accent if focused else (role.Dark if self.isEnabled() else role.Mid)
        fill = role.Button if self.isEnabled() else role.Window
        if self.underMouse() and self.isEnabled():
            fill = role.Midlight
        painter.setPen(QPen(palette.color(edge), width))
        painter.setBrush(palette.color(fill))
        inset = width / 2
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), 6, 6)
