"""The left panel: each control, what it allows, and how it follows the chosen model."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QPalette, QWheelEvent
from PySide6.QtWidgets import QApplication

from desktop.app.app_controller import install_language
from desktop.core.capabilities import Capabilities, Support, UnitChoice
from desktop.core.hardware.compute import ComputeUnit
from desktop.core.messages import Message
from desktop.models.model import Model
from desktop.ui.controls.number_box import NumberBox
from desktop.ui.generate.panel.size_control import size_presets
from desktop.ui.menus.actions import SPECS
from desktop.ui.shell.empty_state import EmptyState

from .conftest import MakeWindow
from .given_models import give_models


def a_model(name: str, **capabilities) -> Model:
    starter = capabilities.pop("like")
    units = capabilities.pop("units", (UnitChoice(unit=ComputeUnit.ALL, recommended=True),))
    return msgspec.structs.replace(
        starter,
        name=name,
        path=f"/models/{name}",
        source="/models",
        capabilities=Capabilities(units=units, **capabilities),
        kind="coreml" if capabilities.get("sizes") else "diffusers",
    )


@pytest.fixture
def window(make_window: MakeWindow):
    return make_window()


@pytest.fixture
def choose(window):
    """Puts one more model onto the shelf and chooses it."""

    def do(name: str = "other", **capabilities) -> Model:
        model = a_model(name, like=window.parts.registry.models[0], **capabilities)
        give_models(window.parts.registry, [*window.parts.registry.models, model])
        window.parts.panel.model_row.choose(model.path)
        return model

    return do


def test_the_starter_is_chosen_with_its_defaults(window) -> None:
    starter = window.parts.registry.models[0]
    assert window.parts.values.model == starter.path
    assert window.parts.values.width == starter.defaults.width == 256
    assert window.parts.panel.size_control.width_box.text() == "256"
    assert window.parts.panel.model_row.picker.currentText() == starter.name


def test_what_a_model_cannot_honour_is_off_with_the_reason(window, choose) -> None:
    choose(
        negative_prompt=Support(False, Message("A turbo model has no negative prompt.")),
        guidance=Support(False, Message("A turbo model runs without guidance.")),
    )
    prompts = window.parts.panel.prompts
    assert not prompts.negative.isEnabled()
    assert prompts.reason.isVisible()
    assert prompts.reason.text() == "A turbo model has no negative prompt."
    assert not window.parts.panel.guidance.isEnabled()
    assert window.parts.panel.guidance.toolTip() == "A turbo model runs without guidance."
    window.parts.panel.model_row.choose(window.parts.registry.models[0].path)
    assert prompts.negative.isEnabled()
    assert not prompts.reason.isVisible()
    assert window.parts.panel.guidance.isEnabled()


def test_a_model_of_one_size_shows_only_that(window, choose) -> None:
    choose(sizes=((512, 768),))
    assert (window.parts.values.width, window.parts.values.height) == (512, 768)
    assert not window.parts.panel.size_control.width_box.isEnabled()
    assert window.parts.panel._size_row.reason.isVisible()


def test_numbers_that_were_changed_stay_when_the_model_changes(window, choose) -> None:
    window.parts.values.steps = 41
    choose()
    assert window.parts.values.steps == 41


def test_only_the_models_units_are_offered_and_the_best_is_marked(window, choose) -> None:
    choose(
        units=(
            UnitChoice(unit=ComputeUnit.CPU_AND_NE, recommended=True),
            UnitChoice(unit=ComputeUnit.CPU_AND_GPU, confirm=Message("It may crash. Go on?")),
        )
    )
    units = window.parts.panel.model_row.units
    texts = [units.itemText(row) for row in range(units.count())]
    assert texts == ["CPU & Neural Engine (recommended)", "CPU & GPU"]
    assert window.parts.values.compute_unit == "CPU_AND_NE"


def test_a_misfit_unit_wants_a_confirmation(window, choose, monkeypatch) -> None:
    choose(
        units=(
            UnitChoice(unit=ComputeUnit.CPU_AND_NE, recommended=True),
            UnitChoice(unit=ComputeUnit.CPU_AND_GPU, confirm=Message("It may crash. Go on?")),
        )
    )
    units = window.parts.panel.model_row.units
    monkeypatch.setattr(units.confirmation, "ask", lambda _choice: False)
    units.setCurrentIndex(1)
    units.activated.emit(1)
    assert window.parts.values.compute_unit == "CPU_AND_NE"
    assert units.value() == "CPU_AND_NE"
    monkeypatch.setattr(units.confirmation, "ask", lambda _choice: True)
    units.setCurrentIndex(1)
    units.activated.emit(1)
    assert window.parts.values.compute_unit == "CPU_AND_GPU"


def test_models_that_cannot_run_are_shown_with_the_reason(window, choose) -> None:
    broken = msgspec.structs.replace(
        window.parts.registry.models[0], name="Broken", path="/b", problem="The UNet is missing."
    )
    give_models(window.parts.registry, [*window.parts.registry.models, broken])
    picker = window.parts.panel.model_row.picker
    row = next(r for r in range(picker.count()) if "Broken" in picker.itemText(r))
    item = picker.model().item(row)
    assert not item.isEnabled()
    assert "The UNet is missing." in item.toolTip()


@pytest.mark.parametrize("typed", ["0", "7", str(2**64 - 1)])
def test_a_seed_is_typed_and_kept(qtbot, window, typed: str) -> None:
    seed = window.parts.panel.seed
    qtbot.keyClicks(seed.edit, typed)
    assert window.parts.values.seed == int(typed)
    assert window.parts.values.keep_seed
    assert seed.keep.isChecked()


def test_a_seed_beyond_64_bits_cannot_be_typed(qtbot, window) -> None:
    edit = window.parts.panel.seed.edit
    qtbot.keyClicks(edit, str(2**64))
    assert int(edit.text()) <= 2**64 - 1


def test_a_pasted_seed_loses_what_stands_around_it(window) -> None:
    edit = window.parts.panel.seed.edit
    QApplication.clipboard().setText("Seed: 42,")
    edit.paste()
    assert window.parts.values.seed == 42


def test_random_draws_and_keep_takes_the_last_seed(qtbot, window) -> None:
    window.parts.values.steps = 1
    window.parts.actions["generate"].trigger()
    first = window.parts.values.seed
    window.parts.actions["generate"].trigger()
    assert window.parts.values.seed != first
    assert window.parts.panel.seed.edit.text() == ""
    last = window.parts.values.seed
    qtbot.mouseClick(window.parts.panel.seed.keep, Qt.MouseButton.LeftButton)
    assert window.parts.panel.seed.edit.text() == str(last)
    window.parts.actions["generate"].trigger()
    assert window.parts.values.seed == last
    qtbot.mouseClick(window.parts.panel.seed.random, Qt.MouseButton.LeftButton)
    assert not window.parts.values.keep_seed


def test_the_prompt_can_be_undone_even_after_an_example(qtbot, window) -> None:
    prompt = window.parts.panel.prompts.prompt
    qtbot.keyClicks(prompt, "my own words")
    window.parts.values.prompt = "red apple"
    assert prompt.toPlainText() == "red apple"
    prompt.setFocus()
    window.parts.actions["undo"].trigger()
    assert window.parts.values.prompt == "my own words"


def test_swap_and_presets_set_the_size(qtbot, window) -> None:
    size = window.parts.panel.size_control
    size.menu.actions()[1].trigger()
    width, height = window.parts.values.width, window.parts.values.height
    assert width != height
    qtbot.mouseClick(size.swap, Qt.MouseButton.LeftButton)
    assert (window.parts.values.width, window.parts.values.height) == (height, width)


def test_presets_keep_to_what_the_model_can_do(window) -> None:
    starter = window.parts.registry.models[0]
    for width, height in size_presets(starter):
        assert width % starter.capabilities.size_step == 0
        assert height % starter.capabilities.size_step == 0
        assert 0.7 < width * height / (256 * 256) < 1.4


@pytest.mark.parametrize(
    ("typed", "value"), [("7", 7), ("0", 20), ("10000", 1000), ("x", 20), ("", 20), ("1e2", 100)]
)
def test_a_number_field_never_holds_nonsense(qtbot, themed, typed: str, value: int) -> None:
    box = NumberBox(1, 1000)
    qtbot.addWidget(box)
    box.set_value(20)
    box.show()
    box.selectAll()
    box.insert("") if not typed else qtbot.keyClicks(box, typed)
    qtbot.keyClick(box, Qt.Key.Key_Return)
    allowed = {value, 1000} if typed == "10000" else {value}
    assert box.value() in allowed
    assert box.text() == str(box.value())


def test_arrow_keys_step_a_number(qtbot, themed) -> None:
    box = NumberBox(0, 100, step=0.5, decimals=2)
    qtbot.addWidget(box)
    box.set_value(7.25)
    qtbot.keyClick(box, Qt.Key.Key_Up)
    assert box.value() == 7.5
    qtbot.keyClick(box, Qt.Key.Key_Down)
    assert box.value() == 7.0
    assert box.text() == "7"


def test_the_wheel_scrolls_the_panel_and_changes_no_value(window) -> None:
    for control in (
        window.parts.panel.steps.slider,
        window.parts.panel.sampler.sampler,
        window.parts.panel.steps.box,
    ):
        before = (window.parts.values.steps, window.parts.values.sampler)
        spot = QPointF(control.rect().center())
        wheel = QWheelEvent(
            spot,
            control.mapToGlobal(spot),
            QPoint(),
            QPoint(0, -120),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(control, wheel)
        assert (window.parts.values.steps, window.parts.values.sampler) == before


def test_every_control_has_an_accessible_name(window) -> None:
    from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QPlainTextEdit, QSlider

    nameless = []
    for kind in (QAbstractButton, QComboBox, QLineEdit, QPlainTextEdit, QSlider):
        for widget in window.findChildren(kind):
            inner = widget.parentWidget() is not None and isinstance(
                widget.parentWidget(), QLineEdit | QComboBox
            )
            if not inner and not widget.accessibleName() and widget.objectName()[:3] != "qt_":
                nameless.append(f"{widget!r} {widget.text() if hasattr(widget, 'text') else ''}")
    assert nameless == []


def test_the_shortcuts_that_people_know_are_there() -> None:
    keys = {key: spec.name for spec in SPECS for key in (*spec.keys, *spec.view_keys)}
    expected = {
        "Ctrl+Return": "generate",
        "Ctrl+G": "generate",
        "Ctrl+Shift+Return": "generate_first",
        "Ctrl+.": "cancel",
        "Space": "quick_look",
        "Ctrl+E": "start_image",
        "Ctrl+F": "find",
        "Ctrl+S": "save_as",
        "Ctrl+I": "import",
        "Ctrl+Backspace": "trash",
        "Ctrl+,": "preferences",
        "Ctrl+C": "copy",
    }
    assert {key: keys.get(key) for key in expected} == expected
    assert "Esc" not in keys, "it clears and closes what has the focus, and stops nothing"


def test_cmd_return_generates_from_the_prompt(qtbot, window) -> None:
    prompt = window.parts.panel.prompts.prompt
    prompt.setFocus()
    window.activateWindow()
    qtbot.waitActive(window)
    qtbot.keyClicks(prompt, "owl")
    qtbot.keyClick(prompt, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: len(window.parts.pictures.paths) == 1)
    assert prompt.toPlainText() == "owl"


def test_the_palette_follows_light_and_dark(window, themed) -> None:
    light = window.palette().color(window.palette().ColorRole.Window)
    themed.show_as("dark")
    dark = window.palette().color(window.palette().ColorRole.Window)
    themed.show_as("light")
    assert light.lightnessF() > 0.8
    assert dark.lightnessF() < 0.3


def test_a_new_accent_colour_is_followed(qtbot, window, themed) -> None:
    """A Mac tells each window of it by this event; the filter is installed there only."""
    palette = QPalette(window.palette())
    palette.setColor(QPalette.ColorRole.Accent, QColor("#ff00ff"))
    QApplication.setPalette(palette)
    themed.eventFilter(window, QEvent(QEvent.Type.ThemeChange))
    accent = QPalette.ColorRole.Accent
    qtbot.waitUntil(lambda: QApplication.palette().color(accent) != QColor("#ff00ff"))


def test_a_size_that_cannot_be_drawn_becomes_the_nearest_one(qtbot, window) -> None:
    box = window.parts.panel.size_control.width_box
    box.setFocus()
    box.selectAll()
    qtbot.keyClicks(box, "257")
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert box.text() == "256"
    assert window.parts.values.width == 256


def test_generate_takes_a_size_that_is_being_typed_as_it_can_be(qtbot, window) -> None:
    window.activateWindow()
    qtbot.waitActive(window)
    box = window.parts.panel.size_control.width_box
    box.setFocus()
    box.selectAll()
    qtbot.keyClicks(box, "65")
    window.parts.values.prompt, window.parts.values.steps = "owl", 1
    window.parts.actions["generate"].trigger()
    assert window.parts.values.width == 64
    assert not window.parts.column.banners.banners


def test_a_far_too_large_size_is_warned_of(window) -> None:
    row = window.parts.panel._size_row
    assert row.reason.isHidden()
    window.parts.values.width = window.parts.values.height = 2048
    assert "256 × 256" in row.reason.text()
    assert not row.reason.isHidden()
    window.parts.values.width = window.parts.values.height = 256
    assert row.reason.isHidden()


def test_a_chosen_model_that_vanishes_is_said(window, choose) -> None:
    model = choose("dream")
    starter = window.parts.registry.models[0]
    give_models(window.parts.registry, [starter])
    assert window.parts.values.model == starter.path
    (banner,) = window.parts.column.banners.banners
    assert Path(model.path).name in banner.sentence
    assert "Starter" in banner.sentence


@pytest.mark.parametrize(("language", "first"), [("en", "red apple"), ("ko", "빨간 사과")])
def test_the_examples_are_in_the_windows_language(qapp, qtbot, themed, language, first) -> None:
    install_language(qapp, language)
    try:
        empty = EmptyState()
        qtbot.addWidget(empty)
    finally:
        install_language(qapp, "en")
    assert empty.chips[0].text() == first
    hangul = [any("\uac00" <= c <= "\ud7a3" for c in chip.text()) for chip in empty.chips]
    assert set(hangul) == {language == "ko"}
