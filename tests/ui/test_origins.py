"""What a picture was made from, and what was made from it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from .conftest import MakeWindow
from .gallery_window import choose, names, picture


@pytest.fixture
def chain(app_paths) -> list[str]:
    """An apple, two edits of it, and an edit of the first of them."""
    folder = app_paths.pictures
    apple = picture(folder, 0, prompt="apple")
    night = picture(folder, 1, prompt="night", references=[{"path": apple}])
    rain = picture(folder, 2, prompt="rain", references=[{"path": apple}])
    moon = picture(folder, 3, prompt="moon", references=[{"path": night}])
    return [apple, night, rain, moon]


@pytest.fixture
def window(qtbot, chain, make_window: MakeWindow):
    made = make_window()
    qtbot.waitUntil(lambda: len(made.parts.pictures.paths) == 4)
    return made


def test_to_what_came_of_it_and_back_to_the_origin(window, chain, qtbot) -> None:
    apple, night, rain, moon = chain
    actions, gallery = window.parts.actions, window.parts.gallery
    choose(qtbot, window, apple)
    qtbot.waitUntil(lambda: window.parts.inspector_controller.recipe is not None)
    assert not actions["show_origin"].isEnabled()
    actions["show_outcome"].trigger()
    qtbot.waitUntil(lambda: names(window) == [Path(rain).name, Path(night).name])
    assert window.parts.column.header.filters.origin.isVisible()
    choose(qtbot, window, night)
    qtbot.waitUntil(actions["show_origin"].isEnabled)
    actions["show_origin"].trigger()
    qtbot.waitUntil(lambda: window.parts.gallery_view.current_path == apple)
    assert len(names(window)) == 4, "what hid it is taken away"
    choose(qtbot, window, night)
    actions["show_outcome"].trigger()
    qtbot.waitUntil(lambda: names(window) == [Path(moon).name])
    window.parts.column.header.filters.clear.click()
    qtbot.waitUntil(lambda: len(names(window)) == 4)
    assert not gallery.query.narrows


def test_where_nothing_came_of_it_that_is_said(window, chain, qtbot) -> None:
    choose(qtbot, window, chain[3])
    window.parts.actions["show_outcome"].trigger()
    banners = window.parts.column.banners
    qtbot.waitUntil(lambda: bool(banners.banners))
    said = [str(banner.sentence) for banner in banners.banners]
    assert said == [f"Nothing in the gallery was made from “{Path(chain[3]).name}”."]
    assert len(names(window)) == 4


def test_an_origin_outside_the_gallery_is_said(window, chain, qtbot, app_paths, tmp_path) -> None:
    outside = picture(tmp_path, 9, prompt="outside")
    choose(qtbot, window, chain[0])
    origins = window.parts.origin_actions
    origins._original = outside
    origins.show_origin()
    banners = window.parts.column.banners
    qtbot.waitUntil(lambda: bool(banners.banners))
    assert "Compare with Its Original" in str(banners.banners[0].sentence)


def test_b_shows_what_it_was_before(window, chain, qtbot, app_paths) -> None:
    apple, night, *_ = chain
    choose(qtbot, window, night)
    qtbot.waitUntil(window.parts.actions["compare_original"].isEnabled)
    window.parts.actions["open"].trigger()
    viewer = window.parts.view_actions.viewer

    def title() -> str:
        return viewer.bar.title.text() + viewer.bar.title.toolTip()

    qtbot.waitUntil(lambda: Path(night).name in title())
    qtbot.keyPress(viewer, Qt.Key.Key_B)
    qtbot.waitUntil(lambda: Path(apple).name in title())
    qtbot.keyRelease(viewer, Qt.Key.Key_B)
    qtbot.waitUntil(lambda: Path(night).name in title())
