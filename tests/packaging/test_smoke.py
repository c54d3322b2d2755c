"""The smoke test's own parts tell good from bad."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import report
import smoke
import smoke_picture
import smoke_watch
from PIL import Image, PngImagePlugin

RECIPE = {"prompt": "fox", "width": 64, "height": 64, "steps": 8, "device": "cpu"}


def write(path: Path, picture: Image.Image, recipe: dict[str, object]) -> Path:
    info = PngImagePlugin.PngInfo()
    info.add_itxt("easel", json.dumps(recipe))
    picture.save(path, pnginfo=info)
    return path


def test_a_drawn_picture_passes(tmp_path: Path) -> None:
    picture = Image.frombytes("RGB", (64, 64), os.urandom(64 * 64 * 3))
    path = write(tmp_path / "fox.png", picture, RECIPE)
    assert smoke_picture.check_picture(path, "fox") == "64 x 64 pixels, 8 steps on cpu"
    with pytest.raises(ValueError, match="prompt"):
        smoke_picture.check_picture(path, "apple")


def test_a_black_picture_does_not(tmp_path: Path) -> None:
    path = write(tmp_path / "black.png", Image.new("RGB", (64, 64)), RECIPE)
    with pytest.raises(ValueError, match="one colour"):
        smoke_picture.check_picture(path, "fox")


@pytest.mark.skipif(not smoke_watch.PROC.is_dir(), reason="needs /proc")
def test_python_code_from_outside_the_bundle_is_seen(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", "import msgspec, sys; print(flush=True); sys.stdin.read()"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        found = smoke_watch.foreign_files(process.pid, tmp_path)
        assert any("msgspec" in path for path in found)
        assert process.pid in smoke_watch.processes_of(os.getpid())
        process.communicate()


def test_environment_of_the_built_program_has_no_python(tmp_path: Path) -> None:
    environment = smoke.bare_environment(tmp_path)
    assert environment["PATH"] == ""
    assert not [name for name in environment if "PYTHON" in name or "VIRTUAL" in name]


def test_a_virtual_macs_gpu_is_left_alone_by_the_built_program_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EASEL_DEVICE", "cpu")
    assert smoke.bare_environment(tmp_path)["EASEL_DEVICE"] == "cpu"
    monkeypatch.delenv("EASEL_DEVICE")
    assert "EASEL_DEVICE" not in smoke.bare_environment(tmp_path)


def test_report_weighs_folders_without_following_links(tmp_path: Path) -> None:
    inside = tmp_path / "_internal" / "torch"
    inside.mkdir(parents=True)
    (inside / "lib").write_bytes(bytes(1000))
    (inside / "again").symlink_to("lib")
    (tmp_path / "easel").write_bytes(bytes(10))
    assert report.folder_sizes(tmp_path) == {"torch": 1000, "(programs and Python modules)": 10}
