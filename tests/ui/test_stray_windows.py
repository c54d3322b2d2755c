"""No part of a window is ever shown as a window of its own, not even for a moment."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QDialog, QMainWindow, QWidget

from .conftest import MakeWindow
from .test_window import draw


class Strays(QObject):
    """Keeps the names of all plain widgets that were shown as windows."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.Show
            and isinstance(watched, QWidget)
            and watched.isWindow()
            and watched.windowType() == Qt.WindowType.Window
            and not isinstance(watched, QDialog | QMainWindow)
            and not watched.windowTitle()
        ):
            self.seen.append(f"{watched!r} {watched.accessibleName()}")
        return False


@pytest.fixture
def strays(qapp) -> Iterator[Strays]:
    watcher = Strays()
    qapp.installEventFilter(watcher)
    yield watcher
    qapp.removeEventFilter(watcher)


def test_a_picture_lands_without_stray_windows(
    qtbot, make_window: MakeWindow, strays: Strays
) -> None:
    window = make_window()
    draw(qtbot, window, "red apple", steps=1)
    qtbot.waitUntil(lambda: window.parts.inspector_controller.recipe is not None)
    draw(qtbot, window, "빨간 사과", steps=2)
    window.parts.gallery_view.selectAll()
    qtbot.settle()
    assert strays.seen == []


@pytest.mark.parametrize(
    "action",
    [
        *("preferences", "get_models", "installed_models", "shortcuts", "manual", "export"),
        "show_queue",
    ],
)
def test_other_windows_open_without_stray_ones(
    qtbot, make_window: MakeWindow, strays: Strays, action: str
) -> None:
    window = make_window()
    draw(qtbot, window, "red apple", steps=1)
    qtbot.waitUntil(lambda: window.parts.inspector_controller.recipe is not None)
    window.parts.actions[action].trigger()
    qtbot.settle()
    assert strays.seen == []
    for dialog in window.findChildren(QDialog):
        dialog.close()
    window.parts.models_controller.models_window.close()
