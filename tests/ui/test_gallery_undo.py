"""Stars, tags, albums, rename, move, duplicate in the window, each undone and done again."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from desktop.core.messages import Message
from desktop.ui.gallery.labels_dialog import LabelsDialog
from desktop.ui.gallery.list.name_editor import NameEditor

from .conftest import MakeWindow
from .gallery_window import choose, names, picture


@pytest.fixture
def three(app_paths) -> list[str]:
    return [picture(app_paths.pictures, number) for number in range(3)]


@pytest.fixture
def window(qtbot, three, make_window: MakeWindow):
    made = make_window()
    qtbot.waitUntil(lambda: len(made.parts.pictures.paths) == 3)
    qtbot.waitUntil(lambda: bool(made.parts.gallery.facets.models))
    made.parts.gallery_view.setFocus()
    return made


def undo(window) -> None:
    window.parts.gallery_view.setFocus()
    window.parts.actions["undo"].trigger()


def redo(window) -> None:
    window.parts.gallery_view.setFocus()
    window.parts.actions["redo"].trigger()


def test_keys_rate_and_undo_takes_it_back(qtbot, window, three) -> None:
    choose(qtbot, window, three[0], three[1])
    qtbot.keyClick(window.parts.gallery_view, Qt.Key.Key_4)
    qtbot.waitUntil(lambda: window.parts.pictures.shown_of(three[0]).stars == 4)
    assert window.parts.pictures.shown_of(three[1]).stars == 4
    assert window.parts.pictures.shown_of(three[2]).stars == 0
    assert window.parts.actions["stars_4"].isChecked()
    qtbot.waitUntil(
        lambda: (
            [star.isChecked() for star in window.parts.inspector.annotations.stars][3:]
            == [True, False]
        )
    )
    assert window.parts.actions["undo"].text() == "Undo Rate (2)"
    undo(window)
    qtbot.waitUntil(lambda: window.parts.pictures.shown_of(three[0]).stars == 0)
    redo(window)
    qtbot.waitUntil(lambda: window.parts.pictures.shown_of(three[1]).stars == 4)
    window.parts.gallery_view.grab()


def test_the_inspectors_stars_and_dots_can_be_clicked(qtbot, window, three) -> None:
    choose(qtbot, window, three[2])
    marks = window.parts.inspector.annotations
    qtbot.mouseClick(marks.stars[2], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.parts.pictures.shown_of(three[2]).stars == 3)
    qtbot.mouseClick(marks.dots[4], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.parts.pictures.shown_of(three[2]).tags == ("Blue",))
    qtbot.waitUntil(marks.dots[4].isChecked)
    qtbot.mouseClick(marks.dots[4], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.parts.pictures.shown_of(three[2]).tags == ())
    qtbot.mouseClick(marks.stars[2], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.parts.pictures.shown_of(three[2]).stars == 0)


def dialog_of(qtbot, window, kind):
    def found():
        return [one for one in window.findChildren(kind) if one.isVisible()]

    qtbot.waitUntil(lambda: bool(found()))
    return found()[0]


def test_albums_are_made_ticked_and_shown(qtbot, window, three) -> None:
    choose(qtbot, window, three[0], three[1])
    window.parts.actions["albums"].trigger()
    dialog = dialog_of(qtbot, window, LabelsDialog)
    qtbot.keyClicks(dialog.field, "Best  of all")
    dialog._accept()
    qtbot.waitUntil(lambda: window.parts.gallery.facets.albums == (("Best of all", 2),))
    menu = window.parts.column.header.source.make_menu()
    entry = next(action for action in menu.actions() if "Best of all" in action.text())
    entry.trigger()
    qtbot.waitUntil(lambda: len(window.parts.pictures.paths) == 2)
    choose(qtbot, window, three[0])
    qtbot.waitUntil(lambda: window.parts.inspector.annotations.labels.text() == "Best of all")
    window.parts.actions["albums"].trigger()
    dialog = dialog_of(qtbot, window, LabelsDialog)
    assert dialog.list.item(0).checkState() == Qt.CheckState.Checked
    dialog.list.item(0).setCheckState(Qt.CheckState.Unchecked)
    dialog._accept()
    qtbot.waitUntil(lambda: names(window) == [Path(three[1]).name])


def test_an_album_that_is_gone_gives_way_to_all_pictures(qtbot, window, three) -> None:
    choose(qtbot, window, three[0])
    window.parts.annotation_actions.change_albums({"A": True})
    qtbot.waitUntil(lambda: window.parts.gallery.facets.albums == (("A", 1),))
    window.parts.gallery.narrow(albums=("A",))
    qtbot.waitUntil(lambda: len(window.parts.pictures.paths) == 1)
    undo(window)
    qtbot.waitUntil(lambda: len(window.parts.pictures.paths) == 3)


def test_rename_undo_and_again(qtbot, window, three) -> None:
    choose(qtbot, window, three[1])
    window.parts.actions["rename"].trigger()
    editor = window.parts.gallery_view.findChild(NameEditor)
    assert editor.selectedText() == Path(three[1]).stem
    for bad in ("", "a/b", Path(three[0]).stem):
        editor.setText(bad)
        assert editor.problem()
        qtbot.keyClick(editor, Qt.Key.Key_Return)
        assert editor.isVisible(), "it stays until the name is possible"
    editor.setText("사과 하나")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    new = str(Path(three[1]).with_name("사과 하나.png"))
    qtbot.waitUntil(lambda: new in window.parts.pictures.paths)
    qtbot.waitUntil(lambda: window.parts.gallery_view.selected_paths() == [new])
    assert Path(new).exists()
    undo(window)
    qtbot.waitUntil(lambda: three[1] in window.parts.pictures.paths)
    redo(window)
    qtbot.waitUntil(lambda: new in window.parts.pictures.paths)
    assert not Path(three[1]).exists()


def test_escape_leaves_the_name_as_it_was(qtbot, window, three) -> None:
    choose(qtbot, window, three[1])
    window.parts.view_actions.open()
    window.parts.actions["rename"].trigger()
    assert not window.parts.view_actions.viewer.isVisible(), "the tile is to be seen"
    editor = window.parts.gallery_view.findChild(NameEditor)
    editor.setText("another")
    qtbot.keyClick(editor, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: window.parts.gallery_view.findChild(NameEditor) is None)
    assert Path(three[1]).exists()


def test_duplicate_keeps_stars_and_its_undo_is_the_trash(
    qtbot, window, three, monkeypatch, app_paths
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(app_paths.data / "xdg"))
    (app_paths.data / "xdg").mkdir()
    choose(qtbot, window, three[0])
    window.parts.annotation_actions.set_stars(5)
    window.parts.actions["duplicate"].trigger()
    qtbot.waitUntil(lambda: len(window.parts.pictures.paths) == 4)
    (copy,) = set(window.parts.pictures.paths) - set(three)
    qtbot.waitUntil(lambda: window.parts.pictures.shown_of(copy).stars == 5)
    undo(window)
    qtbot.waitUntil(lambda: len(window.parts.pictures.paths) == 3)
    assert not Path(copy).exists()


def test_move_to_a_folder_in_the_gallery_and_back(qtbot, window, three, app_paths) -> None:
    album = app_paths.pictures / "앨범"
    window.parts.file_actions.move(three[:2], str(album))
    qtbot.waitUntil(lambda: str(album / Path(three[0]).name) in window.parts.pictures.paths)
    assert not Path(three[0]).exists()
    qtbot.waitUntil(lambda: bool(window.parts.gallery.facets.subfolders))
    window.parts.gallery.narrow(folder=str(app_paths.pictures), subfolder="앨범")
    qtbot.waitUntil(lambda: len(window.parts.pictures.paths) == 2)
    window.parts.gallery.narrow(folder="", subfolder="")
    undo(window)
    qtbot.waitUntil(lambda: set(window.parts.pictures.paths) == set(three))


def test_a_folder_outside_the_gallery_is_refused_in_a_sentence(
    qtbot, window, three, tmp_path
) -> None:
    window.parts.file_actions.move(three[:1], str(tmp_path / "elsewhere"))
    qtbot.waitUntil(lambda: bool(window.parts.column.banners.banners))
    assert "Add that folder" in window.parts.column.banners.banners[0].sentence
    assert Path(three[0]).exists()


def test_a_picture_that_vanished_gives_a_sentence(qtbot, window, three) -> None:
    Path(three[0]).unlink()
    window.parts.file_actions.rename(three[0], "new name")
    qtbot.waitUntil(lambda: bool(window.parts.column.banners.banners))
    sentence = window.parts.column.banners.banners[0].sentence
    assert "isn’t there any more" in sentence or "isn’t in the gallery" in sentence


def test_two_undos_in_a_row_undo_two_deeds_in_order(qtbot, window, three) -> None:
    choose(qtbot, window, three[0])
    for stars in (2, 5):
        window.parts.annotation_actions.set_stars(stars)
    qtbot.waitUntil(lambda: window.parts.pictures.shown_of(three[0]).stars == 5)
    undo(window)
    undo(window)
    qtbot.waitUntil(lambda: window.parts.file_actions.undo_stack.undo_words() == "")
    qtbot.waitUntil(lambda: window.parts.pictures.shown_of(three[0]).stars == 0)
    redo(window)
    qtbot.waitUntil(lambda: window.parts.pictures.shown_of(three[0]).stars == 2)


def test_a_second_window_only_looks(qtbot, three, window, make_window: MakeWindow) -> None:
    second = make_window(read_only=Message("Another window of Easel is open: this one only looks."))
    qtbot.waitUntil(lambda: len(second.parts.pictures.paths) == 3)
    choose(qtbot, second, three[0])
    second.parts.annotation_actions.set_stars(3)
    qtbot.waitUntil(
        lambda: any("only look" in b.sentence for b in second.parts.column.banners.banners[:1])
    )
    assert second.parts.file_actions.undo_stack.undo_words() == ""


def test_tags_made_in_the_finder_show(qtbot, window, three) -> None:
    from desktop.storage.gallery.file_tags import system_tags

    system_tags().write(Path(three[2]), ["Green", "holiday"])
    window.parts.gallery.refresh()
    qtbot.waitUntil(
        lambda: set(window.parts.pictures.shown_of(three[2]).tags) == {"Green", "holiday"}
    )
