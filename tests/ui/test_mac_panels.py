"""Quick Look and Share: the system's on a Mac, and what stands in for them elsewhere."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtCore import QPoint, Qt

from desktop.ui.gallery.picture_menu import picture_menu
from desktop.ui.system import quick_look_panel
from desktop.ui.system.cocoa import has_cocoa
from desktop.ui.system.sharing import share
from tests.platforms import on_a_mac

from .gallery_window import choose, picture

for_a_mac = on_a_mac("needs a Mac's panels", windows=True)
elsewhere = pytest.mark.skipif(sys.platform == "darwin", reason="a Mac has the system's panels")


@elsewhere
def test_space_opens_easels_own_layer(qtbot, app_paths, make_window) -> None:
    path = picture(app_paths.pictures)
    window = make_window()
    qtbot.waitUntil(lambda: len(window.parts.pictures.paths) == 1)
    choose(qtbot, window, path)
    qtbot.waitUntil(lambda: not window.parts.inspector_controller.image.isNull())
    qtbot.keyClick(window.parts.gallery_view, Qt.Key.Key_Space)
    assert window.parts.view_actions.viewer.isVisible()
    assert not quick_look_panel.open_system_panel([path], 0)


@elsewhere
def test_share_is_offered_on_a_mac_only(qtbot, app_paths, make_window) -> None:
    window = make_window()
    assert not window.parts.actions["share"].isVisible()
    menu = picture_menu(window.parts.actions, window)
    shown = [action.text() for action in menu.actions() if action.isVisible()]
    assert not any(text.startswith("Share") for text in shown)


@for_a_mac
def test_the_systems_panel_takes_the_pictures(app_paths, make_window) -> None:
    paths = [picture(app_paths.pictures, number) for number in range(2)]
    make_window()
    assert quick_look_panel.open_system_panel(paths, 1)
    panel = quick_look_panel._panel_class().sharedPreviewPanel()
    assert panel.currentPreviewItemIndex() == 1
    assert quick_look_panel._MacPanel.source.numberOfPreviewItemsInPreviewPanel_(panel) == 2
    quick_look_panel.open_system_panel(paths, 1)
    assert not panel.isVisible()


@for_a_mac
def test_the_share_menu_opens(app_paths, make_window) -> None:
    path = picture(app_paths.pictures)
    window = make_window()
    share([path], window.parts.gallery_view, QPoint(40, 40))


def test_window_ids_that_are_no_views_are_left_alone(
    monkeypatch: pytest.MonkeyPatch, app_paths, make_window
) -> None:
    """Under Qt's offscreen platform a window's id is a number: taken for a view it ends Python."""
    path = picture(app_paths.pictures)
    window = make_window()
    monkeypatch.setattr(sys, "platform", "darwin")
    assert not has_cocoa()
    share([path], window.parts.gallery_view, QPoint(40, 40))  # AppKit would not even be found here
    assert not quick_look_panel.open_system_panel([path], 0)
