"""Presets in the window: applied, saved, shared, dropped."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from desktop.core.prompts.styles import FIRST_STYLES
from desktop.core.request import LoraUse
from desktop.models.catalogue.catalogue import catalogue
from desktop.models.library import STARTER_NAME
from desktop.storage.metadata.preset import Preset
from desktop.storage.preset_files import BUILT_IN, PresetFolder, write_preset
from desktop.ui.generate.presets.manage_presets_dialog import PresetsDialog
from desktop.ui.generate.presets.save_preset_dialog import SavePresetDialog
from desktop.ui.i18n.bundled_names import NAMES, shown_name

from .conftest import MakeWindow


@pytest.fixture
def window(make_window: MakeWindow):
    return make_window()


def choose(window, text: str) -> None:
    """Choose an entry of the pop-up as a click does."""
    picker = window.parts.panel.presets
    picker.fill()
    row = next(row for row in range(picker.count()) if picker.itemText(row) == text)
    picker.setCurrentIndex(row)
    picker.activated.emit(row)


def test_ksamplers_numbers_for_turbo_are_one_choice(window) -> None:
    window.parts.values.prompt, window.parts.values.width = "mine", 320
    choose(window, "SDXL-Turbo, 1 step")
    values = window.parts.values
    assert (values.steps, values.guidance_scale) == (1, 1.0)
    assert (values.sampler, values.noise_schedule) == ("euler", "karras")
    assert (values.prompt, values.width) == ("mine", 320)
    picker = window.parts.panel.presets
    assert picker.currentText() == "SDXL-Turbo, 1 step"
    values.prompt = "another"
    assert picker.currentText() == "SDXL-Turbo, 1 step"
    values.steps = 9
    assert picker.currentText() == ""


def test_settings_are_saved_and_come_back(qtbot, window, app_paths) -> None:
    values = window.parts.values
    values.prompt, values.steps, values.clip_skip, values.rng = "a fox", 9, 1, "nvidia"
    values.variation_strength = 0.2
    choose(window, "Save Settings as Preset…")
    dialog = window.findChild(SavePresetDialog)
    dialog.accept()
    assert dialog.problem.isVisible()
    qtbot.keyClicks(dialog.name, "Mine")
    dialog.accept()
    saved = PresetFolder(app_paths.presets).named("Mine").settings
    assert saved["steps"] == 9
    assert not {"prompt", "seed", "image", "created", "device"} & set(saved)
    values.prompt, values.steps, values.clip_skip, values.rng = "a bird", 2, 0, "torch"
    values.variation_strength, values.safety_checker = 0.0, False
    choose(window, "Mine")
    assert (values.steps, values.clip_skip, values.rng) == (9, 1, "nvidia")
    assert (values.variation_strength, values.safety_checker) == (0.2, True)
    assert values.prompt == "a bird"


def test_what_a_preset_names_and_is_not_there_is_said(window) -> None:
    preset = Preset("X", {"model": {"name": "Gone"}, "loras": [{"name": "lost", "weight": 1}]})
    window.parts.values.loras = (LoraUse(name="a", path="/a"),)
    window.parts.panel.presets.apply(preset)
    said = [banner.sentence for banner in window.parts.column.banners.banners]
    assert any("Gone" in sentence for sentence in said)
    assert any("lost" in sentence for sentence in said)


def test_presets_are_shared_added_and_removed(
    qtbot, window, app_paths, tmp_path, monkeypatch
) -> None:
    folder = PresetFolder(app_paths.presets)
    folder.save("Mine", {"steps": 3})
    choose(window, "Manage Presets…")
    dialog = window.findChild(PresetsDialog)
    target = tmp_path / "out" / "shared.json"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    dialog.share_preset()
    assert json.loads(target.read_text())["settings"] == {"steps": 3}
    target.write_text(target.read_text().replace("Mine", "Theirs"))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(target), ""))
    dialog.add_preset()
    assert [preset.name for preset in folder.load()] == ["Mine", "Theirs"]
    dialog.list.setCurrentRow(1)
    dialog.remove_preset()
    assert [preset.name for preset in folder.load()] == ["Mine"]
    target.write_text("nothing")
    dialog.add_preset()
    assert "holds no preset" in dialog.problem.text()


def test_a_dropped_preset_is_offered(qtbot, window, app_paths, tmp_path: Path) -> None:
    path = tmp_path / "given.json"
    write_preset(Preset("Given", {"steps": 11}), path)
    window.parts.drop_handler.offer(str(path))
    qtbot.waitUntil(lambda: bool(window.parts.column.banners.banners))
    banner = window.parts.column.banners.banners[0]
    assert "is a preset" in banner.sentence
    buttons = {button.text(): button for button in banner.buttons}
    buttons["Use Its Settings"].click()
    assert window.parts.values.steps == 11
    window.parts.drop_handler.add_preset(str(path))
    qtbot.waitUntil(lambda: len(PresetFolder(app_paths.presets).load()) == 1)


def test_all_that_comes_with_easel_is_known_by_name_in_every_language() -> None:
    own = [entry for entry in catalogue() if entry.included]
    models = {STARTER_NAME, *(entry.name for entry in own), *(entry.title for entry in own)}
    others = {preset.name for preset in BUILT_IN} | {style.name for style in FIRST_STYLES}
    assert models | others == set(NAMES)
    assert shown_name("Mine") == "Mine"


def test_a_line_parts_presets_from_what_can_be_done_with_them(window) -> None:
    picker = window.parts.panel.presets
    picker.fill()
    role = Qt.ItemDataRole.AccessibleDescriptionRole
    (row,) = [row for row in range(picker.count()) if picker.itemData(row, role) == "separator"]
    assert not picker.entry(row).isEnabled()
    assert picker.itemText(row + 1) == "Save Settings as Preset…"
    height = picker.view().sizeHintForRow
    assert height(row) < height(row + 1) / 2, "it would look like an empty entry"
