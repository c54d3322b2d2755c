"""A grid from the panel to the sheet in the gallery, through a real child and real files."""

from __future__ import annotations

import pytest

from desktop.core.events import Finished
from desktop.core.grids.grid import GridRequest
from desktop.core.recipe import Recipe
from desktop.storage.queue_file import QueueFile
from desktop.ui.generate.queue_panel import job_words
from desktop.ui.generate.recipes.use_recipe import use_recipe
from desktop.ui.i18n.recipe_lines import recipe_lines

from .conftest import MakeWindow


@pytest.fixture
def window(make_window: MakeWindow):
    return make_window("slow")


def choose_axes(window) -> None:
    grid = window.parts.panel.grid
    for control, kind, text in ((grid.columns, "steps", "1, 2"), (grid.rows, "seed", "3-4")):
        row = next(r for r in range(control.kind.count()) if control.kind.itemData(r) == kind)
        control.kind.setCurrentIndex(row)
        control.kind.activated.emit(row)
        control.line.setFocus()
        control.line.insert(text)
        control.line.textEdited.emit(control.line.text())


def test_a_grid_is_drawn_and_its_sheet_chosen(qtbot, make_window: MakeWindow) -> None:
    window = make_window()
    window.parts.values.prompt, window.parts.values.width, window.parts.values.height = (
        "a fox",
        64,
        64,
    )
    choose_axes(window)
    assert window.parts.panel.grid.words.text() == "4 pictures and a sheet."
    told: list[Finished] = []
    window.parts.services.session.picture_finished.connect(told.append)
    window.parts.actions["generate"].trigger()
    qtbot.wait_for_engine(lambda: len(told) == 5)  # a child starts, five files are synced
    assert [event.recipe["seed"] for event in told[:4]] == [3, 3, 4, 4]
    assert told[4].recipe["grid"]["columns"] == ["Steps: 1", "Steps: 2"]
    assert told[4].last
    qtbot.waitUntil(lambda: len(window.parts.pictures.paths) == 5)
    qtbot.waitUntil(lambda: window.parts.inspector_controller.path == told[4].path)
    lines = {line.key: line.text for line in recipe_lines(Recipe(told[4].recipe))}
    assert lines["grid"] == "Steps: 1, Steps: 2\nSeed: 3, Seed: 4"
    axes, values = window.parts.values.grid_axes(), window.parts.values
    values.grid_columns = values.grid_rows = values.grid_column_values = ""
    qtbot.waitUntil(lambda: window.parts.inspector_controller.recipe is not None)
    window.parts.picture_actions.use("grid")
    assert values.grid_axes() == axes == [("steps", "1, 2"), ("seed", "3-4")]


def test_a_picture_that_is_no_sheet_turns_the_grid_off(window) -> None:
    values, registry = window.parts.values, window.parts.registry
    choose_axes(window)
    said = use_recipe(values=values, registry=registry, recipe=Recipe({"grid": {"columns": ["a"]}}))
    assert [words for words in said if "grid" in words]
    assert values.grid_axes() == []
    choose_axes(window)
    use_recipe(values=values, registry=registry, recipe=Recipe({"prompt": "x"}))
    assert values.grid_axes() == []


def test_wrong_values_are_said_while_typing_and_refused(qtbot, window) -> None:
    values = window.parts.values
    values.grid_columns, values.grid_column_values = "steps", "many"
    assert "“many”" in window.parts.panel.grid.words.text()
    window.parts.actions["generate"].trigger()
    assert "“many”" in window.parts.column.banners.banners[0].sentence
    values.grid_column_values = "4"
    assert window.parts.panel.grid.words.text() == "1 picture and a sheet."
    values.grid_columns = ""
    assert "for each value" in window.parts.panel.grid.words.text()


def test_names_are_added_from_the_menu(window) -> None:
    control = window.parts.panel.grid.columns
    window.parts.values.grid_columns = "sampler"
    control.fill()
    control.menu.actions()[0].trigger()
    control.menu.actions()[2].trigger()
    assert window.parts.values.grid_column_values == "euler, dpmpp_2m"
    window.parts.values.grid_columns = "model"
    control.fill()
    assert [action.text() for action in control.menu.actions()] == ["Starter (draws icons)"]


def test_a_grid_draws_one_picture_a_place(window) -> None:
    assert window.parts.panel.bar.count.isEnabled()
    window.parts.values.grid_columns, window.parts.values.grid_column_values = "steps", "1,2"
    assert not window.parts.panel.bar.count.isEnabled()
    assert "grid" in window.parts.panel.bar.count.toolTip()
    window.parts.values.grid_columns = ""
    assert window.parts.panel.bar.count.isEnabled()


def test_the_queue_names_it_and_keeps_what_is_drawn(qtbot, window, app_paths) -> None:
    session = window.parts.services.session
    window.parts.values.prompt = "first"
    window.parts.values.steps = 500
    window.parts.actions["generate"].trigger()
    window.parts.values.prompt = "a fox"
    choose_axes(window)
    window.parts.actions["generate"].trigger()
    job = session.waiting[0]
    assert isinstance(job.task, GridRequest)
    assert job_words(job) == ("a fox", "Grid  ·  2 × 2  ·  256 × 256")
    qtbot.waitUntil(lambda: QueueFile(app_paths.queue).load().jobs[-1:] == (job,))
    drawn = job.task.drawn(0, "/there.png")
    assert [cell.path for cell in drawn.cells] == ["/there.png", "", "", ""]
    session.remove(job.id)
    session.cancel()
