"""Painting a mask over the starting image in the window."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPoint, QPointF, QSize, Qt
from PySide6.QtWidgets import QApplication, QMessageBox

from desktop.core.request import GenerationRequest
from desktop.ui.generate.mask.mask_actions import kept_part
from desktop.ui.generate.mask.mask_images import softened
from desktop.ui.generate.mask.mask_strokes import MAX_SIDE, MaskStrokes

from .conftest import MakeWindow

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "start.png"
    Image.new("RGB", (400, 400), (200, 120, 60)).save(path)
    return path


@pytest.fixture
def window(make_window: MakeWindow, picture: Path):
    window = make_window(threads=False)
    window.parts.values.start_image = str(picture)
    return window


@pytest.fixture
def editor(window):
    """The editor, opened as a user opens it."""
    window.parts.panel.start_image.mask_row.paint.click()
    editor = window.parts.mask_actions.editor
    assert editor.isVisible()
    return editor


def drag(qtbot, editor, start: tuple[float, float], end: tuple[float, float]) -> None:
    """Drag over the picture; the places are shares of its width and height."""
    canvas = editor.canvas
    shape = canvas.shape()

    def spot(place: tuple[float, float]) -> QPoint:
        x, y = place
        return QPointF(shape.left() + x * shape.width(), shape.top() + y * shape.height()).toPoint()

    qtbot.mousePress(canvas, LEFT, pos=spot(start))
    for share in (0.5, 1.0):
        middle = tuple(a + (b - a) * share for a, b in zip(start, end, strict=True))
        qtbot.mouseMove(canvas, spot(middle))  # type: ignore[arg-type]
    qtbot.mouseRelease(canvas, LEFT, pos=spot(end))


def kept_mask(window) -> np.ndarray:
    with Image.open(window.parts.values.mask) as mask:
        return np.asarray(mask.convert("L"))


def test_a_mask_is_painted_kept_and_drawn_with(qtbot, window, editor) -> None:
    editor.tools.brush_size.box.set_value(40)
    editor.canvas.set_brush(40)
    drag(qtbot, editor, (0.25, 0.5), (0.75, 0.5))
    editor.tools.feather.value_changed.emit(6)
    editor.accept.click()
    assert not editor.isVisible()
    mask = kept_mask(window)
    assert mask.shape == (400, 400)
    assert mask[200, 110:290].min() == 255, "the stroke is white from one end to the other"
    assert mask[:150].max() == 0
    assert mask[250:].max() == 0
    assert window.parts.values.mask_feather == 6
    assert "Inputs" in window.parts.values.mask
    assert window.parts.panel.start_image.mask_row.paint.text() == "Change the Mask…"
    window.parts.values.steps = 2
    window.parts.generate_actions.generate()
    qtbot.waitUntil(lambda: len(window.parts.pictures.paths) == 1)
    recipe = window.parts.gallery.recipe_at(window.parts.pictures.paths[0])
    assert recipe["image"]["mask"] == window.parts.values.mask
    assert recipe["image"]["mask_feather"] == 6
    painted = window.parts.values.mask
    window.parts.panel.start_image.mask_row.clear.click()
    assert window.parts.values.mask == ""
    window.parts.gallery_view.select_path(window.parts.pictures.paths[0])
    qtbot.waitUntil(lambda: window.parts.inspector_controller.recipe is not None)
    window.parts.picture_actions.use("image")
    assert window.parts.values.mask == painted


def test_the_eraser_undo_invert_and_clear(qtbot, window, editor) -> None:
    paint, tools = editor.painting, editor.tools
    assert paint.is_empty()
    drag(qtbot, editor, (0.2, 0.5), (0.8, 0.5))
    painted = paint.image.copy()
    qtbot.mouseClick(tools.eraser, LEFT)
    drag(qtbot, editor, (0.5, 0.3), (0.5, 0.7))
    assert paint.image.pixelColor(200, 200).value() == 0, "erased in the middle"
    assert paint.image.pixelColor(100, 200).value() == 255
    qtbot.mouseClick(tools.undo, LEFT)
    assert paint.image == painted
    qtbot.mouseClick(tools.redo, LEFT)
    assert paint.image.pixelColor(200, 200).value() == 0
    qtbot.mouseClick(tools.clear, LEFT)
    assert paint.is_empty()
    qtbot.keyClick(editor, Qt.Key.Key_I)
    assert paint.image.pixelColor(0, 0).value() == 255
    for _ in range(4):
        qtbot.keyClick(editor, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert paint.is_empty()
    assert not tools.undo.isEnabled()


def test_the_brushs_size_changes_the_stroke(qtbot, editor) -> None:
    def width_of_stroke() -> int:
        editor.painting.clear()
        drag(qtbot, editor, (0.3, 0.5), (0.7, 0.5))
        column = [editor.painting.image.pixelColor(200, y).value() > 128 for y in range(400)]
        return sum(column)

    editor.tools.brush_size.value_changed.emit(20)
    thin = width_of_stroke()
    editor.tools.brush_size.value_changed.emit(80)
    assert width_of_stroke() == pytest.approx(4 * thin, rel=0.2)
    before = editor.canvas.brush
    qtbot.keyClick(editor, Qt.Key.Key_BracketRight)
    assert editor.canvas.brush > before
    assert editor.tools.brush_size.box.value() == editor.canvas.brush


def test_zoomed_in_the_brush_is_finer_and_paints_where_it_is(qtbot, editor) -> None:
    canvas, before = editor.canvas, editor.canvas.shape()
    assert not editor.tools.zoom_out.isEnabled()
    for _ in range(4):
        qtbot.mouseClick(editor.tools.zoom_in, LEFT)
    assert canvas.shape().width() == pytest.approx(before.width() * 1.25**4, rel=1e-3)
    middle = canvas.rect().center()
    qtbot.mouseClick(canvas, LEFT, pos=middle)
    mask = editor.painting.image
    painted = [x for x in range(mask.width()) if mask.pixelColor(x, mask.height() // 2).value()]
    assert (painted[0] + painted[-1]) / 2 == pytest.approx(mask.width() / 2, abs=1.5)
    width = canvas.brush / canvas.shape().width() * mask.width()
    assert len(painted) == pytest.approx(width, abs=3)
    qtbot.keyClick(editor, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert canvas.shape() == before


def test_space_moves_the_picture_and_paints_nothing(qtbot, editor) -> None:
    canvas = editor.canvas
    qtbot.keyClick(editor, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(editor, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    top = canvas.shape().top()
    qtbot.keyPress(editor, Qt.Key.Key_Space)
    middle = canvas.rect().center()
    qtbot.mousePress(canvas, LEFT, pos=middle)
    qtbot.mouseMove(canvas, middle - QPoint(0, 20))
    qtbot.mouseRelease(canvas, LEFT, pos=middle - QPoint(0, 20))
    qtbot.keyRelease(editor, Qt.Key.Key_Space)
    assert canvas.shape().top() == pytest.approx(top - 20, abs=1)
    assert editor.painting.is_empty()


def answer(editor, text: str) -> None:
    """Press a button of the question that the editor asks."""
    box = editor.findChild(QMessageBox)
    next(button for button in box.buttons() if button.text() == text).click()


def test_escape_asks_before_strokes_are_lost(qtbot, window, editor) -> None:
    drag(qtbot, editor, (0.2, 0.2), (0.4, 0.4))
    qtbot.keyClick(editor, Qt.Key.Key_Escape)
    assert editor.isVisible()
    answer(editor, "Keep Painting")
    assert editor.isVisible()
    assert not editor.painting.is_empty()


@pytest.mark.parametrize("key", [True, False])
def test_leaving_sets_no_starting_image(qtbot, window, tmp_path: Path, key: bool) -> None:
    Image.new("RGB", (64, 64)).save(tmp_path / "dog.png")
    window.parts.values.mask = str(tmp_path / "dog.png")
    before = window.parts.values.start_image, window.parts.values.mask
    window.parts.mask_actions.paint_on(str(tmp_path / "dog.png"))
    editor = window.parts.mask_actions.editor
    drag(qtbot, editor, (0.2, 0.2), (0.4, 0.4))
    if key:
        qtbot.keyClick(editor, Qt.Key.Key_Escape)
    else:
        editor.cancel.click()
    answer(editor, "Discard")
    assert not editor.isVisible()
    assert (window.parts.values.start_image, window.parts.values.mask) == before


def test_a_mask_on_another_picture_starts_from_that_one(qtbot, window, tmp_path: Path) -> None:
    Image.new("RGB", (64, 64)).save(tmp_path / "dog.png")
    window.parts.mask_actions.paint_on(str(tmp_path / "dog.png"))
    editor = window.parts.mask_actions.editor
    drag(qtbot, editor, (0.2, 0.2), (0.4, 0.4))
    editor.accept.click()
    assert window.parts.values.start_image == str(tmp_path / "dog.png")
    assert kept_mask(window).any()


def test_escape_changes_nothing_and_an_empty_mask_is_none(qtbot, window, editor) -> None:
    qtbot.keyClick(editor, Qt.Key.Key_Escape)
    assert not editor.isVisible()
    assert window.parts.values.mask == ""
    window.parts.mask_actions.open_editor()
    editor.accept.click()
    assert window.parts.values.mask == ""


def test_painting_goes_on_where_it_was(qtbot, window, editor) -> None:
    drag(qtbot, editor, (0.2, 0.5), (0.8, 0.5))
    editor.accept.click()
    first = kept_mask(window)
    window.parts.values.mask_inverted = True
    window.parts.mask_actions.open_editor()
    assert editor.painting.image.pixelColor(200, 200).value() == 0, "shown as it will act"
    editor.accept.click()
    assert not window.parts.values.mask_inverted
    assert np.array_equal(kept_mask(window), 255 - first)


def test_another_picture_takes_the_mask_away(qtbot, window, editor, tmp_path: Path) -> None:
    drag(qtbot, editor, (0.2, 0.5), (0.8, 0.5))
    editor.accept.click()
    assert window.parts.values.mask
    Image.new("RGB", (64, 64)).save(tmp_path / "other.png")
    window.parts.values.start_image = str(tmp_path / "other.png")
    assert window.parts.values.mask == ""


def test_a_picture_that_cannot_be_read_is_said(window, tmp_path: Path) -> None:
    (tmp_path / "none.png").write_bytes(b"nothing")
    window.parts.values.start_image = str(tmp_path / "none.png")
    window.parts.mask_actions.open_editor()
    assert window.parts.mask_actions._editor is None
    assert "none.png" in window.parts.column.banners.banners[-1].sentence


def test_a_mask_is_painted_on_a_picture_of_the_gallery(
    qtbot, window, app_paths, picture: Path
) -> None:
    window.parts.values.start_image = ""
    app_paths.pictures.mkdir(parents=True)
    kept = app_paths.pictures / "kept.png"
    kept.write_bytes(picture.read_bytes())
    window.parts.gallery.refresh()
    qtbot.waitUntil(lambda: str(kept) in window.parts.pictures.paths)
    window.parts.gallery_view.select_path(str(kept))
    window.parts.actions["paint_mask"].trigger()
    assert window.parts.mask_actions.editor.isVisible()
    assert window.parts.values.start_image == "", "until the mask is used"
    window.parts.mask_actions.editor.cancel.click()


def test_large_pictures_get_smaller_masks() -> None:
    painting = MaskStrokes(QSize(8000, 2000))
    assert painting.image.width() == MAX_SIDE
    assert painting.image.height() == 512


def test_the_part_that_fill_keeps() -> None:
    wide = kept_part(2.0, 1.0)
    assert (wide.left(), wide.width(), wide.height()) == (0.25, 0.5, 1.0)
    tall = kept_part(0.5, 1.0)
    assert (tall.top(), tall.width(), tall.height()) == (0.25, 1.0, 0.5)


def test_softening_keeps_the_amount_and_spreads_the_edge(qapp) -> None:
    painting = MaskStrokes(QSize(200, 200))
    painting.begin()
    painting.stroke(QPointF(100, 0), QPointF(100, 200), 80, erase=False)
    soft = softened(painting.image, 10)
    row = [soft.pixelColor(x, 100).value() for x in range(200)]
    assert row[100] == 255
    assert row[20] == 0
    assert 90 < row[60] < 165, "half at the edge"


def test_a_pasted_picture_becomes_the_start(qtbot, window, tmp_path: Path) -> None:
    well = window.parts.panel.start_image.well
    window.parts.values.start_image = ""
    window.parts.panel.groups["start"].set_open(True)
    image = well.grab().toImage()
    QApplication.clipboard().setImage(image)
    well.setFocus()
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is well)
    window.parts.actions["paste"].trigger()
    assert Path(window.parts.values.start_image).name.startswith("pasted-")
    with Image.open(window.parts.values.start_image) as kept:
        assert kept.size == (image.width(), image.height())


def test_the_request_carries_the_mask(window, picture: Path) -> None:
    window.parts.values.mask, window.parts.values.mask_inverted = str(picture), True
    window.parts.generate_actions.generate()
    task = window.parts.services.session.running.task
    assert isinstance(task, GenerationRequest)
    assert task.starting_image is not None
    assert task.starting_image.mask_inverted
    assert task.starting_image.mask == str(picture)
