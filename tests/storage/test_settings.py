from __future__ import annotations

import json
import os
from pathlib import Path

import msgspec
import pytest

from desktop.core.errors import EaselError
from desktop.storage.settings_file import (
    SETTINGS_VERSION,
    Settings,
    SettingsFile,
    folder_among,
    title_of,
)
from desktop.storage.window_state import WindowState
from tests.decomposed import decomposed


def test_changes_are_saved_and_read_back(tmp_path: Path) -> None:
    path = tmp_path / "new" / "settings.json"
    settings = SettingsFile(path)
    settings.change(model_folders=("/a", "/b"), low_memory=True, language="ko")
    again = SettingsFile(path)
    assert again.values == settings.values
    assert again.values.model_folders == ("/a", "/b")
    assert again.notice is None


def test_a_model_folder_is_added_once_however_it_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own, theirs, link = tmp_path / "Models", tmp_path / "모델", tmp_path / "link"
    own.mkdir()
    theirs.mkdir()
    link.symlink_to(theirs)
    monkeypatch.chdir(tmp_path)
    settings = SettingsFile(tmp_path / "settings.json")
    settings.add_model_folders(Path("모델"), theirs / ".." / "모델", own, link, own=own)
    assert settings.values.model_folders == (str(theirs),)
    away = Path("/Volumes/디스크/Models")
    settings.add_model_folders(away, Path(decomposed(str(away))), own=own)
    settings.add_model_folders(Path(f"{away}/"), link, own=own)
    assert SettingsFile(settings.path).values.model_folders == (str(theirs), str(away))


def test_two_folders_that_a_disk_tells_apart_are_two(tmp_path: Path) -> None:
    one, other = tmp_path / "모델", tmp_path / decomposed("모델")
    one.mkdir()
    assert folder_among(other, (str(one),)) == str(one)
    try:
        other.mkdir()
    except FileExistsError:
        pytest.skip("this disk takes both names for one folder")
    assert folder_among(other, (str(one),)) is None


def test_a_folder_that_cannot_be_saved_holds_until_the_end(tmp_path: Path) -> None:
    settings = SettingsFile(tmp_path / "file" / "settings.json")
    (tmp_path / "file").write_text("")
    with pytest.raises(EaselError):
        settings.add_model_folders(tmp_path / "a", tmp_path / "b", own=tmp_path / "own")
    assert settings.values.model_folders == (str(tmp_path / "a"), str(tmp_path / "b"))


@pytest.mark.parametrize("name", [field.name for field in msgspec.structs.fields(Settings)])
def test_every_setting_has_a_title(name: str) -> None:
    if name != "version":
        assert title_of(name)


def test_a_wrong_value_is_refused(tmp_path: Path) -> None:
    settings = SettingsFile(tmp_path / "settings.json")
    with pytest.raises(msgspec.ValidationError):
        settings.change(coreml_cache_limit_gb=-1.0)
    with pytest.raises(KeyError):
        settings.change(colour="red")
    assert not (tmp_path / "settings.json").exists()


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"\xff\xfe\x00", b'{"version": 1', b"[" * 100_000]
)
@pytest.mark.expects_warnings("set aside")
def test_a_damaged_file_is_set_aside(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "settings.json"
    path.write_bytes(content)
    settings = SettingsFile(path)
    assert settings.values == Settings()
    (aside,) = tmp_path.glob("settings.damaged-*.json")
    assert aside.read_bytes() == content
    assert str(aside) in str(settings.notice)
    settings.change(low_memory=True)
    assert SettingsFile(path).values.low_memory


@pytest.mark.expects_warnings("set aside")
def test_one_bad_value_costs_only_itself(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text('{"version": 1, "language": 5, "low_memory": true, "theirs": [1]}')
    settings = SettingsFile(path)
    assert settings.values.low_memory
    assert settings.values.language == ""
    assert "Language" in str(settings.notice)
    assert list(tmp_path.glob("settings.damaged-*.json"))
    settings.change(low_memory=False)
    assert json.loads(path.read_text())["theirs"] == [1]


def test_a_newer_file_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    text = json.dumps({"version": SETTINGS_VERSION + 1, "low_memory": True, "more": {}})
    path.write_text(text)
    settings = SettingsFile(path)
    assert settings.read_only
    assert "newer" in str(settings.notice)
    assert settings.change(language="en").language == "en"
    assert path.read_text() == text


def test_a_linked_file_stays_a_link(tmp_path: Path) -> None:
    real = tmp_path / "dotfiles.json"
    real.write_text("{}")
    link = tmp_path / "settings.json"
    link.symlink_to(real)
    SettingsFile(link).change(low_memory=True)
    assert link.is_symlink()
    assert json.loads(real.read_text())["low_memory"] is True


def test_a_place_that_cannot_be_written_gives_a_sentence() -> None:
    settings = SettingsFile(Path("/proc/easel/settings.json"))
    with pytest.raises(EaselError, match="save the settings"):
        settings.change(low_memory=True)
    assert settings.values.low_memory


def test_no_temporary_file_is_left(tmp_path: Path) -> None:
    SettingsFile(tmp_path / "settings.json").change(low_memory=True)
    assert os.listdir(tmp_path) == ["settings.json"]


@pytest.mark.expects_warnings("set aside")
def test_window_state_survives_and_starts_anew_when_damaged(tmp_path: Path) -> None:
    path = tmp_path / "window.json"
    state = WindowState(path)
    state.set("prompt", "사과\n🍎")
    state.set("splitter", [250, 500, 300])
    state.save()
    assert WindowState(path).get("prompt") == "사과\n🍎"
    assert WindowState(path).get("missing", 3) == 3
    path.write_bytes(b"{oops")
    assert WindowState(path).get("prompt") is None
    assert list(tmp_path.glob("window.damaged-*.json"))
