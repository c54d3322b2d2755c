"""Albums and smart albums: made, named, deleted, dropped onto; the picker shows them."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QInputDialog

from desktop.ui.imaging.picture_drag import clipboard_mime

from .conftest import MakeWindow, close
from .gallery_window import choose, names, picture
from .test_gallery_finding import pick


@pytest.fixture
def three(app_paths) -> list[str]:
    return [picture(app_paths.pictures, n, prompt=p) for n, p in enumerate(("plum", "pear", "fig"))]


@pytest.fixture
def window(qtbot, three, make_window: MakeWindow):
    made = make_window()
    qtbot.waitUntil(lambda: len(made.parts.pictures.paths) == 3)
    return made


def source(window):
    return window.parts.column.header.source


def entries(window) -> list[str]:
    return [action.text() for action in source(window).make_menu().actions()]


def answer(window, name: str) -> None:
    dialog = next(one for one in window.findChildren(QInputDialog) if one.isVisible())
    dialog.setTextValue(name)
    dialog.accept()


def albums(window) -> dict[str, int]:
    return dict(window.parts.gallery.facets.albums)


def test_an_album_is_made_renamed_and_deleted_with_undo(qtbot, window, three) -> None:
    parts = window.parts
    new = next(a for a in source(window).make_menu().actions() if "New Album" in a.text())
    assert not new.isEnabled(), "nothing is chosen"
    choose(qtbot, window, three[0], three[1])
    pick(source(window).make_menu(), "New Album from")
    answer(window, "  Best &  ones ")
    qtbot.waitUntil(lambda: albums(window) == {"Best & ones": 2})
    pick(source(window).make_menu(), "Best && ones")
    qtbot.waitUntil(lambda: len(parts.pictures.paths) == 2)
    pick(source(window).make_menu(), "Rename Album…")
    answer(window, "Fruit")
    qtbot.waitUntil(lambda: albums(window) == {"Fruit": 2})
    qtbot.waitUntil(lambda: len(parts.pictures.paths) == 2)
    assert source(window).text() == "Fruit"
    pick(source(window).make_menu(), "Delete Album")
    qtbot.waitUntil(lambda: albums(window) == {})
    qtbot.waitUntil(lambda: len(parts.pictures.paths) == 3)
    parts.file_actions.undo_stack.undo()
    qtbot.waitUntil(lambda: albums(window) == {"Fruit": 2})


def test_pictures_are_dropped_onto_an_album(qtbot, window, three) -> None:
    parts = window.parts
    parts.annotation_actions.add_to_album([three[0]], "Fruit")
    qtbot.waitUntil(lambda: albums(window) == {"Fruit": 1})
    pick(parts.album_actions.album_menu([three[1]]), "Fruit")
    qtbot.waitUntil(lambda: albums(window) == {"Fruit": 2})
    pick(source(window).make_menu(), "Fruit")
    qtbot.waitUntil(lambda: len(parts.pictures.paths) == 2)
    place = source(window).rect().center().toPointF()
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    mime = clipboard_mime([three[2]], parts.inspector_controller.image)
    drop = QDropEvent(place, Qt.DropAction.CopyAction, mime, buttons, keys)
    source(window).dropEvent(drop)
    qtbot.waitUntil(lambda: albums(window) == {"Fruit": 3})
    pick(parts.album_actions.album_menu([three[2]]), "New Album…")
    answer(window, "Other")
    qtbot.waitUntil(lambda: albums(window) == {"Fruit": 3, "Other": 1})


def test_a_search_is_kept_as_a_smart_album(qtbot, window, three, make_window) -> None:
    parts = window.parts
    smart = next(a for a in source(window).make_menu().actions() if "Smart" in a.text())
    assert not smart.isEnabled(), "nothing is searched for"
    parts.gallery.narrow(text="pear")
    qtbot.waitUntil(lambda: len(parts.pictures.paths) == 1)
    pick(source(window).make_menu(), "New Smart Album")
    answer(window, "Pears")
    assert source(window).text() == "Pears"
    pick(source(window).make_menu(), "All Pictures")
    qtbot.waitUntil(lambda: len(parts.pictures.paths) == 3)
    close(window)
    again = make_window()
    qtbot.waitUntil(lambda: len(again.parts.pictures.paths) == 3)
    pick(source(again).make_menu(), "Pears")
    qtbot.waitUntil(lambda: [name.split("-")[0] for name in names(again)] == ["pear"])
    pick(source(again).make_menu(), "Rename Album…")
    answer(again, "Green")
    assert "Green" in entries(again)
    pick(source(again).make_menu(), "Delete Album")
    assert "Green" not in entries(again)


def test_a_smart_album_that_can_not_be_understood_is_left_out(qtbot, window) -> None:
    window.parts.ui_state.keep("smart_albums", {"a": {"text": 3}, "b": 7, "c": {"text": "x"}})
    assert list(window.parts.album_actions.smart_albums()) == ["c"]
