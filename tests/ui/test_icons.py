"""Icons are drawn for the screen's own pixels: as the SVG rendered at that size, pixel by pixel."""

from __future__ import annotations

import gc

import pytest
from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QImage, QPainter, QPalette
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from desktop.models.resources import resource
from desktop.ui.theme.icons import icon

_ALL = sorted(path.stem for path in resource("icons").glob("*.svg"))
_SIDE = 18


def rendered(name: str, pixels: int) -> QImage:
    color = QApplication.palette().color(QPalette.ColorRole.WindowText)
    svg = resource("icons", f"{name}.svg").read_bytes()
    renderer = QSvgRenderer(QByteArray(svg.replace(b"currentColor", color.name().encode())))
    image = QImage(pixels, pixels, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    renderer.render(painter, QRectF(0, 0, pixels, pixels))
    painter.end()
    return image


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0, 3.0])
@pytest.mark.parametrize("name", _ALL)
def test_an_icon_has_all_pixels_of_the_screen(themed, name: str, ratio: float) -> None:
    pixmap = icon(name).pixmap(QSize(_SIDE, _SIDE), ratio)
    assert pixmap.devicePixelRatio() == ratio
    got = pixmap.toImage().convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
    got.setDevicePixelRatio(1.0)
    assert got == rendered(name, round(_SIDE * ratio))


class _Row:
    """Garbage with an icon that only the collection of cycles can find."""

    def __init__(self, kept: QIcon) -> None:
        self.icon = kept
        self.itself = self


def test_an_icon_in_garbage_frees_its_engine_once(themed) -> None:
    for _ in range(50):
        _Row(icon("copy"))
    gc.collect()


def test_a_copy_that_becomes_another_icon_has_an_engine_of_its_own(themed) -> None:
    first = icon("copy")
    for _ in range(50):
        copy = QIcon(first)
        copy.setIsMask(True)  # has Qt clone the engine
        gc.collect()
        drawn = copy.pixmap(QSize(_SIDE, _SIDE)).toImage()
        assert drawn == first.pixmap(QSize(_SIDE, _SIDE)).toImage()
