"""What a picture was made from, and what was made from it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from desktop.storage.gallery import folder_scan
from desktop.storage.gallery.index.gallery_index import GalleryIndex

from .conftest import MakeWindow
from .gallery_window import choose, names, picture


def strip_of(window) -> list[tuple[str, str]]:
    """What the strip shows, and what it says of each."""
    strip, role = window.parts.inspector.chain, Qt.ItemDataRole.AccessibleTextRole
    spoken = [strip.item(row).data(role) for row in range(strip.count())]
    return list(zip((Path(path).name for path in strip.paths), spoken, strict=True))


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


def test_the_strip_shows_the_chain_and_goes_along_it_by_keys(window, chain, qtbot) -> None:
    apple, night, rain, moon = chain
    strip = window.parts.inspector.chain
    choose(qtbot, window, night)
    qtbot.waitUntil(lambda: strip.path == night and strip.isVisible())
    assert strip_of(window) == [
        (Path(apple).name, f"Made from {Path(apple).name}"),
        (Path(night).name, "This picture"),
        (Path(moon).name, f"Made of it: {Path(moon).name}"),
    ]
    strip.setFocus()
    qtbot.keyClick(strip, Qt.Key.Key_Left)
    qtbot.keyClick(strip, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.parts.gallery_view.current_path == apple)
    qtbot.waitUntil(lambda: strip.path == apple)
    assert list(strip.paths) == [apple, night, rain]
    assert strip.hasFocus(), "the keys stay with the strip"
    qtbot.keyClick(strip, Qt.Key.Key_Right)
    qtbot.keyClick(strip, Qt.Key.Key_Right)
    qtbot.keyClick(strip, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: strip.path == rain)
    assert strip.paths == [apple, rain]
    choose(qtbot, window, moon)
    qtbot.waitUntil(lambda: strip.path == moon)
    assert strip.paths == [apple, night, moon], "origins of origins too"


def test_a_click_on_the_strip_goes_there_although_a_search_hides_it(window, chain, qtbot) -> None:
    apple, night, *_ = chain
    window.parts.gallery.narrow(text="night")
    qtbot.waitUntil(lambda: names(window) == [Path(night).name])
    choose(qtbot, window, night)
    strip = window.parts.inspector.chain
    qtbot.waitUntil(lambda: strip.path == night and strip.isVisible())
    spot = strip.visualItemRect(strip.item(0)).center()
    qtbot.mouseClick(strip.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    qtbot.waitUntil(lambda: window.parts.gallery_view.current_path == apple)


def test_a_picture_of_words_alone_has_no_strip(window, chain, qtbot, app_paths) -> None:
    plain = picture(app_paths.pictures, 7, prompt="plain")
    window.parts.gallery.refresh()
    qtbot.waitUntil(lambda: len(names(window)) == 5)
    choose(qtbot, window, chain[1])
    strip = window.parts.inspector.chain
    qtbot.waitUntil(strip.isVisible)
    choose(qtbot, window, plain)
    qtbot.waitUntil(lambda: strip.path == plain)
    assert not strip.isVisible()


def test_a_new_outcome_joins_the_strip(window, chain, qtbot, app_paths) -> None:
    apple, _night, rain, _moon = chain
    choose(qtbot, window, rain)
    strip = window.parts.inspector.chain
    qtbot.waitUntil(lambda: strip.path == rain)
    snow = picture(app_paths.pictures, 5, prompt="snow", references=[{"path": rain}])
    window.parts.gallery.refresh()
    qtbot.waitUntil(lambda: strip.paths == [apple, rain, snow])


def test_the_viewer_compares_with_the_original_and_comes_back(window, chain, qtbot) -> None:
    choose(qtbot, window, chain[1])
    qtbot.waitUntil(window.parts.actions["compare_original"].isEnabled)
    window.parts.actions["open"].trigger()
    viewing = window.parts.view_actions
    qtbot.keyClick(viewing.viewer, Qt.Key.Key_C)
    qtbot.waitUntil(viewing.comparer.isVisible)
    comparer = viewing.comparer
    assert comparer.canvas.names == (Path(chain[0]).name, Path(chain[1]).name)
    qtbot.keyClick(comparer, Qt.Key.Key_B)
    assert comparer.canvas.beside
    qtbot.keyClick(comparer, Qt.Key.Key_S)
    qtbot.keyClick(comparer, Qt.Key.Key_Left)
    assert comparer.canvas.divider < 0.5
    qtbot.keyClick(comparer, Qt.Key.Key_Escape)
    assert viewing.viewer.isVisible()
    qtbot.waitUntil(viewing.viewer.hasFocus)


def test_from_viewer_and_inspector_a_picture_becomes_a_reference(window, chain, qtbot) -> None:
    choose(qtbot, window, chain[1])
    window.parts.actions["open"].trigger()
    viewer = window.parts.view_actions.viewer
    inspector = window.parts.inspector
    for menu in (viewer.go_on.menu(), inspector.go_on.menu()):
        assert window.parts.actions["use_reference"] in menu.actions()
    window.parts.actions["use_reference"].trigger()
    assert [use.path for use in window.parts.values.references] == [chain[1]]
    assert not viewer.isVisible(), "the strip of references is to be seen"


def test_an_index_of_an_earlier_easel_learns_where_its_pictures_came_from(
    qtbot, chain, make_window: MakeWindow, app_paths
) -> None:
    apple, _night, *_ = chain
    index = GalleryIndex(app_paths.index)
    folder_scan.update(index, app_paths.pictures)
    index.connection.executescript(
        "DELETE FROM labels WHERE kind = 'origin'; DROP TABLE unknown_origins;"
        "PRAGMA user_version = 3;"
    )
    index.close()
    window = make_window()
    qtbot.waitUntil(lambda: len(window.parts.pictures.paths) == 4)
    choose(qtbot, window, apple)
    strip = window.parts.inspector.chain
    qtbot.waitUntil(lambda: len(strip.paths) == 3)
    index = GalleryIndex(app_paths.index)
    assert index.all("SELECT count(*) FROM unknown_origins") == [(0,)], "each is read once"
    index.close()
