"""A progress ring, drawn alike in toolbar and tile."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QHideEvent, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QWidget

from desktop.ui.system.motion import reduced_motion

_TURN_MS = 40


def draw_ring(
    painter: QPainter,
    box: QRectF,
    fraction: float | None,
    phase: float,
    color: QColor,
    track: QColor,
) -> None:
    """Draw the ring into `box`; with `fraction` None, a quarter arc rotated by `phase` (0..1)."""
    width = max(2.0, box.width() / 8)
    inner = box.adjusted(width / 2, width / 2, -width / 2, -width / 2)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(track, width))
    painter.drawEllipse(inner)
    painter.setPen(QPen(color, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    if fraction is None:
        painter.drawArc(inner, round((90 - phase * 360) * 16), -90 * 16)
    else:
        painter.drawArc(inner, 90 * 16, -round(max(0.0, min(1.0, fraction)) * 360 * 16))


class ProgressRing(QWidget):
    """The ring as a widget; `set_progress(None)` spins it unless `is_still()` is true."""

    def __init__(
        self,
        side: int,
        parent: QWidget | None = None,
        *,
        is_still: Callable[[], bool] = reduced_motion,
    ) -> None:
        super().__init__(parent)
        self._is_still = is_still
        self._side = side
        self._fraction: float | None = 0.0
        self._phase = 0.0
        self._timer = QTimer(self)
        self._timer.setInterval(_TURN_MS)
        self._timer.timeout.connect(self._turn)
        self.setFixedSize(side, side)

    def set_progress(self, fraction: float | None) -> None:
        """Show `fraction` (0..1); None is indeterminate."""
        self._fraction = fraction
        if fraction is None and self.isVisible() and not self._is_still():
            self._timer.start()
        else:
            self._timer.stop()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._side, self._side)

    def hideEvent(self, event: QHideEvent) -> None:
        self._timer.stop()
        super().hideEvent(event)

    def _turn(self) -> None:
        self._phase = (self._phase + _TURN_MS / 1000) % 1.0
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette, role = self.palette(), QPalette.ColorRole
        draw_ring(
            painter,
            QRectF(self.rect()).adjusted(1, 1, -1, -1),
            self._fraction,
            self._phase,
            palette.color(role.Accent),
            palette.color(role.Mid),
        )
