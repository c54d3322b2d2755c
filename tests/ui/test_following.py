"""The big pane shows the picture that is drawn, unless the user looks at another one."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QCursor
from PySide6.QtTest import QTest

from desktop.ui.controls.popups.popup_button import PopUpButton
from desktop.worker.session_state import Running

from .conftest import MakeWindow
from .gallery_window import choose, picture
from .test_accessibility import active

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def open_window(qtbot, make_window: MakeWindow, app_paths):
    """Makes a window with six pictures, over an engine of that behaviour."""
    for number in range(6):
        picture(app_paths.pictures, number)

    def make(engine: str):
        window = active(qtbot, make_window(engine))
        qtbot.waitUntil(lambda: len(window.parts.pictures.paths) == 6)
        return window

    return make


@pytest.fixture
def window(open_window):
    return open_window("slow")


def start(qtbot, window) -> None:
    window.parts.values.prompt, window.parts.values.steps = "owl", 1000
    window.parts.actions["generate"].trigger()
    qtbot.waitUntil(lambda: isinstance(window.parts.services.session.state, Running))


def test_generate_turns_to_the_picture_that_is_drawn(qtbot, window) -> None:
    choose(qtbot, window, window.parts.pictures.paths[4])
    start(qtbot, window)
    assert window.parts.inspector_controller.path == ""
    pictures = window.parts.pictures
    qtbot.waitUntil(lambda: pictures.running and not pictures.running.preview.isNull())
    assert not window.parts.inspector.picture.image.isNull()


def test_the_finished_picture_is_the_one_shown(qtbot, open_window) -> None:
    window = open_window("draw")
    choose(qtbot, window, window.parts.pictures.paths[4])
    window.parts.actions["generate"].trigger()
    qtbot.waitUntil(lambda: len(window.parts.pictures.paths) == 7)
    newest = window.parts.pictures.paths[0]
    qtbot.waitUntil(lambda: window.parts.inspector_controller.path == newest)


def test_a_picture_chosen_meanwhile_stays(qtbot, open_window) -> None:
    window = open_window("draw")
    old = window.parts.pictures.paths[4]
    window.parts.actions["generate"].trigger()
    window.parts.gallery_view.select_path(old)
    qtbot.waitUntil(lambda: len(window.parts.pictures.paths) == 7)
    qtbot.settle()
    assert window.parts.inspector_controller.path == old


def test_a_click_on_nothing_empties_the_pane(qtbot, window) -> None:
    choose(qtbot, window, window.parts.pictures.paths[0])
    view = window.parts.gallery_view
    spot = view.viewport().rect().bottomRight() - QPoint(3, 3)
    qtbot.mouseClick(view.viewport(), LEFT, pos=spot)
    assert view.current_path == window.parts.inspector_controller.path == ""


@pytest.mark.parametrize("how", ["space", "return", "double click"])
def test_a_picture_being_drawn_is_seen_large_and_live(qtbot, window, how: str) -> None:
    start(qtbot, window)
    view, pictures = window.parts.gallery_view, window.parts.pictures
    qtbot.waitUntil(lambda: pictures.running and not pictures.running.preview.isNull())
    view.setFocus()
    view.choose_row(0)
    if how == "double click":
        spot = view.visualRect(pictures.index_at(0)).center()
        qtbot.mouseClick(view.viewport(), LEFT, pos=spot)
        QTest.mouseDClick(view.viewport(), LEFT, pos=spot)
    else:
        qtbot.keyClick(view, Qt.Key.Key_Space if how == "space" else Qt.Key.Key_Return)
    viewer = window.parts.view_actions.viewer
    assert viewer.isVisible()
    first = viewer.canvas.image.cacheKey()
    qtbot.waitUntil(lambda: viewer.canvas.image.cacheKey() != first)
    qtbot.keyClick(viewer, Qt.Key.Key_Escape)
    assert not viewer.isVisible()
    assert window.parts.services.session.running is not None


def test_a_search_begins_at_the_top(qtbot, window) -> None:
    view = window.parts.gallery_view
    view.set_tile_side(480)
    view.scrollToBottom()
    choose(qtbot, window, window.parts.pictures.paths[-1])
    assert view.verticalScrollBar().value() > 0
    window.parts.toolbar.search.setText("apple")
    qtbot.waitUntil(lambda: window.parts.gallery.query.text == "apple")
    qtbot.waitUntil(lambda: view.verticalScrollBar().value() == 0)


def test_a_pop_up_that_moved_away_looks_pressed_no_more(qtbot, themed) -> None:
    made = PopUpButton()
    qtbot.addWidget(made)
    made.add_entry("Steps", "steps")
    made.show()
    made.setAttribute(Qt.WidgetAttribute.WA_UnderMouse)
    QCursor.setPos(made.mapToGlobal(QPoint(made.width() + 200, made.height() + 200)))
    made.move(made.pos() + QPoint(0, 40))
    made.hidePopup()
    assert not made.underMouse()
