"""A grid from the panel to the sheet in the gallery, through a real child and real files."""

from __future__ import annotations

import pytest

from desktop.core.events import Finished
from desktop.core.grid import GridRequest
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
    grid = window.panel.grid
    for control, kind, text in ((grid.columns, "steps", "1, 2"), (grid.rows, "seed", "3-4")):
        row = next(r for r in range(control.kind.count()) if control.kind.itemData(r) == kind)
        control.kind.setCurrentIndex(row)
        control.kind.activated.emit(row)
        control.line.setFocus()
        control.line.insert(text)
        control.line.textEdited.emit(control.line.text())


def test_a_grid_is_drawn_and_its_sheet_chosen(qtbot, make_window: MakeWindow) -> None:
    window = make_window()
    window.values.prompt, window.values.width, window.values.height = "a fox", 64, 64
    choose_axes(window)
    assert window.panel.grid.words.text() == "4 pictures and a sheet."
    told: list[Finished] = []
    window.parts.session.picture_finished.connect(told.append)
    window.actions_["generate"].trigger()
    qtbot.waitUntil(lambda: len(told) == 5)
    assert [event.recipe["seed"] for event in told[:4]] == [3, 3, 4, 4]
    assert told[4].recipe["grid"]["columns"] == ["Steps: 1", "Steps: 2"]
    assert told[4].last
    qtbot.waitUntil(lambda: len(window.pictures.paths) == 5)
    qtbot.waitUntil(lambda: window.look.path == told[4].path)
    lines = {line.key: line.text for line in recipe_lines(Recipe(told[4].recipe))}
    assert lines["grid"] == "Steps: 1, Steps: 2\nSeed: 3, Seed: 4"
    axes, values = window.values.grid_axes(), window.values
    values.grid_columns = values.grid_rows = values.grid_column_values = ""
    qtbot.waitUntil(lambda: window.look.recipe is not None)
    window.picture_actions.use("grid")
    assert values.grid_axes() == axes == [("steps", "1, 2"), ("seed", "3-4")]


def test_a_picture_that_is_no_sheet_turns_the_grid_off(window) -> None:
    values, shelf = window.values, window.shelf
    choose_axes(window)
    said = use_recipe(values=values, shelf=shelf, recipe=Recipe({"grid": {"columns": ["a"]}}))
    assert [words for words in said if "grid" in words]
    assert values.grid_axes() == []
    choose_axes(window)
    use_recipe(values=values, shelf=shelf, recipe=Recipe({"prompt": "x"}))
    assert values.grid_axes() == []


def test_wrong_values_are_said_while_typing_and_refused(qtbot, window) -> None:
    values = window.values
    values.grid_columns, values.grid_column_values = "steps", "many"
    assert "“many”" in window.panel.grid.words.text()
    window.actions_["generate"].trigger()
    assert "“many”" in window.column.banners.banners[0].sentence
    values.grid_column_values = "4"
    assert window.panel.grid.words.text() == "1 picture and a sheet."
    values.grid_columns = ""
    assert "for each value" in window.panel.grid.words.text()


def test_names_are_added_from_the_menu(window) -> None:
    control = window.panel.grid.columns
    window.values.grid_columns = "sampler"
    control.fill()
    control.menu.actions()[0].trigger()
    control.menu.actions()[2].trigger()
    assert window.values.grid_column_values == "euler, dpmpp_2m"
    window.values.grid_columns = "model"
    control.fill()
    assert [action.text() for action in control.menu.actions()] == ["Starter (draws icons)"]


def test_a_grid_draws_one_picture_a_place(window) -> None:
    assert window.panel.bar.count.isEnabled()
    window.values.grid_columns, window.values.grid_column_values = "steps", "1,2"
    assert not window.panel.bar.count.isEnabled()
    assert "grid" in window.panel.bar.count.toolTip()
    window.values.grid_columns = ""
    assert window.panel.bar.count.isEnabled()


def test_the_queue_names_it_and_keeps_what_is_drawn(qtbot, window, places) -> None:
    session = window.parts.session
    window.values.prompt = "first"
    window.values.steps = 500
    window.actions_["generate"].trigger()
    window.values.prompt = "a fox"
    choose_axes(window)
    window.actions_["generate"].trigger()
    job = session.waiting[0]
    assert isinstance(job.task, GridRequest)
    assert job_words(job) == ("a fox", "Grid  ·  2 × 2  ·  256 × 256")
    qtbot.waitUntil(lambda: QueueFile(places.queue).load().jobs[-1:] == (job,))
    drawn = job.task.drawn(0, "/there.png")
    assert [cell.path for cell in drawn.cells] == ["/there.png", "", "", ""]
    session.remove(job.id)
    session.cancel()
