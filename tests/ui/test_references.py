"""Editing in the window: the strip of pictures below the prompt, and the chosen one edited."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest

from desktop.core.recipe import Recipe
from desktop.core.request import ReferenceImage
from desktop.ui.generate.recipes.edit_job import edit_job
from desktop.ui.generate.recipes.use_recipe import use_recipe
from desktop.ui.imaging.picture_drag import clipboard_mime

from .conftest import MakeWindow
from .given_models import give_models
from .test_controls import a_model


@pytest.fixture
def pictures(tmp_path: Path) -> list[str]:
    made: list[str] = []
    for name, size in (("room", (640, 480)), ("cat", (64, 64)), ("sky", (64, 32))):
        path = tmp_path / f"{name}.png"
        Image.new("RGB", size, "navy").save(path)
        made.append(str(path))
    return made


@pytest.fixture
def window(make_window: MakeWindow, tmp_path: Path):
    """A window with the starter chosen and a model beside it that takes three references."""
    window = make_window(threads=False)
    registry = window.parts.registry
    editor = a_model("klein", like=registry.models[0], most_references=3, size_step=16)
    editor = msgspec.structs.replace(editor, path=str(tmp_path))
    give_models(registry, [*registry.models, editor])
    return window


def use_editor(window) -> None:
    window.parts.panel.model_row.choose(window.parts.registry.models[-1].path)


def set_references(window, paths: list[str]) -> None:
    window.parts.values.references = tuple(ReferenceImage(path=path) for path in paths)


def names(window) -> list[str]:
    return [Path(use.path).stem for use in window.parts.values.references]


def submitted(window):
    """The request that Generate makes of the controls."""
    window.parts.generate_actions.generate()
    running = window.parts.services.session.running
    assert running is not None, [b.sentence for b in window.parts.column.banners.banners]
    return running.task


def drop(strip, paths: list[str], spot: QPoint) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(path) for path in paths])
    action, button = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    strip.dropEvent(QDropEvent(QPointF(spot), action, mime, button, Qt.KeyboardModifier.NoModifier))


def test_it_is_there_for_models_that_edit_only(window, pictures: list[str]) -> None:
    group = window.parts.panel.references
    assert not group.isVisible()
    use_editor(window)
    assert group.strip.isVisible()
    set_references(window, pictures[:1])
    window.parts.panel.model_row.choose(window.parts.registry.models[0].path)
    assert group.reason.text().endswith("can’t edit pictures.")
    assert group.use_editor.text() == "Use “klein”"
    group.use_editor.click()
    assert window.parts.values.model == window.parts.registry.models[-1].path
    assert not group.use_editor.isVisible()
    assert names(window) == ["room"]


def test_pictures_are_dropped_moved_and_removed(window, pictures: list[str]) -> None:
    use_editor(window)
    strip = window.parts.panel.references.strip
    drop(strip, pictures[:2], QPoint(2, 2))
    assert names(window) == ["room", "cat"]
    drop(strip, pictures[2:], strip.visualItemRect(strip.item(1)).topLeft() + QPoint(2, 2))
    assert names(window) == ["room", "sky", "cat"]
    drop(strip, pictures[1:2], QPoint(2, 2))
    assert names(window) == ["cat", "room", "sky"], "one that is there is moved"
    strip.setCurrentRow(0)
    QTest.keyClick(strip, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert names(window) == ["room", "cat", "sky"]
    assert strip.currentRow() == 1
    QTest.keyClick(strip, Qt.Key.Key_Delete)
    assert names(window) == ["room", "sky"]
    cross = strip.visualItemRect(strip.item(0)).topLeft() + QPoint(52, 8)
    QTest.mouseClick(strip.viewport(), Qt.MouseButton.LeftButton, pos=cross)
    assert names(window) == ["sky"]
    window.parts.file_actions.undo_stack.undo()
    assert names(window) == ["room", "sky"]
    spoken = strip.item(1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Picture 2: sky.png"


def test_pasting_goes_to_the_strip_that_has_the_focus(window, pictures: list[str]) -> None:
    use_editor(window)
    QGuiApplication.clipboard().setMimeData(clipboard_mime([pictures[1]], QImage()))
    window.activateWindow()
    window.parts.panel.references.strip.setFocus()
    window.parts.actions["paste"].trigger()
    assert names(window) == ["cat"]


def test_the_request_has_them_in_their_order(window, pictures: list[str]) -> None:
    use_editor(window)
    set_references(window, [pictures[1], pictures[0]])
    request = submitted(window)
    assert [Path(use.path).stem for use in request.references] == ["cat", "room"]
    set_references(window, [])
    edit_job(window.parts.values, request)
    assert names(window) == ["cat", "room"]


def test_more_than_the_model_takes_is_said_at_once(window, pictures: list[str]) -> None:
    use_editor(window)
    group = window.parts.panel.references
    set_references(window, pictures)
    assert "picture 1, picture 2" in group.reason.text()
    set_references(window, [*pictures, pictures[0] + "x"])
    assert group.reason.text() == "“klein” takes 3 pictures at most."


def test_the_chosen_picture_is_edited(window, pictures: list[str]) -> None:
    parts = window.parts
    group, values = parts.panel.references, parts.values
    parts.gallery_view.current_changed.emit(pictures[0])
    assert group.edit_this.isVisible()
    assert group.new_picture.isChecked()
    values.start_image = pictures[2]
    group.edit_this.click()
    assert names(window) == ["room"]
    assert group.edit_this.isChecked()
    assert values.model == parts.registry.models[-1].path, "the one that edits is taken"
    assert values.start_image == ""
    assert (values.width, values.height) == (288, 224), "its form, in the model's area"
    assert parts.panel.prompts.prompt.hasFocus()
    parts.picture_actions.references_requested.emit([pictures[1]])
    assert names(window) == ["room", "cat"]
    parts.picture_actions.edit_requested.emit(pictures[2])
    assert names(window) == ["sky", "cat"], "another one is edited, what is beside it stays"
    parts.gallery_view.current_changed.emit(pictures[0])
    assert group.new_picture.isChecked(), "back at the first: another instruction is a branch"
    group.new_picture.click()
    assert names(window) == []
    parts.gallery_view.current_changed.emit("")
    assert not group.edit_this.isVisible()


def test_only_a_part_is_edited(window, pictures: list[str], qtbot) -> None:
    use_editor(window)
    set_references(window, pictures[:1])
    group, values = window.parts.panel.references, window.parts.values
    with qtbot.waitSignal(group.paint_requested):
        group.only_part.click()
    assert values.start_image == pictures[0]
    assert values.starting_image()[1].strength == 1.0


def test_a_recipes_references_are_taken_over(window, pictures: list[str]) -> None:
    parts = window.parts
    listed = [{"path": pictures[1]}, {"path": "/nowhere/gone.png"}]
    said = use_recipe(
        values=parts.values, registry=parts.registry, recipe=Recipe({"references": listed})
    )
    assert names(window) == ["cat"]
    assert said == ["No longer where they were: gone.png."]
    use_recipe(values=parts.values, registry=parts.registry, recipe=Recipe({"prompt": "x"}))
    assert names(window) == []
