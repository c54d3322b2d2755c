"""Nothing that lies in a folder makes Easel run another program or code of others."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

import desktop
from desktop.core.errors import EaselError
from desktop.files.pictures import FORMATS, format_of, open_picture
from desktop.storage.pictures.thumbnail_cache import small

POSTSCRIPT = b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 100 100\n%%EndComments\nshowpage\n"
SOURCES = sorted(Path(desktop.__file__).parent.rglob("*.py"))


def test_a_disguised_postscript_picture_starts_no_ghostscript(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = tmp_path / "told"
    program = tmp_path / "bin" / "gs"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\necho "$@" >> {told}\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")
    for name in ("doc.png", "doc.eps"):
        (tmp_path / name).write_bytes(POSTSCRIPT)
        with pytest.raises(EaselError, match="damaged or no picture"):
            small(tmp_path / name, 256)
    assert not told.exists()


def test_pictures_are_opened_in_one_place_only() -> None:
    opening = [
        path.name for path in SOURCES if re.search(r"\bImage\.open\(", path.read_text("utf-8"))
    ]
    assert opening == ["pictures.py"]
    assert "EPS" not in FORMATS


@pytest.mark.parametrize("data", [b"GIF89a" + bytes(20), b"8BPS" + bytes(20), b"<svg/>", b""])
def test_other_formats_are_no_pictures(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(data)
    assert format_of(path) == ""
    with pytest.raises(EaselError, match="damaged or no picture"):
        open_picture(path)


def test_a_pipe_in_place_of_a_picture_keeps_nobody_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.png")
    assert format_of(tmp_path / "a.png") == ""
    with pytest.raises(EaselError, match="damaged or no picture"):
        open_picture(tmp_path / "a.png")
