"""Text is readable in both appearances, measured on rendered pixels."""

from __future__ import annotations

import re

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QFont, QImage
from PySide6.QtWidgets import QLabel, QPushButton, QToolButton, QWidget

from .conftest import MakeWindow
from .test_window import draw

SCALE = 4
"""The finest stroke is then wider than a pixel, which so has the text's own colour: what is
measured doesn't depend on the font nor on how the system smooths its edges."""

LEAST = 4.5


def luminance(color: QColor) -> float:
    """Relative luminance as WCAG 2 defines it."""

    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(part) for part in (color.redF(), color.greenF(), color.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(one: QColor, other: QColor) -> float:
    """Contrast as WCAG 2 defines it, 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def enlarged(widget: QWidget) -> QImage:
    """The widget and all in it, drawn SCALE times as large."""
    image = QImage(widget.size() * SCALE, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(SCALE)
    widget.render(image)
    return image


def contrast(image: QImage) -> float:
    """Contrast between the ground (the most frequent colour) and the ink furthest from it."""
    rows = np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), -1)
    colors, counts = np.unique(rows[:, : image.width()], return_counts=True)
    ground = QColor(int(colors[counts.argmax()]))
    return max(ratio(ground, QColor(int(color))) for color in colors[counts >= SCALE])


def pale(window: QWidget) -> list[tuple[str, float]]:
    """Words and contrast of each enabled text in the window that has too little of it."""
    picture = enlarged(window)
    found = []
    for kind in (QLabel, QPushButton, QToolButton):
        for widget in window.findChildren(kind):
            seen = widget.visibleRegion().boundingRect()
            whole = seen.width() * seen.height() >= widget.width() * widget.height() * 0.9
            if not (widget.text() and widget.isEnabled() and widget.isVisible() and whole):
                continue
            edge = 0 if kind is QLabel else 3
            inner = seen.adjusted(edge, edge, -edge, -edge)
            inner.translate(widget.mapTo(window, QPoint(0, 0)))
            measured = contrast(picture.copy(QRect(inner.topLeft() * SCALE, inner.size() * SCALE)))
            if measured < LEAST:
                found.append((re.sub("<[^>]*>", "", widget.text()), round(measured, 2)))
    return found


def has_contrast(window: QWidget) -> None:
    """For waitUntil, while the window still fills."""
    assert pale(window) == []


@pytest.mark.parametrize("appearance", ["light", "dark"])
def test_text_has_contrast(qtbot, themed, make_window: MakeWindow, appearance: str) -> None:
    themed.show_as(appearance)
    try:
        window = make_window()
        draw(qtbot, window, "red apple", steps=1)
        qtbot.waitUntil(lambda: window.parts.inspector_controller.recipe is not None)
        window.parts.gallery_view.setFocus(Qt.FocusReason.OtherFocusReason)
        qtbot.waitUntil(lambda: has_contrast(window))
    finally:
        themed.show_as("light")


@pytest.mark.parametrize("family", ["Easel Inter", "DejaVu Sans", "Noto Sans CJK KR"])
@pytest.mark.parametrize(("ink", "ground"), [("#6a6a6d", "#f2f2f4"), ("#808083", "#ffffff")])
def test_what_is_measured_is_the_contrast_of_the_colours(
    qtbot, themed, family: str, ink: str, ground: str
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    label = QLabel("illicit, 1", window)
    font = QFont(family)
    font.setPixelSize(10)
    font.setWeight(QFont.Weight.Light)
    label.setFont(font)
    label.setStyleSheet(f"color: {ink}; background: {ground}")
    window.show()
    wanted = ratio(QColor(ink), QColor(ground))
    assert contrast(enlarged(label)) == pytest.approx(wanted, rel=0.01)
    assert bool(pale(window)) is (wanted < LEAST)
