"""Several pictures chosen: the inspector says how many, and what all of them have in common."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from .conftest import MakeWindow
from .gallery_window import choose, picture


@pytest.fixture
def three(app_paths) -> list[str]:
    return [
        picture(app_paths.pictures, 0, steps=12),
        picture(app_paths.pictures, 1, steps=30),
        picture(app_paths.pictures, 2, steps=30, prompt="plum"),
    ]


@pytest.fixture
def window(qtbot, three, make_window: MakeWindow):
    made = make_window()
    qtbot.waitUntil(lambda: len(made.parts.pictures.paths) == 3)
    return made


def rows(window) -> dict[str, str]:
    shown = window.parts.inspector.recipe._rows.items()
    return {key: row.value.text() for key, row in shown if row.isVisible()}


def test_the_number_and_what_they_share_are_shown(qtbot, window, three) -> None:
    inspector = window.parts.inspector
    choose(qtbot, window, three[0], three[1])
    qtbot.waitUntil(inspector._common.isVisible)
    assert inspector.name.text() == "2 pictures selected"
    assert len(inspector.picture._stack) == 2
    assert "prompt" in rows(window)
    assert "steps" not in rows(window)
    choose(qtbot, window, *three)
    qtbot.waitUntil(lambda: len(inspector.picture._stack) == 3)
    assert "prompt" not in rows(window)
    assert inspector.name.text() == "3 pictures selected"
    choose(qtbot, window, three[1])
    qtbot.waitUntil(lambda: rows(window).get("steps") == "30")
    assert inspector.name.text().endswith(".png")
    assert not inspector._common.isVisible()
    assert inspector.picture._stack == []


def test_stars_and_tags_are_those_of_all(qtbot, window, three) -> None:
    marks = window.parts.inspector.annotations

    def shown() -> tuple[int, list[str]]:
        dots = [dot.accessibleName() for dot in marks.dots if dot.isChecked()]
        return sum(star.isChecked() for star in marks.stars), dots

    choose(qtbot, window, three[0])
    window.parts.annotation_actions.set_stars(3)
    window.parts.annotation_actions.toggle_tag("Red")
    qtbot.waitUntil(lambda: shown() == (3, ["Tag: Red"]))
    choose(qtbot, window, three[0], three[1])
    qtbot.waitUntil(lambda: shown() == (0, []))
    window.parts.annotation_actions.toggle_tag("Red")
    qtbot.waitUntil(lambda: shown() == (0, ["Tag: Red"]))


def test_a_picture_from_another_is_compared_with_it(qtbot, window, app_paths, three) -> None:
    made = picture(app_paths.pictures, 9, image={"path": three[0], "strength": 0.5})
    upscaled = picture(app_paths.pictures, 8, upscaled={"from": three[1].rpartition("/")[2]})
    action = window.parts.actions["compare_original"]
    window.parts.gallery.refresh()
    qtbot.waitUntil(lambda: len(window.parts.pictures.paths) == 5)
    choose(qtbot, window, three[0])
    qtbot.waitUntil(lambda: window.parts.inspector_controller.recipe is not None)
    assert not action.isEnabled()
    assert window.parts.view_actions._original == ""
    for path, original in ((made, three[0]), (upscaled, three[1])):
        choose(qtbot, window, path)
        qtbot.waitUntil(lambda original=original: window.parts.view_actions._original == original)
        assert action.isEnabled()
    action.trigger()
    comparer = window.parts.view_actions.comparer
    qtbot.waitUntil(comparer.isVisible)
    names = (three[1].rpartition("/")[2], upscaled.rpartition("/")[2])
    assert comparer.canvas.names == names
    qtbot.keyClick(comparer, Qt.Key.Key_Escape)


def test_the_viewers_bar_rates_tags_uses_and_throws_away(
    qtbot, window, three, monkeypatch: pytest.MonkeyPatch, tmp_path
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    choose(qtbot, window, three[2])
    qtbot.waitUntil(lambda: window.parts.inspector_controller.recipe is not None)
    qtbot.keyClick(window.parts.gallery_view, Qt.Key.Key_Return)
    viewer = window.parts.view_actions.viewer
    viewer.rate.menu().actions()[4].trigger()
    qtbot.waitUntil(lambda: window.parts.pictures.shown_of(three[2]).stars == 4)
    viewer.tag.menu().actions()[0].trigger()
    qtbot.waitUntil(lambda: window.parts.pictures.shown_of(three[2]).tags == ("Red",))
    qtbot.mouseClick(viewer.use, Qt.MouseButton.LeftButton)
    assert window.parts.values.prompt == "plum"
    assert not viewer.original.isEnabled()
    strip = viewer.strip
    spot = strip.place_of(1).toPoint()
    qtbot.mouseClick(strip, Qt.MouseButton.LeftButton, pos=spot)
    qtbot.waitUntil(lambda: window.parts.view_actions._path == three[1])
    qtbot.waitUntil(lambda: window.parts.inspector_controller.path == three[1])
    asked: list[object] = []
    viewer.menu_requested.connect(asked.append)
    qtbot.mouseClick(viewer.trash, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(window.parts.pictures.paths) == 2)
    qtbot.waitUntil(lambda: window.parts.view_actions._path == three[0])
    assert viewer.isVisible()
