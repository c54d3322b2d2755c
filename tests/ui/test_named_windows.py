"""What the menu's entries open speaks to a screen reader: dialogs, layers and panels in turn."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QWidget

from .conftest import MakeWindow
from .test_accessibility import nameless
from .test_window import draw

DIALOGS = ("about", "model_info", "convert_model", "upscale", "albums", "other_tags")
DIALOGS += ("contact_sheet",)
LAYERS = ("show_queue", "show_filters", "quick_look", "compare", "paint_mask")


def visible_windows() -> list[QWidget]:
    return [widget for widget in QApplication.topLevelWidgets() if widget.isVisible()]


def test_everything_that_opens_has_names(qtbot, make_window: MakeWindow) -> None:
    window = make_window()
    for prompt in ("red apple", "fox"):
        draw(qtbot, window, prompt, steps=1)
    qtbot.waitUntil(lambda: window.parts.inspector_controller.recipe is not None)
    unnamed: dict[str, list[str]] = {}
    seen: list[str] = []

    def look(name: str, *, opens: bool) -> None:
        others = [shown for shown in visible_windows() if shown is not window and shown.isWindow()]
        if opens and not others:
            QTimer.singleShot(10, lambda: look(name, opens=opens))
            return
        assert bool(others) is opens, name
        for shown in others or [window]:
            unnamed[name] = nameless(QAccessible.queryAccessibleInterface(shown))
        for shown in others:
            shown.close()
        seen.append(name)

    for name in (*DIALOGS, *LAYERS):
        window.parts.gallery_view.selectAll()
        assert window.parts.actions[name].isEnabled(), name
        QTimer.singleShot(50, lambda name=name: look(name, opens=name in DIALOGS))
        window.parts.actions[name].trigger()
        qtbot.waitUntil(lambda name=name: name in seen)
    assert {name: found for name, found in unnamed.items() if found} == {}
