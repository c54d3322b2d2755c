"""Tiles as they are drawn and kept: ready when scrolled to, another when the file is another."""

from __future__ import annotations

from threading import Event

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QColor, QImage, QPainter

from desktop.ui.imaging.picture_shapes import corner_cover, draw_quickly
from desktop.ui.imaging.thumbnails import Thumbnails, read_scaled
from desktop.ui.imaging.tile_cache import TileCache, TileStyle, draw_tile
from desktop.worker.uncaught import UncaughtExceptions
from tests.waiting import LIMIT, wait_until

from .gallery_window import picture

LOOK = TileStyle(200, 1.0, QColor("black").rgba(), QColor("white").rgb())


def plain(colour: str, width: int = 64, height: int = 64) -> QImage:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    return image


def middle(window, path: str) -> QColor:
    """What the gallery's view shows in the middle of the picture's tile."""
    view = window.parts.gallery_view
    spot = view.visualRect(window.parts.pictures.index_of(path)).center()
    shot = view.viewport().grab()
    return shot.toImage().pixelColor(spot * shot.devicePixelRatio())


@pytest.fixture
def shown(qtbot, app_paths, make_window):
    """A window that shows a blue picture, and the picture's path."""
    path = picture(app_paths.pictures, 1)
    window = make_window()
    qtbot.waitUntil(lambda: middle(window, path) == QColor(40, 90, 170))
    return window, path


def test_a_tile_keeps_the_pictures_proportions_on_any_screen(qapp) -> None:
    tile = draw_tile(plain("red", 300, 100), LOOK._replace(ratio=2.0))
    assert (tile.width(), tile.height()) == (400, 134)
    assert tile.pixelColor(200, 67) == QColor("red")
    assert tile.pixelColor(0, 0) == QColor("white"), "the corners are round"


@pytest.mark.expects_warnings("Uncaught exception in thread")
def test_a_picture_that_fails_stops_no_other(qtbot, tmp_path, qapp) -> None:
    bad, good = "bad.png", picture(tmp_path, 1)

    def load(path: str, side: int) -> QImage:
        if path == bad:
            raise ZeroDivisionError("a bug in a decoder")
        return read_scaled(path, side)

    uncaught = UncaughtExceptions()
    uncaught.install()
    thumbnails = Thumbnails(load)
    with qtbot.waitSignal(uncaught.caught) as told:
        for path in (good, bad):  # the one asked for last comes first
            thumbnails.get(path, 200)
    uncaught.uninstall()
    assert "ZeroDivisionError" in str(told.args[0])
    qtbot.waitUntil(lambda: thumbnails.is_damaged(bad, 200))
    qtbot.waitUntil(lambda: thumbnails.get(good, 200) is not None)
    assert not thumbnails.is_damaged(good, 200)


def test_a_tile_is_drawn_by_the_thread_that_fetches(qtbot, tmp_path, qapp) -> None:
    path = picture(tmp_path, 1)
    thumbnails, tiles = Thumbnails(read_scaled), TileCache()
    thumbnails.look = LOOK
    thumbnails.tile_drawn.connect(tiles.put)
    thumbnails.forgotten.connect(tiles.forget)
    with qtbot.waitSignal(thumbnails.ready):
        thumbnails.get(path, 200)
    tile = tiles.of_path(path, LOOK)
    assert tile is not None
    assert tile.width() == 200
    assert tiles.of_path(path, LOOK._replace(side=120)) is None
    thumbnails.forget([path])
    assert tiles.of_path(path, LOOK) is None
    thumbnails.shutdown()


def test_what_was_read_of_the_old_file_is_never_shown_for_the_new_one(qtbot, qapp) -> None:
    """While the file is read, and once more while that waits to be taken."""
    began, go_on = Event(), Event()
    content = ["red"]

    def load(path: str, side: int) -> QImage:
        read = plain(content[0])
        began.set()
        assert go_on.wait(LIMIT)
        return read

    thumbnails = Thumbnails(load)
    came: list[QColor] = []
    thumbnails.ready.connect(lambda path: came.append(thumbnails.get(path, 200).pixelColor(9, 9)))
    thumbnails.get("a.png", 200)
    assert began.wait(LIMIT)
    content[0] = "yellow"
    thumbnails.forget(["a.png"])
    go_on.set()
    wait_until(lambda: thumbnails._landed)  # this thread takes nothing meanwhile
    content[0] = "blue"
    thumbnails.forget(["a.png"])
    qtbot.waitUntil(lambda: bool(came))
    thumbnails.shutdown()
    qtbot.settle()
    assert came == [QColor("blue")]


