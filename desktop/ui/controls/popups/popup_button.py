"""A Mac-style pop-up button: the chosen entry with two chevrons."""

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
"""The accessible description by which `QComboBox`'s own delegate recognizes a separator."""


class PopUpButton(QComboBox):
    """A combo box of entries with values, optionally grouped and with a shorter text when closed.

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
        """Remove all entries."""
        self._entries.clear()

    def add_header(self, text: str) -> None:
        """Add an unselectable heading for the entries below."""
        item = QStandardItem(text)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        font = item.font()
        font.setPointSizeF(max(8.0, self.fontInfo().pointSizeF() * 0.88))
        item.setFont(font)
        self._entries.appendRow(item)

    def add_separator(self) -> None:
        """Add a separator line."""
        item = QStandardItem()
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        item.setData(_SEPARATOR, Qt.ItemDataRole.AccessibleDescriptionRole)
        self._entries.appendRow(item)

    def add_entry(
        self, text: str, value: Any, *, short: str = "", tip: str = "", enabled: bool = True
    ) -> None:
        """Add an entry; `short` is its text on the closed button."""
        item = QStandardItem(text)
        item.setData(value, Qt.ItemDataRole.UserRole)
        item.setData(short or text, SHORT_TEXT)
        if tip:
            item.setToolTip(tip)
        item.setEnabled(enabled)
        self._entries.appendRow(item)

    def entry(self, row: int) -> QStandardItem:
        """Return the item of a row, to set further roles for a custom delegate."""
        return self._entries.item(row)

    def value(self) -> Any:
        """Return the chosen entry's value, or None."""
        return self.currentData(Qt.ItemDataRole.UserRole)

    def set_value(self, value: Any) -> None:
        """Choose the entry with `value`; none if no entry has it."""
        for row in range(self.count()):
            item = self._entries.item(row)
            if item.flags() and item.data(Qt.ItemDataRole.UserRole) == value:
                self.setCurrentIndex(row)
                self.update()
                return
        self.setCurrentIndex(-1)

    def enable_value(self, value: Any, enabled: bool, tip: str = "") -> None:
        """Enable or disable the entry with `value`; `tip` says why it is off."""
        for row in range(self.count()):
            item = self._entries.item(row)
            if item.data(Qt.ItemDataRole.UserRole) == value:
                item.setEnabled(enabled)
                item.setToolTip(tip)

    def showPopup(self) -> None:
        """Open the list, wide enough for its longest entry."""
        view = self.view()
        widest = max(view.sizeHintForColumn(0) + 40, self.width())
        view.setMinimumWidth(min(widest, 520))
        super().showPopup()

    def hidePopup(self) -> None:
        """Close the list and refresh the hover state, which Qt doesn't update."""
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
        """Scroll the panel instead of changing the value by accident."""
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
