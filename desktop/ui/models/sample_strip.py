"""Sample pictures of a model in the catalogue, for those that were run by Easel's makers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.models.resources import resource
from desktop.ui.imaging.picture_shapes import draw_rounded

_SIDE, _GAP = 56, 8


def samples_of(entry_id: str) -> list[Path]:
    """Return the sample pictures of a catalogue entry; none if it was never run here."""
    return sorted((resource("samples") / entry_id).glob("*.webp"))


class SampleStrip(QWidget):
    """The samples in a row, as many as fit; hidden if there are none."""

    def __init__(self, samples: Sequence[Path], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pictures = [QImage(str(path)) for path in samples]
        self.setAccessibleName(self.tr("Pictures that it has drawn"))
        self.setToolTip(self.accessibleName())
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setVisible(bool(self.pictures))

    def sizeHint(self) -> QSize:
        return QSize(len(self.pictures) * (_SIDE + _GAP) - _GAP, _SIDE)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
        )
        for place, picture in enumerate(self.pictures):
            box = QRectF(place * (_SIDE + _GAP), 0, _SIDE, _SIDE)
            if box.right() <= self.width():
                draw_rounded(painter, box, picture)
