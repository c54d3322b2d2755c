"""Qt reads the pictures that Easel means, no others, and none that takes too much memory."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from PIL import Image

from desktop.ui.imaging.picture_drag import read_whole
from desktop.ui.imaging.picture_reader import picture_reader, picture_size
from desktop.ui.imaging.thumbnails import read_scaled
from tests.reliability import bombs

SVG = b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><image href='/etc/x'/></svg>"


@pytest.mark.parametrize("data", [SVG, b"GIF89a" + bytes(40), b"P6 1 1 255 abc", b"", b"BM" * 40])
@pytest.mark.parametrize("name", ["a.png", "a.svg", "a.gif"])
def test_other_formats_are_never_tried(qapp, data: bytes, name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    assert picture_reader(str(path)) is None
    assert not picture_size(str(path)).isValid()
    assert read_scaled(str(path), 64).isNull()
    assert read_whole(str(path)).isNull()


def test_a_pipe_keeps_the_window_from_nothing(qapp, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.png")
    assert read_whole(str(tmp_path / "a.png")).isNull()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "TIFF"])
def test_each_of_easels_formats_is_read_whatever_its_name(qapp, kind: str, tmp_path: Path) -> None:
    path = tmp_path / "misnamed.png"
    Image.new("RGB", (40, 20), "red").save(path, kind)
    assert picture_size(str(path)).width() == 40
    assert read_scaled(str(path), 20).width() == 20
    assert read_whole(str(path)).height() == 20


def test_a_picture_that_would_take_too_much_memory_is_not_decoded(qapp, tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(
        bombs.SIGNATURE
        + bombs.header(20_000, 20_000)
        + bombs.pixels(100, 100, 3)
        + bombs.chunk(b"IEND", b"")
    )
    assert picture_size(str(path)).width() == 20_000
    assert read_whole(str(path)).isNull()
    assert read_scaled(str(path), 256).isNull()
