"""Drags over the window: a highlight announces the effect of a drop beforehand."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QDragMoveEvent, QDropEvent, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QWidget

from desktop.core.picture_formats import PICTURE_SUFFIXES
from desktop.ui.models.opened_model import dropped_model
from desktop.ui.theme.theme import mix, scaled_font, translucent

from .drop_handler import DropHandler, dropped_file

_EDGE, _RADIUS = 4, 8


class DropHint(QWidget):
    """A frame around the part of the window that takes the drop, with a label."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.words = ""
        self.hide()

    def show_over(self, place: QRect, words: str) -> None:
        """Cover `place` of the window, with the label `words`."""
        self.words = words
        self.setGeometry(place)
        self.show()
        self.raise_()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        accent = self.palette().color(QPalette.ColorRole.Accent)
        painter.setPen(QPen(accent, 3))
        painter.setBrush(translucent(mix(accent, self.palette().base().color(), 0.5), 0.25))
        inside = QRectF(self.rect()).adjusted(_EDGE, _EDGE, -_EDGE, -_EDGE)
        painter.drawRoundedRect(inside, _RADIUS, _RADIUS)
        painter.setFont(scaled_font(self, 1.15, bold=True))
        metrics = painter.fontMetrics()
        words = metrics.elidedText(self.words, Qt.TextElideMode.ElideRight, self.width() - 64)
        pill = QRectF(0, 0, metrics.horizontalAdvance(words) + 32, metrics.height() + 16)
        pill.moveCenter(inside.center())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(accent)
        painter.drawRoundedRect(pill, pill.height() / 2, pill.height() / 2)
        painter.setPen(self.palette().color(QPalette.ColorRole.HighlightedText))
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, words)


class DropTarget:
    """The drop target: over the controls a picture becomes the starting image.

    Elsewhere its settings are offered. Dropped files are copied, never moved.
    """

    def __init__(self, window: QWidget, controls: QWidget, handler: DropHandler) -> None:
        self._window, self._controls, self._handler = window, controls, handler
        self.hint = DropHint(window)

    def drag(self, event: QDragMoveEvent) -> None:
        """Show the effect of a drop here, or that it would be ignored."""
        words = self._words(event.mimeData(), event.position().toPoint(), event.source())
        if not words:
            self.leave()
            event.ignore()
            return
        _as_copy(event)
        self.hint.show_over(self._place(event.mimeData(), event.position().toPoint()), words)

    def leave(self) -> None:
        """Hide the highlight as the drag leaves."""
        self.hint.hide()

    def drop(self, event: QDropEvent) -> None:
        """Perform the announced drop."""
        self.leave()
        spot, mime = event.position().toPoint(), event.mimeData()
        if not self._words(mime, spot, event.source()):
            event.ignore()
            return
        _as_copy(event)
        picture = dropped_picture(mime)
        if picture and self._over_controls(spot):
            self._handler.start_from(picture)
        else:
            self._handler.drop(mime)

    def _words(self, mime: QMimeData, spot: QPoint, source: object) -> str:
        tr = self._window.tr
        if not self._handler.can_drop(mime):
            return ""
        if dropped_picture(mime) and self._over_controls(spot):
            return tr("Start from This Picture")
        if source is not None:
            return ""  # the gallery's own pictures are there already
        if not dropped_file(mime) and dropped_model(mime):
            return tr("Use This Model")
        return tr("Use the Settings of This Picture") if mime.hasUrls() else tr("Use This Picture")

    def _place(self, mime: QMimeData, spot: QPoint) -> QRect:
        controls = self._controls_rect()
        everywhere = not dropped_file(mime) and bool(dropped_model(mime))
        if everywhere or not controls.isValid():
            return self._window.rect()
        if controls.contains(spot):
            return controls
        rest = QRect(self._window.rect())
        rest.setLeft(controls.right() + 1)
        rest.setTop(controls.top())
        return rest

    def _over_controls(self, spot: QPoint) -> bool:
        return self._controls_rect().contains(spot)

    def _controls_rect(self) -> QRect:
        if not self._controls.isVisible():
            return QRect()
        return QRect(self._controls.mapTo(self._window, QPoint()), self._controls.size())


def dropped_picture(mime: QMimeData) -> str:
    """Return the first of the dropped files if it is a picture, else ""."""
    path = dropped_file(mime)
    return path if path.lower().endswith(PICTURE_SUFFIXES) else ""


def _as_copy(event: QDropEvent) -> None:
    event.setDropAction(Qt.DropAction.CopyAction)
    event.accept()