def test_a_smaller_thumbnail_makes_no_lasting_tile(qtbot, tmp_path, qapp) -> None:
    path = picture(tmp_path, 1)
    thumbnails, tiles = Thumbnails(read_scaled), TileCache()
    thumbnails.look = LOOK._replace(ratio=2.0)
    thumbnails.tile_drawn.connect(tiles.put)
    with qtbot.waitSignal(thumbnails.ready):
        thumbnails.get(path, 100)
    assert tiles.of_path(path, thumbnails.look) is None
    thumbnails.shutdown()


def test_a_full_cache_lets_go_of_the_oldest(qapp) -> None:
    tiles, look = TileCache(), LOOK._replace(side=1000)
    drawn = draw_tile(plain("red"), look)
    for number in range(8):
        tiles.put(str(number), look, drawn)
    assert tiles.of_path("0", look) is None
    assert tiles.of_path("7", look) is not None


def test_the_view_shows_the_picture_and_then_another_of_the_same_name(qtbot, shown) -> None:
    window, path = shown
    plain("yellow").save(path)
    window.parts.gallery.after_deed([path])
    qtbot.waitUntil(lambda: middle(window, path) == QColor("yellow"))
    assert window.parts.gallery_view.indexAt(QPoint(30, 30)).isValid()


def test_a_picture_that_another_program_overwrites_is_shown_as_it_is_now(
    qtbot, app_paths, shown
) -> None:
    window, path = shown
    with qtbot.waitSignal(window.parts.inspector_controller.shown):
        window.parts.gallery_view.choose_row(0)
    new = app_paths.pictures / "new.part"
    plain("yellow").save(str(new), "PNG")
    with qtbot.waitSignal(window.parts.inspector_controller.shown):
        new.replace(path)
    assert window.parts.inspector_controller.image.pixelColor(5, 5) == QColor("yellow")
    qtbot.waitUntil(lambda: middle(window, path) == QColor("yellow"))


def test_a_thumbnail_stands_in_for_a_tile_until_it_is_drawn_again(qtbot, shown) -> None:
    window, path = shown
    cache = window.parts.gallery_view._tiles._tiles
    cache.forget({path})
    drawn: list[str] = []
    window.parts.thumbnails.tile_drawn.connect(lambda of, *_: drawn.append(of))
    assert middle(window, path) == QColor(40, 90, 170)
    assert not drawn, "the window's own thread draws no tile"
    qtbot.waitUntil(lambda: path in drawn)
    assert middle(window, path) == QColor(40, 90, 170)


def test_thumbnails_are_taken_a_few_in_a_turn_and_none_is_lost(qtbot, tmp_path, qapp) -> None:
    paths = [picture(tmp_path, number) for number in range(60)]
    thumbnails = Thumbnails(read_scaled)
    came: list[str] = []
    thumbnails.ready.connect(came.append)
    for path in paths:
        thumbnails.get(path, 100)
    qtbot.waitUntil(lambda: len(came) == len(paths))
    assert sorted(came) == sorted(paths)
    thumbnails.shutdown()


@pytest.mark.parametrize("ratio", [1.0, 2.0])
def test_a_thumbnail_that_stands_in_has_the_corners_of_a_tile(qapp, ratio: float) -> None:
    """The ground outside of the curve, the picture inside; no black between them."""
    shown = QImage(200, 200, QImage.Format.Format_RGB32)
    shown.setDevicePixelRatio(ratio)
    shown.fill(QColor("white"))
    side = round(200 / ratio)
    painter = QPainter(shown)
    cover = corner_cover(QColor("white"), ratio)
    draw_quickly(painter, QRect(0, 0, side, side), plain("blue"), cover)
    painter.end()
    inside = round(5 * ratio)
    for near, wanted in ((0, "white"), (inside, "blue")):
        for x in (near, 199 - near):
            for y in (near, 199 - near):
                assert shown.pixelColor(x, y) == QColor(wanted), (x, y)
