"""Core ML in the window: converting with the real engine, the facts, misfits, first use, cache."""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from desktop.core.capabilities import Capabilities, UnitChoice
from desktop.core.errors import BadInput
from desktop.core.hardware.compute import ComputeUnit
from desktop.core.messages import Message
from desktop.models.bundles.coreml_cache import CompiledCache
from desktop.models.library import ModelLibrary
from desktop.models.model import Prediction
from desktop.models.recognition.single_file_configs import assemble
from desktop.process.supervisor import EngineChild
from desktop.storage.app_paths import AppPaths
from desktop.ui.models.conversion.conversion_dialog import ConversionDialog
from desktop.ui.models.info.model_info_dialog import ModelInfoDialog
from desktop.worker.session_state import LoadingModel, Ready, Working
from tests.engines import tiny
from tests.models import coreml_layouts as layouts
from tests.models import ldm_layout

from .conftest import MakeWindow
from .given_models import give_models
from .test_window import button, sentences


@pytest.fixture(scope="session")
def tiny_sd(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny.make_sd(tmp_path_factory.mktemp("sd") / "tiny")


@pytest.fixture
def tiny_model(app_paths: AppPaths, tiny_sd: Path) -> Path:
    return Path(shutil.copytree(tiny_sd, app_paths.models / "tiny"))


def dialog_of(window, path: Path) -> ConversionDialog:
    window.parts.panel.model_row.choose(str(path))
    window.parts.actions["convert_model"].trigger()
    return window.parts.model_actions._dialog


@pytest.mark.slow
@pytest.mark.draws
def test_a_model_is_converted_and_drawn_with(
    qtbot, make_window: MakeWindow, tiny_model: Path, app_paths: AppPaths, engine_child: EngineChild
) -> None:
    """With the real engine from beginning to end."""
    window = make_window(engine_child)
    dialog = dialog_of(window, tiny_model)
    dialog.options.attention.set_value("split_einsum")
    dialog.options._on_change()
    session, seen = window.parts.services.session, []
    session.state_changed.connect(seen.append)
    dialog.convert()
    qtbot.wait_for_engine(lambda: dialog.job is None)
    assert dialog.pages.currentWidget() is dialog.outcome, dialog.refusal.text()
    working = [state for state in seen if isinstance(state, Working)]
    phases = working[-1].phases
    assert (str(phases[0]), str(phases[-1])) == (
        "Text encoder",
        "UNet: comparing with PyTorch",
    )
    assert [state.overall for state in working] == sorted(s.overall for s in working)
    report = json.loads((Path(dialog._made) / "conversion.json").read_text())
    assert set(report["check"]) == {"Text encoder", "UNet", "VAE decoder", "VAE encoder"}

    qtbot.mouseClick(dialog.use, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(
        lambda: window.parts.values.model == str(app_paths.models / "tiny 64x64 split_einsum")
    )
    units = window.parts.panel.model_row.units
    assert [units.itemData(row) for row in range(units.count())] == list(ComputeUnit)
    assert window.parts.values.compute_unit == "CPU_AND_NE"
    window.parts.values.prompt, window.parts.values.steps = "owl", 2
    window.parts.actions["generate"].trigger()
    qtbot.wait_for_engine(lambda: len(window.parts.pictures.paths) == 1)
    recipe = window.parts.gallery.recipe_at(window.parts.pictures.paths[0])
    assert recipe["runtime"] in {"portable", "coreml"}
    window.parts.actions["model_info"].trigger()
    facts = _facts(window.parts.model_actions._info)
    assert facts["Attention"] == "split_einsum"
    assert facts["Picture size"] == "64 x 64"
    assert "UNet" in facts["Likeness to PyTorch"]
    window.parts.model_actions._info.engine.check.click()
    words = window.parts.model_actions._info.engine.words
    qtbot.wait_for_engine(lambda: "Looking" not in words.text())
    assert "Neural Engine" in words.text() or "×" in words.text()


def test_loras_are_chosen_for_the_conversion(
    qtbot, make_window: MakeWindow, tiny_model: Path, app_paths: AppPaths
) -> None:
    lora = tiny.make_lora(app_paths.models / "ink.safetensors")
    ldm_layout.write_hollow(
        app_paths.models / "half.safetensors",
        {
            "lora_unet_conv_in.diff": (16, 4, 3, 3),
            "lora_unet_nowhere.lora_up.weight": (3, 3),
            "lora_unet_nowhere.lora_down.weight": (3, 3),
        },
        "F16",
    )
    window = make_window()
    dialog = dialog_of(window, tiny_model)
    choices = dialog.options.rarer.loras
    for name in ("ink", "half"):
        choices.add.setCurrentIndex(choices.add.findText(name))
        choices.add.activated.emit(choices.add.currentIndex())
    ink, half = choices.rows
    ink.weight.set_value(0.6)
    assert [(use.path, use.weight) for use in dialog.options.request().loras] == [
        (str(lora), 0.6),
        (half.asset.path, 1.0),
    ]
    qtbot.waitUntil(lambda: "lora_unet_nowhere" in dialog.left_out.text())
    half.remove.click()
    assert [use.name for use in dialog.options.request().loras] == ["ink"]
    qtbot.waitUntil(dialog.left_out.isHidden)


class _Held:
    """Background work that is only noted."""

    def __init__(self) -> None:
        self.asked: list[
            tuple[Callable[[], Any], Callable[[Any], None], Callable[[Any], None]]
        ] = []

    def run(self, *asked: Callable[..., Any]) -> None:
        self.asked.append(asked)


def test_a_refusal_of_earlier_choices_is_not_shown(
    make_window: MakeWindow,
    tiny_model: Path,
    app_paths: AppPaths,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ldm_layout.write_hollow(
        app_paths.models / "alien.safetensors", {"lora_unet_conv_in.diff": (8, 4, 3, 3)}, "F16"
    )
    dialog, held = dialog_of(make_window(), tiny_model), _Held()
    choices = dialog.options.rarer.loras
    monkeypatch.setattr(dialog, "_background", held)
    choices.add.setCurrentIndex(choices.add.findText("alien"))
    choices.add.activated.emit(choices.add.currentIndex())
    choices.rows[0].remove.click()
    refused = []
    for work, then, failed in reversed(held.asked):  # the slower answer comes last
        try:
            then(work())
        except BadInput as error:
            refused.append(error)
            failed(error)
    assert len(refused) == 1
    assert dialog.refusal.isHidden(), dialog.refusal.text()


def test_choices_progress_report_and_the_new_model(
    qtbot, make_window: MakeWindow, tiny_model: Path, app_paths: AppPaths
) -> None:
    window = make_window()
    dialog = dialog_of(window, tiny_model)
    qtbot.waitUntil(lambda: "GB" in dialog.needs.text())
    dialog.options.width_box.set_value(100)
    dialog.options._on_change()
    assert not dialog.start.isEnabled()
    assert dialog.refusal.text() == "Width and height must be multiples of 8."
    dialog.options.width_box.set_value(128)
    dialog.options.weights.set_value(("none", 6))
    dialog.options.attention.set_value("original")
    dialog.options._on_change()
    name = "tiny 128x64 original 6 bit"
    assert dialog.options.destination.name.text() == name
    request = dialog.options.request()
    assert (request.width, request.height, request.quantize_nbits) == (128, 64, 6)
    qtbot.mouseClick(dialog.start, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: dialog.pages.currentWidget() is dialog.outcome)
    assert [row.words.text() for row in dialog.course.rows] == [
        "Text encoder",
        "UNet",
        "UNet: comparing with PyTorch",
    ]
    assert "90.4 dB" in _texts(dialog.outcome.table)
    qtbot.mouseClick(dialog.use, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.parts.values.model == str(app_paths.models / name))


def test_a_conversion_can_be_cancelled_and_leaves_nothing(
    qtbot, make_window: MakeWindow, tiny_model: Path, app_paths: AppPaths
) -> None:
    """The child here is deaf to cancels, so that it is killed in the middle."""
    window = make_window("slow")
    dialog = dialog_of(window, tiny_model)
    dialog.convert()
    qtbot.waitUntil(lambda: len(dialog.course.rows) == 3)
    assert len(list(app_paths.models.iterdir())) == 2, "half of it is there"
    window.parts.generate_actions.generate()
    window.parts.actions["show_queue"].trigger()
    assert (
        window.parts.generate_actions.queue_panel._running.title.toolTip()
        or window.parts.generate_actions.queue_panel._running.title.text()
    )
    qtbot.mouseClick(dialog.stop, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: dialog.job is None)
    assert dialog.refusal.text() == "Stopped. Nothing was kept."
    assert [path.name for path in app_paths.models.iterdir()] == ["tiny"]


def test_a_conversion_that_fails_says_why(qtbot, make_window: MakeWindow, tiny_model: Path) -> None:
    dialog = dialog_of(make_window("fail"), tiny_model)
    dialog.convert()
    qtbot.waitUntil(lambda: dialog.job is None)
    assert dialog.refusal.text() == "The UNet is broken."
    assert dialog.start.isVisible()


def test_a_conversion_in_the_background_tells_when_it_is_done(
    qtbot, make_window: MakeWindow, tiny_model: Path, app_paths: AppPaths
) -> None:
    window = make_window()
    dialog = dialog_of(window, tiny_model)
    dialog.options.destination.name.setText("mine")
    dialog.options.destination._on_typed()
    dialog.convert()
    dialog.close()
    qtbot.waitUntil(lambda: sentences(window) == ["The Core ML model “mine” is ready."])
    (banner,) = window.parts.column.banners.banners
    qtbot.mouseClick(banner.buttons[0], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.parts.values.model == str(app_paths.models / "mine"))


def _texts(widget) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel)]


def _facts(info: ModelInfoDialog) -> dict[str, str]:
    grid = info.facts
    return {
        grid.itemAtPosition(row, 0).widget().text(): grid.itemAtPosition(row, 1).widget().text()
        for row in range(grid.rowCount())
        if grid.itemAtPosition(row, 0) is not None
    }


def test_a_name_that_is_taken_is_refused_before_any_work(
    make_window: MakeWindow, tiny_model: Path, app_paths: AppPaths
) -> None:
    window = make_window()
    dialog = dialog_of(window, tiny_model)
    (app_paths.models / "mine").mkdir()
    (app_paths.models / "mine" / "notes.txt").write_text("keep")
    destination = dialog.options.destination
    for name in ("mine", "", "a/b", ".hidden"):
        destination.name.setText(name)
        destination._on_typed()
        assert not dialog.start.isEnabled(), name
        assert dialog.refusal.text() != ""
    destination.name.setText("free")
    destination._on_typed()
    assert dialog.start.isEnabled()


def test_too_little_memory_is_said_before(
    qtbot, make_window: MakeWindow, tiny_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop.ui.models.conversion.conversion_dialog.memory_there", lambda: 1e8)
    dialog = dialog_of(make_window(), tiny_model)
    qtbot.waitUntil(lambda: not dialog.start.isEnabled())
    assert dialog.refusal.text().startswith("There is not enough memory")


def test_a_core_ml_model_offers_no_conversion(make_window: MakeWindow, app_paths: AppPaths) -> None:
    layouts.write_packages(app_paths.models / "packed", layouts.sd15())
    window = make_window()
    window.parts.panel.model_row.choose(str(app_paths.models / "packed"))
    assert not window.parts.actions["convert_model"].isEnabled()
    window.parts.panel.model_row.choose(window.parts.registry.models[0].path)
    assert window.parts.actions["convert_model"].isEnabled()


def sd2_folder(app_paths: AppPaths) -> Path:
    """A Core ML folder of SD 2, which doesn't say what it predicts."""
    parts = layouts.sd15() | {
        "text_encoder": layouts.text_encoder(1024),
        "unet": layouts.unet(width=1024),
    }
    return layouts.write_packages(app_paths.models / "sd2", parts)


def test_what_a_model_predicts_is_said_once_and_for_all(
    qtbot, make_window: MakeWindow, app_paths: AppPaths
) -> None:
    folder = sd2_folder(app_paths)
    window = make_window()
    window.parts.model_actions.show_info(str(folder))
    info = window.parts.model_actions._info
    assert info.prediction.isVisible()
    assert info.prediction.button.value() == "epsilon"
    info.prediction.button.set_value("v_prediction")
    info.prediction.button.activated.emit(1)
    qtbot.waitUntil(lambda: window.parts.registry.at(str(folder)).prediction == "v_prediction")
    assert _facts(info)["Prediction"] == "v_prediction"
    assert make_window().parts.registry.at(str(folder)).prediction == "v_prediction"
    window.parts.model_actions.show_info(window.parts.registry.models[0].path)
    assert not info.prediction.isVisible()


def test_both_places_that_ask_what_a_model_predicts_answer_off_the_windows_thread(
    qtbot, make_window: MakeWindow, app_paths: AppPaths, tmp_path: Path, monkeypatch
) -> None:
    shapes = ldm_layout.checkpoint_shapes(assemble("sd2_base", tmp_path))
    app_paths.models.mkdir(parents=True)
    file = str(ldm_layout.write_hollow(app_paths.models / "mymix.safetensors", shapes))
    threads: list[threading.Thread] = []
    keep = ModelLibrary.set_prediction

    def noting(library: ModelLibrary, path: Path, prediction: Prediction) -> None:
        threads.append(threading.current_thread())
        keep(library, path, prediction)

    monkeypatch.setattr(ModelLibrary, "set_prediction", noting)
    window = make_window()
    window.parts.panel.model_row.choose(file)
    button(window.parts.column.banners, "Velocity (768-v)").click()
    qtbot.waitUntil(lambda: window.parts.registry.at(file).sure)
    assert window.parts.registry.at(file).prediction == "v_prediction"
    window.parts.model_actions.show_info(file)
    window.parts.model_actions._info.prediction.chosen.emit("epsilon")
    qtbot.waitUntil(lambda: window.parts.registry.at(file).prediction == "epsilon")
    assert len(threads) == 2
    assert threading.main_thread() not in threads
    app_paths.prediction_overrides.unlink()
    app_paths.prediction_overrides.mkdir()
    window.parts.model_actions._info.prediction.chosen.emit("v_prediction")
    qtbot.waitUntil(lambda: any("could not be kept" in said for said in sentences(window)))


def test_the_newer_of_two_answers_about_the_prediction_is_kept(
    qtbot, make_window: MakeWindow, app_paths: AppPaths, monkeypatch
) -> None:
    folder = str(sd2_folder(app_paths))
    began = threading.Event()
    stored: list[str] = []
    keep = ModelLibrary.set_prediction

    def slow_at_first(library: ModelLibrary, path: Path, prediction: Prediction) -> None:
        if prediction == "v_prediction":
            began.wait(0.5)
        else:
            began.set()
        keep(library, path, prediction)
        stored.append(prediction)

    monkeypatch.setattr(ModelLibrary, "set_prediction", slow_at_first)
    registry = make_window().parts.registry
    registry.set_prediction(folder, "v_prediction")
    registry.set_prediction(folder, "epsilon")
    qtbot.waitUntil(lambda: len(stored) == 2 and registry.at(folder).sure)
    assert stored[-1] == "epsilon"


def test_the_recommended_unit_follows_the_model_unless_another_was_chosen(
    make_window: MakeWindow, app_paths: AppPaths
) -> None:
    layouts.write_packages(app_paths.models / "packed", layouts.sd15("split_einsum"))
    window = make_window()
    starter, packed = window.parts.registry.models[0].path, str(app_paths.models / "packed")
    row, values = window.parts.panel.model_row, window.parts.values
    row.choose(packed)
    assert values.compute_unit == "CPU_AND_NE"
    row.choose(starter)
    assert values.compute_unit == "ALL"
    row.choose(packed)
    values.compute_unit = "CPU_ONLY"
    row.choose(starter)
    assert values.compute_unit == "CPU_ONLY"


def test_a_misfit_is_neither_taken_over_nor_run_unasked(qtbot, make_window: MakeWindow) -> None:
    window = make_window()
    starter = window.parts.registry.models[0]
    misfit = msgspec.structs.replace(
        starter,
        name="original",
        path=f"{starter.path}/.",
        capabilities=Capabilities(
            units=(
                UnitChoice(unit=ComputeUnit.CPU_AND_GPU, recommended=True),
                UnitChoice(unit=ComputeUnit.CPU_AND_NE, confirm=Message("It takes hours. Go on?")),
            )
        ),
    )
    give_models(window.parts.registry, [starter, misfit])
    window.parts.values.compute_unit = "CPU_AND_NE"
    window.parts.panel.model_row.choose(misfit.path)
    assert window.parts.values.compute_unit == "CPU_AND_GPU"

    confirmation, asked = window.parts.panel.model_row.units.confirmation, []
    answers = iter((False, True))
    confirmation.ask = lambda choice: asked.append(str(choice.confirm)) or next(answers)
    window.parts.values.compute_unit = "CPU_AND_NE"  # as a picture's settings bring it
    window.parts.values.prompt = "owl"
    window.parts.actions["generate"].trigger()
    assert asked == ["It takes hours. Go on?"]
    assert isinstance(window.parts.services.session.state, Ready)
    for count in (1, 2):
        window.parts.actions["generate"].trigger()
        qtbot.waitUntil(lambda count=count: len(window.parts.pictures.paths) == count)
    assert len(asked) == 2, "once for each model"


def test_the_first_use_is_explained_and_can_be_cancelled(qtbot, make_window: MakeWindow) -> None:
    window = make_window("compile")
    window.parts.values.prompt = "owl"
    window.parts.actions["generate"].trigger()
    qtbot.waitUntil(lambda: len(sentences(window)) == 1)
    assert sentences(window)[0].startswith("First use of this model")
    (banner,) = window.parts.column.banners.banners
    first = banner.words.text()
    qtbot.waitUntil(lambda: banner.words.text() != first)
    assert isinstance(window.parts.services.session.state, LoadingModel)
    qtbot.mouseClick(banner.buttons[0], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: isinstance(window.parts.services.session.state, Ready))
    qtbot.waitUntil(lambda: sentences(window) == [])


def test_the_cache_is_shown_limited_and_cleared(
    qtbot, make_window: MakeWindow, app_paths: AppPaths
) -> None:
    cache = CompiledCache(app_paths.cache / "coreml")
    for number in (1, 2, 3):
        with cache.making(f"{number:032x}", f"Unet{number}") as path:
            path.mkdir()
            (path / "weights").write_bytes(b"x" * 1_000_000 * number)
    window = make_window()
    window.parts.window_actions.open_preferences()
    page = window.parts.window_actions._preferences.coreml
    qtbot.waitUntil(lambda: page.list.topLevelItemCount() == 3)
    assert page.total.text() == "3 compiled models, 6.0 MB"
    page._on_limit(0.004)
    qtbot.waitUntil(lambda: page.list.topLevelItemCount() < 3)
    assert window.parts.services.settings.values.coreml_cache_limit_gb == 0.004
    assert cache.size() <= 4e6
    qtbot.mouseClick(page.clear, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.total.text() == "Nothing is compiled yet.")
    assert cache.entries() == []
