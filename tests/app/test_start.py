"""A start always ends in a window that works, or in a dialog that says why there is none."""

from __future__ import annotations

import os
import resource
import sys
from pathlib import Path

import psutil
import pytest

from desktop.storage.settings_file import SettingsFile
from tests.waiting import wait_until

from .conftest import RunApp, Seen

FILES = (
    "settings.json",
    "queue.json",
    "window.json",
    "styles.json",
    "prompts.json",
    "answers.json",
    "Caches/models.json",
    "Caches/hashes.json",
)
FOLDERS = ("Logs", "Caches", "Models", "Inputs", "Presets", "Wildcards")
DAMAGE = {
    "a bad byte": b'{"version":1,"jobs":[{"id":"\xff"}],"geometry":"\xff"}',
    "deep nesting": b"[" * 100_000,
    "another kind": b'{"version":"x","geometry":"ab","controls":{"steps":[],"width":1e400}}',
}


def works(seen: Seen) -> list[str]:
    """What the window said in banners; it has models and ended as it should."""
    assert seen.code == 0, seen.stderr
    assert seen.facts["models"] == ["Starter (draws icons)"]
    assert "Traceback" not in seen.stderr
    return seen.facts["errors"]


@pytest.mark.parametrize("data", DAMAGE.values(), ids=DAMAGE)
def test_damaged_files_are_set_aside(easel_home: Path, run_app: RunApp, data: bytes) -> None:
    for name in FILES:
        path = easel_home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    sentences = works(run_app("look"))
    assert sentences
    assert all("queue" in sentence or "settings" in sentence for sentence in sentences)
    assert list(easel_home.glob("queue.damaged-*.json"))
    log = (easel_home / "Logs" / "easel.log").read_text()
    assert "queue.json was damaged and is set aside" in log


@pytest.mark.draws
def test_an_idle_window_starts_its_engine_and_ends_it(run_app: RunApp) -> None:
    seen = run_app("idle")
    works(seen)
    wait_until(lambda: not psutil.pid_exists(seen.facts["engine"]))


def test_no_engine_waits_where_memory_is_to_be_saved(easel_home: Path, run_app: RunApp) -> None:
    assert run_app("look").facts["starts_engine"]
    settings = SettingsFile(easel_home / "settings.json")
    settings.change(low_memory=True)
    assert not run_app("look").facts["starts_engine"]


def test_folders_where_files_should_be(easel_home: Path, run_app: RunApp) -> None:
    for name in (*FILES, "index.sqlite", "Logs/engine.log"):
        (easel_home / name).mkdir(parents=True)
    sentences = works(run_app("look"))
    assert any("settings" in sentence for sentence in sentences)


@pytest.mark.draws
def test_files_where_folders_should_be(easel_home: Path, run_app: RunApp) -> None:
    easel_home.mkdir()
    for name in FOLDERS:
        (easel_home / name).write_bytes(b"")
    (sentence,) = works(run_app("draw"))
    assert len(list(easel_home.glob("Pictures/*.png"))) == 1
    assert sentence.startswith("Easel couldn’t write its log: ")
    assert "is a file, not a folder" in sentence


def test_a_home_that_cant_be_written_is_one_banner(tmp_path: Path, run_app: RunApp) -> None:
    home = tmp_path / "locked"
    home.mkdir(mode=0o555)
    if os.access(home, os.W_OK):  # root may write everywhere, but not there
        if sys.platform != "linux":
            pytest.skip("root may write everywhere")
        home = Path("/proc/easel")
    seen = run_app("look", home)
    assert works(seen) == []
    (sentence,) = seen.facts["banners"]  # the window may only read: no error, but it stays
    assert sentence.startswith("Easel couldn’t keep a queue: ")


def test_a_disk_without_room_is_said_once(easel_home: Path, run_app: RunApp) -> None:
    def no_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))

    seen = run_app("look", before=no_room)
    works(seen)
    (sentence,) = seen.facts["banners"]  # which file fails last depends on the machine
    assert sentence.startswith("Easel couldn’t ")
    assert "too large for the disk of" in sentence


def test_what_can_not_be_filled_says_why_in_a_dialog(easel_home: Path, run_app: RunApp) -> None:
    seen = run_app("fill")
    dialog = seen.facts["dialog"]
    assert seen.code == 1
    assert "ZeroDivisionError" in dialog["sentence"]
    assert "in _fill" in dialog["details"]
    assert dialog["stays"]  # Copy Report doesn't close it
    assert dialog["report"].startswith(dialog["sentence"])
    assert "easel: " in dialog["report"]
    assert "ZeroDivisionError: no parts" in dialog["report"]
    log = (easel_home / "Logs" / "easel.log").read_text()
    assert "CRITICAL desktop.app.open_window: The window can't be filled" in log
    assert "QThread" not in seen.stderr  # nothing was left running
