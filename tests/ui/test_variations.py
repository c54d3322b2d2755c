"""More Like This, Vary a Part and Extend: one job each, and the controls stay as they were."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt

from desktop.core.request import GenerationRequest, Margins
from desktop.storage.metadata.reading import read_recipe
from desktop.ui.shell.compose import filled_window

from .conftest import MakeWindow, close, make_parts
from .gallery_window import choose, picture
from .given_models import give_models
from .test_controls import a_model

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def apple(app_paths) -> str:
    return picture(app_paths.pictures, 3, 96, 64, prompt="red apple")


@pytest.fixture
def window(qtbot, apple, make_window: MakeWindow):
    """A window with an apple chosen, whose recipe is known."""
    window = make_window()
    qtbot.waitUntil(lambda: len(window.parts.pictures.paths) == 1)
    choose(qtbot, window, apple)
    qtbot.waitUntil(lambda: window.parts.inspector_controller.recipe is not None)
    window.parts.values.prompt = "my own words"
    return window


def asked(qtbot, window, act) -> GenerationRequest:
    """The request that `act` queues; the controls are the same before and after it."""
    before = window.parts.values.snapshot()
    with qtbot.waitSignal(window.parts.services.session.job_started) as started:
        act()
    assert window.parts.values.snapshot() == before
    (job,) = started.args
    return job.task


def test_variations_of_its_noise_keep_seed_and_settings(window, qtbot) -> None:
    window.parts.actions["more_like_this"].trigger()
    dialog = window.parts.variation_actions.more_dialog
    assert dialog.isVisible()
    assert dialog.route.value() is True
    dialog.distance.box.setText("0.2")
    dialog.distance.box.textEdited.emit("0.2")
    request = asked(qtbot, window, dialog.go.click)
    assert (request.prompt, request.seed, request.steps) == ("red apple", 3, 12)
    assert (request.variation_strength, request.count, request.varies) == (0.2, 4, True)
    assert request.starting_image is None


def test_variations_of_its_pixels_start_from_it(window, qtbot, apple: str) -> None:
    window.parts.actions["more_like_this"].trigger()
    dialog = window.parts.variation_actions.more_dialog
    dialog.route.set_value(False)
    request = asked(qtbot, window, dialog.go.click)
    start = request.starting_image
    assert start is not None
    assert (start.path, start.strength) == (apple, 0.3)
    assert not request.varies


def test_a_picture_whose_model_is_not_here_is_varied_by_its_pixels(
    window, qtbot, app_paths
) -> None:
    strange = picture(app_paths.pictures, 5, prompt="boat", model={"name": "elsewhere", "hash": ""})
    window.parts.gallery.refresh()
    qtbot.waitUntil(lambda: strange in window.parts.pictures.paths)
    choose(qtbot, window, strange)
    qtbot.waitUntil(lambda: window.parts.inspector_controller.recipe is not None)
    window.parts.actions["more_like_this"].trigger()
    dialog = window.parts.variation_actions.more_dialog
    assert not dialog.route.isEnabled()
    request = asked(qtbot, window, dialog.go.click)
    assert request.prompt == "boat"
    assert request.starting_image is not None


def test_before_the_models_are_read_nothing_is_varied(qtbot, app_paths, themed, apple: str) -> None:
    window = filled_window(make_parts(app_paths, "draw"))
    varying, read = window.parts.variation_actions, read_recipe(Path(apple))
    assert read is not None
    assert not window.parts.registry.is_read
    varying.vary("more_like_this", apple, read.recipe)
    assert not varying.more_dialog.isVisible(), "its model would count as missing"
    assert "still being looked for" in window.parts.column.banners.banners[0].sentence
    close(window)


def test_the_part_that_is_painted_is_drawn_anew(window, qtbot, apple: str) -> None:
    window.parts.actions["vary_part"].trigger()
    editor = window.parts.mask_actions.editor
    qtbot.waitUntil(editor.isVisible)
    shape = editor.canvas.shape()
    qtbot.mousePress(editor.canvas, LEFT, pos=shape.center().toPoint())
    qtbot.mouseRelease(editor.canvas, LEFT, pos=shape.center().toPoint())
    request = asked(qtbot, window, editor.accept.click)
    start = request.starting_image
    assert start is not None
    assert start.path == apple
    assert start.mask is not None
    with Image.open(start.mask) as mask:
        assert mask.convert("L").getextrema() == (0, 255)
    assert request.prompt == "red apple"
    assert request.seed != 3, "the same seed would often draw the same"


def test_an_edge_dragged_outward_is_drawn_on(window, qtbot, apple: str) -> None:
    window.parts.actions["extend"].trigger()
    dialog = window.parts.variation_actions.extend_dialog
    qtbot.waitUntil(dialog.isVisible)
    assert dialog.prompt.toPlainText() == "red apple"
    assert not dialog.go.isEnabled(), "nothing is extended yet"
    canvas = dialog.canvas
    frame = canvas.frame()
    edge = QPoint(round(frame.right()), round(frame.center().y()))
    qtbot.mousePress(canvas, LEFT, pos=edge)
    qtbot.mouseMove(canvas, edge + QPoint(30, 0))
    qtbot.mouseRelease(canvas, LEFT, pos=edge + QPoint(30, 0))
    dragged = dialog.boxes["right"].value()
    assert dragged > 0
    assert canvas.margins == Margins(right=dragged)
    dialog.boxes["top"].setText("40")
    dialog.boxes["top"].textEdited.emit("40")
    dialog.prompt.setPlainText("an orchard")
    request = asked(qtbot, window, dialog.go.click)
    start = request.starting_image
    assert start is not None
    assert (start.path, start.strength, start.mask) == (apple, 1.0, None)
    margins = start.extend
    assert margins.right >= dragged
    assert margins.top >= 40
    assert (margins.left, margins.bottom) == (0, 0)
    assert (request.width % 8, request.height % 8) == (0, 0)
    assert (request.width - margins.right, request.height - margins.top) == (96, 64)
    assert request.prompt == "an orchard"


def test_what_was_extended_carries_how_and_its_settings_bring_it_back(window, qtbot) -> None:
    values = window.parts.values
    window.parts.actions["extend"].trigger()
    dialog = window.parts.variation_actions.extend_dialog
    qtbot.waitUntil(dialog.isVisible)
    dialog.boxes["left"].setText("32")
    dialog.boxes["left"].textEdited.emit("32")
    with qtbot.waitSignal(window.parts.services.session.picture_finished) as finished:
        dialog.go.click()
    (event,) = finished.args
    read = read_recipe(Path(event.path))
    assert read is not None
    assert read.recipe["image"]["extend"] == {"left": 32, "top": 0, "right": 0, "bottom": 0}
    choose(qtbot, window, event.path)
    qtbot.waitUntil(lambda: window.parts.inspector_controller.recipe is not None)
    window.parts.actions["use_settings"].trigger()
    assert values.start_extend == Margins(left=32)
    row = window.parts.panel.start_image.extend_row
    assert row.words.text() == "Extended: left 32 pixels"
    remembered = json.loads(json.dumps(values.remembered()))
    row.clear.click()
    assert not values.start_extend.any
    values.recall(remembered)
    assert values.start_extend == Margins(left=32)
    values.start_image = ""
    assert not values.start_extend.any, "another picture isn't extended"


def test_a_model_that_cannot_inpaint_says_so(window, qtbot, apple: str) -> None:
    registry = window.parts.registry
    from desktop.core.capabilities import Support
    from desktop.core.messages import Message

    never = Support(False, Message("This model has no encoder."))
    other = a_model("other", like=registry.models[0], inpainting=never)
    give_models(registry, [*registry.models, msgspec.structs.replace(other, name="other")])
    window.parts.panel.model_row.choose(other.path)
    window.parts.actions["extend"].trigger()
    dialog = window.parts.variation_actions.extend_dialog
    qtbot.waitUntil(dialog.isVisible)
    dialog.boxes["left"].textEdited.emit("32")
    assert dialog.reason.text() == "This model has no encoder."
    assert dialog.reason.isVisible()
    assert not dialog.go.isEnabled()
    dialog.reject()
    window.parts.variation_actions.vary("vary_part", apple, None)
    assert "no encoder" in window.parts.column.banners.banners[0].sentence
    assert not window.parts.mask_actions.editor.isVisible()
