"""Presets: files that are written whole, read back, shared, and told from everything else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from desktop.core.errors import BadInput, EaselError
from desktop.core.sampling.samplers import NOISE_SCHEDULES, SAMPLERS
from desktop.storage.metadata.preset import PRESET_KEY, Preset
from desktop.storage.metadata.reading import read_recipe
from desktop.storage.preset_files import BUILT_IN, PresetFolder, read_preset, write_preset
from tests.decomposed import decomposed


@pytest.fixture
def folder(tmp_path: Path) -> PresetFolder:
    return PresetFolder(tmp_path / "Presets")


def test_a_preset_is_kept_and_found_by_name(folder: PresetFolder) -> None:
    assert folder.load() == []
    saved = folder.save("내 설정", {"steps": 3})
    assert folder.named("내 설정") == saved
    folder.save("내 설정", {"steps": 4})
    assert [preset.settings for preset in folder.load()] == [{"steps": 4}]
    assert folder.named("sdxl-turbo, 1 STEP").settings["steps"] == 1
    with pytest.raises(BadInput, match="There is no preset “x”"):
        folder.named("x")


@pytest.mark.parametrize("name", ["", "  ", "a/b", ".hidden", "x" * 300])
def test_impossible_names_are_refused(folder: PresetFolder, name: str) -> None:
    with pytest.raises(BadInput):
        folder.save(name, {})


def test_a_shared_file_is_added(folder: PresetFolder, tmp_path: Path) -> None:
    shared = tmp_path / "given.json"
    write_preset(Preset("From a friend", {"steps": 7}), shared)
    assert folder.add(shared).name == "From a friend"
    assert folder.named("from a friend").settings == {"steps": 7}
    found = read_recipe(shared)
    assert found is not None
    assert found.recipe.integer("steps") == 7
    assert PRESET_KEY in found.recipe


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b'{"version": 1, "prompt": "x"}', b"\x89PNG", b"[" * 100_000]
)
def test_what_is_no_preset_is_refused(folder: PresetFolder, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.json"
    path.write_bytes(content)
    with pytest.raises(BadInput, match="holds no preset"):
        folder.add(path)
    assert folder.load() == []


def test_damaged_files_are_passed_over(folder: PresetFolder) -> None:
    folder.save("good", {"steps": 2})
    (folder.folder / "bad.json").write_text("{")
    assert [preset.name for preset in folder.load()] == ["good"]
    with pytest.raises(EaselError, match="can’t be read"):
        read_preset(folder.folder / "missing.json")


@pytest.mark.parametrize("preset", BUILT_IN, ids=lambda preset: preset.name)
def test_those_that_come_along_name_what_there_is(preset: Preset) -> None:
    assert preset.settings["sampler"] in SAMPLERS
    assert preset.settings["noise_schedule"] in NOISE_SCHEDULES
    assert json.loads(json.dumps(preset.as_json()))["name"] == preset.name


def test_a_preset_from_another_mac_is_the_one_that_is_typed(folder: PresetFolder) -> None:
    saved = folder.save(decomposed("내 설정"), {"steps": 3})
    assert folder.named("내 설정") == saved
    folder.save("내 설정", {"steps": 4})
    assert [preset.settings for preset in folder.load()] == [{"steps": 4}]


def test_a_given_preset_replaces_none_of_the_users(folder: PresetFolder, tmp_path: Path) -> None:
    mine = folder.save("Portrait", {"steps": 30})
    given = tmp_path / "given.json"
    write_preset(Preset("Portrait", {"steps": 1}), given)
    assert folder.add(given).name == "Portrait 2"
    assert folder.add(given).name == "Portrait 2"  # the same again is not kept twice
    assert folder.named("Portrait").settings == mine.settings
    assert [preset.name for preset in folder.load()] == ["Portrait", "Portrait 2"]
