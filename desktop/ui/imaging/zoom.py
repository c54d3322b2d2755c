"""The view transform of a picture: fitted into the window, or at a scale around a point."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt

MOST, LEAST = 16.0, 0.05
"""Scales in screen pixels per image pixel; 1.0 is 100%."""


class Zoom:
    """`fitted`, or `scale` around `centre`, which is relative (0..1) to the picture.

    Relative, so that two pictures of different sizes can share it. All sizes are in
    device-independent pixels; `ratio` is the device pixel ratio.
    """

    def __init__(self) -> None:
        self.fitted = True
        self.scale = 1.0
        self.centre = QPointF(0.5, 0.5)

    def scale_of(self, picture: QSizeF, room: QRectF, ratio: float) -> float:
        """Return the scale in `room`, in screen pixels per image pixel."""
        if not self.fitted:
            return self.scale
        shown = picture.scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
        scale = shown.width() * ratio / max(1.0, picture.width())
        return float(math.floor(scale)) if scale > 2 else scale  # all pixels equally large

    def place(self, picture: QSizeF, room: QRectF, ratio: float) -> QRectF:
        """Return the rectangle of the whole picture, in the coordinates of `room`."""
        scale = self.scale_of(picture, room, ratio) / ratio
        width, height = picture.width() * scale, picture.height() * scale
        share = QPointF(0.5, 0.5) if self.fitted else self.centre
        left = _placed(room.left(), room.width(), width, share.x())
        top = _placed(room.top(), room.height(), height, share.y())
        return QRectF(left, top, width, height)

    def zoom_to(
        self, scale: float, at: QPointF, picture: QSizeF, room: QRectF, ratio: float
    ) -> None:
        """Set the scale (screen pixels per image pixel), keeping the point `at` in place."""
        before = self.place(picture, room, ratio)
        share = QPointF(
            (at.x() - before.left()) / max(1.0, before.width()),
            (at.y() - before.top()) / max(1.0, before.height()),
        )
        self.fitted = False
        self.scale = min(MOST, max(LEAST, scale))
        width = picture.width() * self.scale / ratio
        height = picture.height() * self.scale / ratio
        self.centre = QPointF(
            share.x() + (room.center().x() - at.x()) / max(1.0, width),
            share.y() + (room.center().y() - at.y()) / max(1.0, height),
        )
        self._keep_inside(picture, room, ratio)

    def pan(self, by: QPointF, picture: QSizeF, room: QRectF, ratio: float) -> None:
        """Move the picture by `by` device-independent pixels, never out of sight."""
        if self.fitted:
            return
        shown = self.place(picture, room, ratio)
        self.centre -= QPointF(by.x() / shown.width(), by.y() / shown.height())
        self._keep_inside(picture, room, ratio)

    def fit(self) -> None:
        """Fit the whole picture."""
        self.fitted = True
        self.centre = QPointF(0.5, 0.5)

    def _keep_inside(self, picture: QSizeF, room: QRectF, ratio: float) -> None:
        scale = self.scale / ratio
        self.centre = QPointF(
            _inside(self.centre.x(), room.width(), picture.width() * scale),
            _inside(self.centre.y(), room.height(), picture.height() * scale),
        )


def _placed(start: float, room: float, length: float, share: float) -> float:
    if length <= room:
        return start + (room - length) / 2
    return start + room / 2 - share * length


def _inside(share: float, room: float, length: float) -> float:
    """Clamp the center (0..1), so that a picture larger than the room leaves no margin."""
    if length <= room:
        return 0.5
    half = room / length / 2
    return min(1 - half, max(half, share))
