"""The full picture: zoom, pan, sliding through, and two compared."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QImage, QWheelEvent
from PySide6.QtWidgets import QApplication

from desktop.ui.imaging.zoom import MOST, Zoom

from .conftest import MakeWindow
from .gallery_window import choose, picture


@pytest.fixture
def three(app_paths) -> list[str]:
    """Newest last, as 3000 x 2000, 64 x 64, 64 x 64 of other settings."""
    return [
        picture(app_paths.pictures, 0, 1500, 1000),
        picture(app_paths.pictures, 1),
        picture(app_paths.pictures, 2, steps=30),
    ]


@pytest.fixture
def window(qtbot, three, make_window: MakeWindow):
    made = make_window()
    qtbot.waitUntil(lambda: len(made.parts.pictures.paths) == 3)
    return made


def opened(qtbot, window, path: str):
    choose(qtbot, window, path)
    window.parts.gallery_view.setFocus()
    qtbot.keyClick(window.parts.gallery_view, Qt.Key.Key_Return)
    viewer = window.parts.view_actions.viewer
    assert viewer.isVisible()
    return viewer


def test_return_opens_the_whole_picture_and_escape_closes(qtbot, window, three) -> None:
    viewer = opened(qtbot, window, three[0])
    qtbot.waitUntil(lambda: viewer.canvas.image.width() == 1500)
    assert viewer.geometry() == window.rect()
    assert "3 of 3" in viewer.bar.facts.toolTip() + viewer.bar.facts.text()
    window.resize(1000, 640)
    assert viewer.geometry() == window.rect()
    qtbot.keyClick(viewer, Qt.Key.Key_Escape)
    assert not viewer.isVisible()
    assert window.focusWidget() is window.parts.gallery_view


def test_z_shows_each_pixel_and_dragging_moves(qtbot, window, three) -> None:
    viewer = opened(qtbot, window, three[0])
    canvas = viewer.canvas
    qtbot.waitUntil(lambda: canvas.image.width() == 1500)
    fitted = canvas.percent()
    assert fitted < 100
    qtbot.keyClick(viewer, Qt.Key.Key_Z)
    assert canvas.percent() == 100
    before = QPointF(canvas.zoom.centre)
    middle = canvas.rect().center()
    qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, pos=middle)
    qtbot.mouseMove(canvas, middle - QPoint(60, 40))
    qtbot.mouseRelease(canvas, Qt.MouseButton.LeftButton)
    assert canvas.zoom.centre.x() == pytest.approx(before.x() + 60 / 1500)
    assert canvas.zoom.centre.y() == pytest.approx(before.y() + 40 / 1000)
    qtbot.keyClick(viewer, Qt.Key.Key_Plus)
    assert canvas.percent() == 125
    qtbot.keyClick(viewer, Qt.Key.Key_Z)
    assert canvas.percent() == fitted


def test_at_100_percent_the_screen_shows_the_pictures_own_pixels(
    qtbot, app_paths, make_window: MakeWindow
) -> None:
    image = QImage(900, 700, QImage.Format.Format_RGB32)
    for x in range(900):
        for y in range(700):
            image.setPixelColor(x, y, QColor(x % 256, y % 256, (x + y) % 256))
    app_paths.pictures.mkdir(parents=True)
    path = str(app_paths.pictures / "a.png")
    image.save(path)
    window = make_window()
    qtbot.waitUntil(lambda: len(window.parts.pictures.paths) == 1)
    viewer = opened(qtbot, window, path)
    qtbot.waitUntil(lambda: viewer.canvas.image.width() == 900)
    viewer.canvas.toggle()
    shown = viewer.canvas.grab().toImage()
    place = viewer.canvas.zoom.place(viewer.canvas.size_of_picture, viewer.canvas.room(), 1.0)
    for x, y in ((400, 300), (450, 350), (401, 301)):
        spot = QPoint(round(place.left()) + x, round(place.top()) + y)
        assert shown.pixelColor(spot) == image.pixelColor(x, y)


def test_the_wheel_zooms_around_the_pointer(qtbot, window, three) -> None:
    viewer = opened(qtbot, window, three[0])
    canvas = viewer.canvas
    qtbot.waitUntil(lambda: canvas.image.width() == 1500)
    canvas.zoom_in()
    canvas.zoom_in()
    spot = canvas.room().center() + QPointF(90, 60)
    place = canvas.zoom.place(canvas.size_of_picture, canvas.room(), 1.0)
    share = (spot.x() - place.left()) / place.width()
    for _ in range(5):
        event = QWheelEvent(
            spot,
            canvas.mapToGlobal(spot),
            QPoint(),
            QPoint(0, 120),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(canvas, event)
    place = canvas.zoom.place(canvas.size_of_picture, canvas.room(), 1.0)
    assert (spot.x() - place.left()) / place.width() == pytest.approx(share, abs=0.02)


def test_arrows_slide_through_and_stars_are_given(qtbot, window, three) -> None:
    viewer = opened(qtbot, window, three[2])
    qtbot.keyClick(viewer, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: window.parts.view_actions._path == three[1])
    qtbot.keyClick(viewer, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: viewer.canvas.image.width() == 1500)
    qtbot.keyClick(viewer, Qt.Key.Key_Right)
    assert window.parts.view_actions._path == three[0]
    qtbot.keyClick(viewer, Qt.Key.Key_Home)
    qtbot.waitUntil(lambda: window.parts.view_actions._path == three[2])
    qtbot.keyClick(viewer, Qt.Key.Key_5)
    qtbot.waitUntil(lambda: window.parts.pictures.shown_of(three[2]).stars == 5)
    qtbot.waitUntil(lambda: "★★★★★" in viewer.bar.facts.text())


def test_full_screen_and_back(qtbot, window, three) -> None:
    viewer = opened(qtbot, window, three[2])
    qtbot.keyClick(viewer, Qt.Key.Key_F)
    qtbot.waitUntil(window.isFullScreen)
    qtbot.keyClick(viewer, Qt.Key.Key_Escape)
    assert not window.isFullScreen()


@pytest.mark.parametrize("data", [b"", b"\x89PNG\r\n\x1a\nnothing", b"text"])
def test_what_cannot_be_shown_says_so(qtbot, app_paths, make_window: MakeWindow, data) -> None:
    app_paths.pictures.mkdir(parents=True)
    path = app_paths.pictures / "broken.png"
    path.write_bytes(data)
    window = make_window()
    qtbot.waitUntil(lambda: len(window.parts.pictures.paths) == 1)
    viewer = opened(qtbot, window, str(path))
    qtbot.waitUntil(lambda: "broken.png" in viewer.canvas.words)
    viewer.canvas.grab()
    viewer.canvas.toggle()
    viewer.canvas.zoom_in()


def test_two_are_compared_with_a_slider(qtbot, window, three) -> None:
    choose(qtbot, window, three[1])
    assert not window.parts.actions["compare"].isEnabled()
    choose(qtbot, window, three[2], three[1])
    window.parts.actions["compare"].trigger()
    comparer = window.parts.view_actions.comparer
    qtbot.waitUntil(comparer.isVisible)
    canvas = comparer.canvas
    first, second = QImage(three[2]).pixelColor(5, 5), QImage(three[1]).pixelColor(5, 5)

    def seen(share: float) -> QColor:
        place = canvas._place()
        spot = QPointF(place.left() + place.width() * share, place.center().y() + 60)
        return canvas.grab().toImage().pixelColor(spot.toPoint())

    assert (seen(0.3), seen(0.7)) == (first, second)
    line = QPoint(round(canvas._line()), canvas.height() // 2)
    target = QPoint(round(canvas._place().left() + canvas._place().width() * 0.2), line.y())
    qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, pos=line)
    qtbot.mouseMove(canvas, target)
    qtbot.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=target)
    assert canvas.divider == pytest.approx(0.2, abs=0.01)
    assert seen(0.3) == second
    facts = comparer.bar.facts
    assert "Steps: 30 ↔ 12" in facts.text() + facts.toolTip()
    qtbot.keyClick(comparer, Qt.Key.Key_X)
    assert seen(0.3) == second, "the slider is swapped with the pictures"
    assert "Steps: 12 ↔ 30" in facts.text() + facts.toolTip()
    qtbot.keyClick(comparer, Qt.Key.Key_B)
    assert canvas.beside
    image = canvas.grab().toImage()
    assert image.pixelColor(canvas.width() // 4, canvas.height() // 2) == second
    assert image.pixelColor(canvas.width() * 3 // 4, canvas.height() // 2) == first
    qtbot.keyClick(comparer, Qt.Key.Key_Escape)
    assert not comparer.isVisible()


def test_a_damaged_one_cannot_be_compared(qtbot, app_paths, three, make_window: MakeWindow) -> None:
    broken = app_paths.pictures / "broken.png"
    broken.write_bytes(b"no picture")
    window = make_window()
    qtbot.waitUntil(lambda: len(window.parts.pictures.paths) == 4)
    choose(qtbot, window, str(broken), three[1])
    window.parts.actions["compare"].trigger()
    comparer = window.parts.view_actions.comparer
    qtbot.waitUntil(comparer.isVisible)
    assert "broken.png" in comparer.canvas.words
    comparer.grab()


def test_zoom_stays_within_its_limits_and_the_picture_in_sight() -> None:
    zoom, picture_size, room = Zoom(), QSizeF(1000, 500), QRectF(0, 0, 400, 300)
    for _ in range(40):
        now = zoom.scale_of(picture_size, room, 2.0)
        zoom.zoom_to(now * 2, QPointF(10, 10), picture_size, room, 2.0)
    assert zoom.scale == MOST
    zoom.pan(QPointF(1e6, 1e6), picture_size, room, 2.0)
    place = zoom.place(picture_size, room, 2.0)
    assert place.topLeft() == QPointF(0, 0)
    zoom.pan(QPointF(-1e6, -1e6), picture_size, room, 2.0)
    place = zoom.place(picture_size, room, 2.0)
    assert place.right() == pytest.approx(400)
    assert place.bottom() == pytest.approx(300)
    zoom.zoom_to(0.1, QPointF(0, 0), picture_size, room, 2.0)
    assert zoom.place(picture_size, room, 2.0).center() == room.center()


def test_command_with_plus_minus_0_and_9_zoom_the_picture_and_nothing_else(
    qtbot, window, three
) -> None:
    viewer = opened(qtbot, window, three[0])
    canvas, side = viewer.canvas, window.parts.gallery_view.tile_side
    qtbot.waitUntil(lambda: canvas.image.width() == 1500)
    fitted, command = canvas.percent(), Qt.KeyboardModifier.ControlModifier
    qtbot.keyClick(viewer, Qt.Key.Key_0, command)
    assert canvas.percent() == 100
    qtbot.keyClick(viewer, Qt.Key.Key_Equal, command)
    assert canvas.percent() == 125
    qtbot.keyClick(viewer, Qt.Key.Key_Plus, command | Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(viewer, Qt.Key.Key_Minus, command)
    assert canvas.percent() == 125
    qtbot.keyClick(viewer, Qt.Key.Key_9, command)
    assert canvas.percent() == fitted
    assert window.parts.gallery_view.tile_side == side
    assert not window.parts.generate_actions.queue_panel.isVisible()
