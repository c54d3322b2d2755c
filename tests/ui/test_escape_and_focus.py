"""Escape clears and closes what has the focus, and stops no drawing; no focus goes astray."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QPushButton, QSlider, QWidget

from desktop.worker.session_state import Running

from .conftest import MakeWindow
from .test_accessibility import active, focused, press
from .test_window import draw

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def window(qtbot, make_window: MakeWindow):
    return active(qtbot, make_window("slow"))


def start(qtbot, window, prompt: str = "owl") -> None:
    window.parts.values.prompt = prompt
    window.parts.actions["generate"].trigger()
    qtbot.waitUntil(lambda: isinstance(window.parts.services.session.state, Running))


def places(window) -> list[QWidget]:
    panel, toolbar = window.parts.panel, window.parts.toolbar
    return [
        panel.prompts.prompt,
        panel.steps.box,
        panel.bar.generate,
        toolbar.search,
        window.parts.gallery_view,
    ]


def test_escape_stops_no_drawing_wherever_the_focus_is(qtbot, window) -> None:
    start(qtbot, window)
    for widget in places(window):
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        press(Qt.Key.Key_Escape)
    assert isinstance(window.parts.services.session.state, Running)


def test_escape_clears_the_search(qtbot, window) -> None:
    search = window.parts.toolbar.search
    search.setFocus()
    qtbot.keyClicks(search, "fox")
    press(Qt.Key.Key_Escape)
    assert search.text() == ""
    qtbot.waitUntil(lambda: window.parts.gallery.query.text == "")


def test_escape_closes_the_queue_from_anywhere_in_the_window(qtbot, window) -> None:
    start(qtbot, window)
    window.parts.actions["show_queue"].trigger()
    panel = window.parts.generate_actions.queue_panel
    window.parts.panel.prompts.prompt.setFocus()
    press(Qt.Key.Key_Escape)
    assert not panel.isVisible()
    assert isinstance(window.parts.services.session.state, Running)


def test_stop_in_the_queue_leaves_the_keys_with_the_queue(qtbot, window) -> None:
    start(qtbot, window)
    window.parts.actions["show_queue"].trigger()
    panel = window.parts.generate_actions.queue_panel
    qtbot.mouseClick(panel._running.second, LEFT)
    qtbot.waitUntil(lambda: window.parts.services.session.running is None)
    assert focused() is panel
    press(Qt.Key.Key_Escape)
    assert not panel.isVisible()


def test_a_stop_button_that_goes_while_it_has_the_focus_hands_it_to_its_neighbour(
    qtbot, window
) -> None:
    start(qtbot, window)
    bar = window.parts.panel.bar
    bar.cancel.setFocus(Qt.FocusReason.TabFocusReason)
    press(Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: not bar.cancel.isVisible())
    qtbot.waitUntil(lambda: bar.isAncestorOf(focused()))


def test_a_click_on_a_button_takes_no_focus(qtbot, window) -> None:
    prompt = window.parts.panel.prompts.prompt
    prompt.setFocus()
    panel = window.parts.panel
    for button in (panel.groups["grid"].heading, panel.size_control.swap, panel.bar.generate):
        qtbot.mouseClick(button, LEFT)
        assert focused() is prompt


def test_the_focus_returns_when_a_mask_is_done(qtbot, make_window: MakeWindow) -> None:
    window = active(qtbot, make_window())
    draw(qtbot, window, "owl", steps=1)
    window.parts.gallery_view.setFocus()
    window.parts.actions["paint_mask"].trigger()
    editor = window.parts.mask_actions.editor
    qtbot.waitUntil(editor.isVisible)
    qtbot.mouseClick(editor.canvas, LEFT)
    qtbot.mouseClick(editor.accept, LEFT)
    qtbot.waitUntil(lambda: focused() is window.parts.gallery_view)


def test_a_click_on_a_button_that_came_later_takes_no_focus(qtbot, window) -> None:
    prompt = window.parts.panel.prompts.prompt
    late, dialog = QPushButton("late", window), QDialog(window)
    inside = QSlider(Qt.Orientation.Horizontal, dialog)
    for host, control in ((window, late), (dialog, inside)):
        control.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        host.show()
        control.show()
        qtbot.waitUntil(control.isVisible)
    prompt.setFocus()
    qtbot.mouseClick(late, LEFT)
    assert focused() is prompt
    active(qtbot, dialog)
    inside.clearFocus()
    qtbot.mouseClick(inside, LEFT)
    assert QApplication.focusWidget() is not inside
    inside.setFocus(Qt.FocusReason.TabFocusReason)
    assert focused() is inside
