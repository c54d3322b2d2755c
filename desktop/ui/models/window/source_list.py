"""The list at the left of the models window: its pages under two headings, with counts."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPalette, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from desktop.ui.theme import icons
from desktop.ui.theme.theme import scaled_font

WIDTH = 196
_PAGE = Qt.ItemDataRole.UserRole
_ICON = Qt.ItemDataRole.UserRole + 1
_COUNT = Qt.ItemDataRole.UserRole + 2
_ROW, _HEADER = 30, 32
_ROLE = QPalette.ColorRole


class SourceList(QListView):
    """The list of pages. Signals: `page_chosen(str)`."""

    page_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sourceList")
        self.setAccessibleName(self.tr("Pages"))
        self.setFixedWidth(WIDTH)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._items = QStandardItemModel(self)
        self.setModel(self._items)
        self.setItemDelegate(_Delegate(self))
        self.selectionModel().currentChanged.connect(self._on_current)
        self.clicked.connect(self._on_current)  # the page that is marked already, too

    def add_header(self, text: str) -> None:
        """Add a heading."""
        item = QStandardItem(text)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        self._items.appendRow(item)

    def add_page(self, page: str, text: str, icon: str) -> None:
        """Add a page."""
        item = QStandardItem(text)
        item.setData(page, _PAGE)
        item.setData(icon, _ICON)
        self._items.appendRow(item)

    def set_count(self, page: str, count: int) -> None:
        """Show a number beside a page; 0 hides it."""
        item = self._item(page)
        item.setData(count, _COUNT)
        name = item.text()
        described = f"{name}, {count}" if count else name
        item.setData(described, Qt.ItemDataRole.AccessibleTextRole)

    def mark(self, page: str) -> None:
        """Mark the open page, "" for a page not in the list, without emitting a signal."""
        was_blocked = self.selectionModel().blockSignals(True)
        if page:
            self.setCurrentIndex(self._item(page).index())
        else:
            self.selectionModel().clear()
        self.selectionModel().blockSignals(was_blocked)
        self.viewport().update()

    def _item(self, page: str) -> QStandardItem:
        for row in range(self._items.rowCount()):
            if self._items.item(row).data(_PAGE) == page:
                return self._items.item(row)
        raise KeyError(page)

    def _on_current(self, index: QModelIndex) -> None:
        page = index.data(_PAGE)
        if page:
            self.page_chosen.emit(page)


class _Delegate(QStyledItemDelegate):
    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(WIDTH - 16, _ROW if index.data(_PAGE) else _HEADER)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRect(option.rect).adjusted(8, 1, -8, -1)
        if index.data(_PAGE):
            self._paint_page(painter, box, option, index)
        else:
            painter.setFont(scaled_font(option.widget, 0.85, bold=True))
            painter.setPen(option.palette.color(_ROLE.PlaceholderText))
            place = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom
            painter.drawText(box.adjusted(8, 0, 0, -4), place, index.data() or "")
        painter.restore()

    def _paint_page(
        self,
        painter: QPainter,
        box: QRect,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        palette = option.palette
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        active = bool(option.state & QStyle.StateFlag.State_HasFocus)
        text = palette.color(_ROLE.WindowText)
        mark = palette.color(_ROLE.Accent)
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(palette.color(_ROLE.Accent if active else _ROLE.Mid))
            painter.drawRoundedRect(box, 6, 6)
            if active:
                text = mark = palette.color(_ROLE.HighlightedText)
        side = 18
        ratio = painter.device().devicePixelRatioF()
        drawn = icons.pixmap(index.data(_ICON), side, mark, ratio)
        place = QRectF(box.left() + 8, box.center().y() - side / 2 + 0.5, side, side)
        painter.drawPixmap(place, drawn, QRectF(drawn.rect()))
        painter.setPen(text)
        middle = Qt.AlignmentFlag.AlignVCenter
        words = box.adjusted(34, 0, -34, 0)
        shown = option.fontMetrics.elidedText(
            index.data(), Qt.TextElideMode.ElideRight, words.width()
        )
        painter.drawText(words, middle | Qt.AlignmentFlag.AlignLeft, shown)
        count = index.data(_COUNT)
        if count:
            painter.setFont(scaled_font(option.widget, 0.85))
            painter.setPen(text if chosen and active else palette.color(_ROLE.PlaceholderText))
            painter.drawText(
                box.adjusted(0, 0, -10, 0), middle | Qt.AlignmentFlag.AlignRight, str(count)
            )
