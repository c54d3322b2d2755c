"""The controls of a flow family: what a size takes stands where it is chosen."""

from __future__ import annotations

import shutil

import pytest
from PySide6.QtCore import Qt

from desktop.core.tasks import ShrinkRequest
from desktop.models.memory import picture_plan
from desktop.models.memory.paces import PACES, Paces
from desktop.models.memory.picture_plan import plan_picture
from desktop.models.requests.drop_unsupported import drop_unsupported
from desktop.models.requests.prepare import prepare
from desktop.storage.app_paths import AppPaths
from desktop.ui.shell.main_window import MainWindow
from tests.flow.flow_files import MODEL

from .conftest import MakeWindow

FIND = Qt.MatchFlag.MatchStartsWith


@pytest.fixture
def window(make_window: MakeWindow, app_paths: AppPaths) -> MainWindow:
    """A window in which the little klein is chosen."""
    app_paths.models.mkdir(parents=True, exist_ok=True)
    shutil.copytree(MODEL, app_paths.models / "klein", dirs_exist_ok=True)
    made = make_window("slow")
    made.parts.panel.model_row.choose(str(app_paths.models / "klein"))
    return made


def size_note(window: MainWindow) -> str:
    return window.parts.panel._size_row.reason.text()


def test_the_plan_stands_below_the_size(window: MainWindow, app_paths: AppPaths) -> None:
    values, panel = window.parts.values, window.parts.panel
    values.prompt, values.steps = "red apple", 10
    values.width, values.height = 256, 256
    assert "Needs about" in size_note(window)
    assert "a picture" not in size_note(window)
    model = panel.model_row.model
    assert model is not None
    request = prepare(values.draft(), model, drawn_seed=1)
    Paces(app_paths.cache / PACES).remember(request, 30.0, 1.0)
    panel.show_state(window.parts.services.session.state)
    assert "About 30 s a picture" in size_note(window)
    values.steps *= 2
    assert "30 s" not in size_note(window)


def test_what_does_not_fit_is_said_and_refused(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    values = window.parts.values
    model = window.parts.panel.model_row.model
    assert model is not None
    assert model.machine is not None
    monkeypatch.setattr(picture_plan, "PROGRAM", model.machine.memory_bytes - 10**8)
    values.prompt, values.width, values.height = "red apple", 2048, 2048
    assert "needs about" in size_note(window)
    assert "fits" in size_note(window)
    window.parts.actions["generate"].trigger()
    (banner,) = window.parts.column.banners.banners
    assert "fits" in banner.sentence
    assert not window.parts.services.session.running


def test_int8_layers_are_planned_and_can_be_chosen_or_refused(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    values, panel = window.parts.values, window.parts.panel
    model = panel.model_row.model
    assert model is not None
    values.prompt, values.width, values.height = "red apple", 64, 64
    own, int8 = (plan_picture(model, 64, 64, precision=one) for one in ("auto", "int8"))
    assert own is not None
    assert int8 is not None
    room = own.usable - (own.peak + int8.peak) // 2 + picture_plan.PROGRAM
    monkeypatch.setattr(picture_plan, "PROGRAM", room)
    values.precision = "fp32"
    assert "int8" not in size_note(window)
    values.precision = "auto"
    assert "with int8 layers" in size_note(window)
    assert prepare(values.draft(), model, drawn_seed=1).precision == "int8"
    values.precision = "int8"
    assert panel.more.precision.value() == "int8"
    assert panel.more.precision.currentIndex() >= 0
    starter = next(model for model in window.parts.registry.models if model.source == "Easel")
    panel.model_row.choose(starter.path)
    off = panel.more.precision.entry(panel.more.precision.findText("int8", FIND))
    assert not off.isEnabled()
    assert "int8" in off.toolTip()
    assert prepare(drop_unsupported(values.draft(), starter), starter, drawn_seed=1)


def test_make_it_smaller_queues_the_small_model(window: MainWindow) -> None:
    """From the menu and the list of models; where it can't be, the entry is off with the reason."""
    actions, registry = window.parts.actions, window.parts.registry
    session = window.parts.services.session
    asked: list[ShrinkRequest] = []
    session.submit = lambda task, _: asked.append(task)  # pyright: ignore
    assert actions["shrink_model"].isEnabled()
    actions["shrink_model"].trigger()
    assert asked[0].source == window.parts.values.model
    assert asked[0].output.endswith("klein-int8")
    models = window.parts.models_controller
    models.open("installed")
    details = models.models_window.installed.details
    details.show_thing(registry.at(window.parts.values.model))
    assert details.shrink.isVisibleTo(details)
    details.shrink.click()
    assert asked[1] == asked[0]
    starter = next(model for model in registry.models if model.source == "Easel")
    window.parts.panel.model_row.choose(starter.path)
    assert not actions["shrink_model"].isEnabled()
    assert "klein" in actions["shrink_model"].toolTip()
    models.models_window.close()
