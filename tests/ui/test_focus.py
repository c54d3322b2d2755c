"""Where the keys go is seen: each stop of the Tab key looks different while it has the focus."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QMargins, QPoint, QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget

from desktop.ui.shell.main_window import MainWindow

from .conftest import MakeWindow
from .test_accessibility import active, focused, press
from .test_window import draw

_AROUND = QMargins(4, 4, 4, 4)
_FEWEST_PIXELS = 20


def seen(window: QWidget, widget: QWidget) -> QImage:
    """What stands at the widget's place in the window."""
    place = QRect(widget.mapTo(window, QPoint(0, 0)), widget.size()).marginsAdded(_AROUND)
    return window.grab(place).toImage()


def differing(one: QImage, other: QImage) -> int:
    if one.size() != other.size():
        return one.width() * one.height()
    return int((pixels(one) != pixels(other)).sum())


def pixels(image: QImage) -> np.ndarray:
    """uint32, one a pixel."""
    return np.frombuffer(image.convertToFormat(QImage.Format.Format_RGB32).constBits(), np.uint32)


def stops(window: MainWindow) -> list[QWidget]:
    window.parts.panel.prompts.prompt.setFocus(Qt.FocusReason.TabFocusReason)
    found: list[QWidget] = []
    while focused() not in found and len(found) < 200:
        found.append(focused())
        press(Qt.Key.Key_Tab)
    return found


@pytest.mark.parametrize("appearance", ["light", "dark"])
def test_the_focus_is_seen_at_every_stop(
    qtbot, themed, make_window: MakeWindow, appearance
) -> None:
    themed.show_as(appearance)
    try:
        window = active(qtbot, make_window())
        draw(qtbot, window, "red apple", steps=1)
        qtbot.waitUntil(lambda: window.parts.inspector_controller.recipe is not None)
        window.parts.panel.set_open_groups(dict.fromkeys(window.parts.panel.open_groups(), True))
        window.resize(1400, 1900)  # nothing has to scroll
        QApplication.setCursorFlashTime(0)
        unseen = []
        found = stops(window)
        for number, widget in enumerate(found):
            widget.setFocus(Qt.FocusReason.TabFocusReason)
            QApplication.processEvents()
            with_focus = seen(window, widget)
            found[(number + len(found) // 2) % len(found)].setFocus(Qt.FocusReason.TabFocusReason)
            QApplication.processEvents()
            if differing(with_focus, seen(window, widget)) < _FEWEST_PIXELS:
                unseen.append((type(widget).__name__, widget.accessibleName()))
        assert unseen == []
        assert len(found) > 20
    finally:
        themed.show_as("light")
