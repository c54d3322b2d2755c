"""Models as rows of two lines: the name, and the facts, or why the model can't be used."""

from __future__ import annotations

from PySide6.QtCore import (
    QCoreApplication,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPalette, QStandardItem
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop.models.asset import Asset
from desktop.models.families.known_families import title_of
from desktop.models.model import Model
from desktop.ui.i18n import model_text as words
from desktop.ui.i18n.bundled_names import shown_name
from desktop.ui.i18n.translate_message import translate_message
from desktop.ui.theme import icons
from desktop.ui.theme.theme import scaled_font, warning_color

translate = QCoreApplication.translate

FACTS = Qt.ItemDataRole.UserRole + 2
WARNING = Qt.ItemDataRole.UserRole + 3
MARK = Qt.ItemDataRole.UserRole + 4
_HEIGHT, _PLAIN = 44, 26
_WIDEST = 480
_ROLE = QPalette.ColorRole
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


def facts_of(model: Model) -> str:
    """Return the second line of a model: family, size, precision and strengths."""
    family = (
        ""
        if model.family == "unknown"
        else translate_message(title_of(model.family, model.variant))
    )
    size = words.size(model.size_bytes) if model.size_bytes else ""
    parts = [family, size, model.precision, translate_message(model.good_at)]
    return "  ·  ".join(part for part in parts if part)


def facts_of_asset(asset: Asset) -> str:
    """Return the second line of an asset."""
    family = asset.base or (
        "" if asset.family == "unknown" else translate_message(title_of(asset.family))
    )
    size = words.size(asset.size_bytes) if asset.size_bytes else ""
    return "  ·  ".join(part for part in (family, size, asset.precision) if part)


def describe(item: QStandardItem, thing: Model | Asset) -> None:
    """Set the roles of `item` for the delegate, and its accessible text, from `thing`."""
    model = thing if isinstance(thing, Model) else None
    facts = facts_of(thing) if isinstance(thing, Model) else facts_of_asset(thing)
    warning = translate_message(
        thing.problem or (model.memory_warning if model is not None else None)
    )
    item.setData(warning if thing.problem else facts, FACTS)
    item.setData(warning, WARNING)
    recommended = model is not None and model.recommended
    item.setData(translate("ModelRows", "Recommended") if recommended else "", MARK)
    spoken = (shown_name(thing.name), facts, warning)
    item.setData(", ".join(part for part in spoken if part), Qt.ItemDataRole.AccessibleTextRole)


class ModelRowDelegate(QStyledItemDelegate):
    """The delegate for items of `describe`; disabled others are headings, enabled plain rows."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._widget = parent

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        width = option.fontMetrics.horizontalAdvance(str(index.data() or "")) + 48
        facts = index.data(FACTS)
        if facts is None:
            return QSize(width, _PLAIN if index.data() else 9)
        small = QFontMetrics(scaled_font(self._widget, 0.88))
        lower = small.horizontalAdvance(facts) + (48 if index.data(WARNING) else 24)
        return QSize(max(width, 340, min(lower, _WIDEST)), _HEIGHT)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRect(option.rect)
        selectable = bool(index.flags() & Qt.ItemFlag.ItemIsSelectable)
        enabled = bool(index.flags() & Qt.ItemFlag.ItemIsEnabled)
        chosen = enabled and bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(option.palette.color(_ROLE.Accent))
            painter.drawRoundedRect(box.adjusted(4, 1, -4, -1), 5, 5)
        if index.data(FACTS) is not None:
            self._paint_model(painter, box.adjusted(12, 0, -12, 0), option, index, chosen)
        elif selectable and enabled:
            painter.setPen(self._text(option.palette, chosen=chosen, faint=False))
            painter.drawText(box.adjusted(12, 0, -12, 0), _LEFT, str(index.data()))
        elif index.data():
            painter.setFont(scaled_font(option.widget, 0.85, bold=True))
            painter.setPen(option.palette.color(_ROLE.PlaceholderText))
            painter.drawText(box.adjusted(12, 4, -12, 0), _LEFT, str(index.data()))
        else:
            painter.setPen(option.palette.color(_ROLE.Mid))
            painter.drawLine(box.left() + 8, box.center().y(), box.right() - 8, box.center().y())
        painter.restore()

    def _paint_model(
        self,
        painter: QPainter,
        box: QRect,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
        chosen: bool,
    ) -> None:
        palette = option.palette
        enabled = bool(index.flags() & Qt.ItemFlag.ItemIsEnabled)
        if index.data(WARNING):
            self._paint_warning(painter, box, palette, chosen)
            box = box.adjusted(0, 0, -24, 0)
        bold = scaled_font(option.widget, 1.0, bold=True)
        painter.setFont(bold)
        mark = index.data(MARK)
        if mark:
            small = scaled_font(option.widget, 0.85)
            painter.setFont(small)
            painter.setPen(self._text(palette, chosen=chosen, faint=True))
            upper = QRect(box.left(), box.top() + 4, box.width(), 18)
            painter.drawText(upper, Qt.AlignmentFlag.AlignRight, mark)
            room = box.width() - painter.fontMetrics().horizontalAdvance(mark) - 8
            painter.setFont(bold)
        else:
            room = box.width()
        painter.setPen(self._text(palette, chosen=chosen, faint=not enabled))
        self._line(painter, QRect(box.left(), box.top() + 4, room, 18), str(index.data()))
        painter.setFont(scaled_font(option.widget, 0.88))
        painter.setPen(self._text(palette, chosen=chosen, faint=True))
        lower = QRect(box.left(), box.top() + 22, box.width(), 18)
        self._line(painter, lower, str(index.data(FACTS)))

    def _paint_warning(
        self, painter: QPainter, box: QRect, palette: QPalette, chosen: bool
    ) -> None:
        side = 16
        color = palette.color(_ROLE.HighlightedText) if chosen else warning_color(palette)
        drawn = icons.pixmap("warning", side, color, painter.device().devicePixelRatioF())
        place = QRectF(box.right() - side, box.center().y() - side / 2, side, side)
        painter.drawPixmap(place, drawn, QRectF(drawn.rect()))

    def _line(self, painter: QPainter, box: QRect, text: str) -> None:
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, _LEFT, shown)

    def _text(self, palette: QPalette, *, chosen: bool, faint: bool) -> QColor:
        if chosen:
            return palette.color(_ROLE.HighlightedText)
        return palette.color(_ROLE.PlaceholderText if faint else _ROLE.WindowText)
