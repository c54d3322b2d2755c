"""Text is readable in both appearances, measured on rendered pixels."""

from __future__ import annotations

from collections import Counter

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QLabel, QPushButton, QToolButton

from .conftest import MakeWindow
from .test_window import draw


def luminance(color: QColor) -> float:
    """Relative luminance as WCAG 2 defines it."""

    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(part) for part in (color.redF(), color.greenF(), color.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(image: QImage) -> float:
    """Contrast between the ground (the most frequent colour) and the ink furthest from it."""
    pixels = Counter(image.pixel(x, y) for x in range(image.width()) for y in range(image.height()))
    ground = luminance(QColor(pixels.most_common(1)[0][0]))
    values = [luminance(QColor(pixel)) for pixel, count in pixels.items() if count >= 2]
    return max(
        (max(ground, value) + 0.05) / (min(ground, value) + 0.05) for value in (*values, ground)
    )


@pytest.mark.parametrize("appearance", ["light", "dark"])
def test_text_has_contrast(qtbot, themed, make_window: MakeWindow, appearance: str) -> None:
    themed.show_as(appearance)
    try:
        window = make_window()
        draw(qtbot, window, "red apple", steps=1)
        qtbot.waitUntil(lambda: window.look.recipe is not None)
        window.gallery_view.setFocus(Qt.FocusReason.OtherFocusReason)
        qtbot.wait(100)
        picture = window.grab().toImage()
        pale = []
        for kind in (QLabel, QPushButton, QToolButton):
            for widget in window.findChildren(kind):
                if not widget.text() or not widget.isEnabled():
                    continue
                seen = widget.visibleRegion().boundingRect()
                if seen.width() * seen.height() < widget.width() * widget.height() * 0.9:
                    continue
                inner = seen.adjusted(3, 3, -3, -3).translated(widget.mapTo(window, QPoint(0, 0)))
                if kind is QLabel:
                    inner = seen.translated(widget.mapTo(window, QPoint(0, 0)))
                measured = contrast(picture.copy(inner))
                if measured < 4.5:
                    pale.append((widget.text(), round(measured, 2)))
        assert pale == []
    finally:
        themed.show_as("light")
