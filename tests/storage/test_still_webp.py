"""A still WebP is decoded as Pillow decodes it, in half of the memory; an animation as before."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from desktop.core.errors import EaselError
from desktop.files import still_webp
from desktop.files.pictures import PictureTooLarge, flattened, open_picture, upright


def noise(mode: str, width: int = 40, height: int = 30) -> Image.Image:
    values = np.random.default_rng(1).integers(0, 256, (height, width, len(mode)), dtype=np.uint8)
    return Image.fromarray(values, mode)


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
@pytest.mark.parametrize("lossless", [True, False])
def test_the_pixels_are_pillows(mode: str, lossless: bool, tmp_path: Path) -> None:
    path = tmp_path / "a.webp"
    noise(mode).save(path, lossless=lossless, quality=80, exif=_turned(), icc_profile=b"profile")
    with open_picture(path) as image, Image.open(path) as expected:
        assert image.is_lean
        assert image.mode == expected.mode
        assert image.tobytes() == expected.tobytes()
        assert image.info["icc_profile"] == b"profile"
        assert upright(flattened(image), image).size == (30, 40)


def test_an_animation_shows_its_first_frame(tmp_path: Path) -> None:
    path = tmp_path / "a.webp"
    noise("RGB").save(path, save_all=True, append_images=[Image.new("RGB", (40, 30))])
    with open_picture(path) as image, Image.open(path) as expected:
        assert not image.is_lean
        assert image.tobytes() == expected.convert(image.mode).tobytes()


def test_without_libwebps_call_pillow_reads_it(tmp_path: Path, monkeypatch) -> None:
    path = tmp_path / "a.webp"
    noise("RGB").save(path, lossless=True)
    monkeypatch.setattr(still_webp, "_library", lambda: None)
    with open_picture(path) as image:
        assert not image.is_lean
        assert image.tobytes() == noise("RGB").tobytes()


def test_a_phones_picture_is_read_and_one_beyond_memory_is_not(tmp_path: Path) -> None:
    path = tmp_path / "a.webp"
    Image.new("RGB", (6000, 4000), "red").save(path, quality=1, method=0)  # 24 megapixels
    with open_picture(path, side=64) as image:
        assert flattened(image, 64).getpixel((5, 5))[0] > 200
    Image.new("L", (7000, 5000)).save(path, quality=1, method=0)
    with pytest.raises(PictureTooLarge):
        open_picture(path)


def test_a_file_that_ends_too_early_is_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "a.webp"
    noise("RGB", 200, 200).save(path, lossless=True)
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    with pytest.raises((EaselError, OSError)), open_picture(path) as image:
        image.load()


def _turned() -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112] = 6
    return exif
