from __future__ import annotations

import os
import struct
import threading
import zlib
from pathlib import Path

import pytest
from PIL import Image

from desktop.core.errors import EaselError
from desktop.storage.metadata.formats.png import SIGNATURE
from desktop.storage.pictures.thumbnail_cache import SIDES, ThumbnailCache, small


@pytest.fixture
def cache(tmp_path: Path) -> ThumbnailCache:
    return ThumbnailCache(tmp_path / "cache")


def chunk(content: bytes) -> bytes:
    return struct.pack(">I", len(content) - 4) + content + struct.pack(">I", zlib.crc32(content))


def sizes(path: Path) -> tuple[int, int]:
    return path.stat().st_mtime_ns, path.stat().st_size


@pytest.mark.parametrize("side", SIDES)
def test_made_once_and_found_again(cache: ThumbnailCache, folder: Path, side: int) -> None:
    path = folder / "a.png"
    Image.new("RGB", (1000, 500), (200, 30, 30)).save(path)
    assert cache.find(path, *sizes(path), side) is None
    made = cache.make(path, *sizes(path), side)
    assert cache.find(path, *sizes(path), side) == made
    with Image.open(made) as image:
        assert image.size == (side, side // 2)
        red, green, blue = image.convert("RGB").getpixel((5, 5))  # type: ignore[misc]
        assert abs(red - 200) < 6 and abs(green - 30) < 6 and abs(blue - 30) < 6  # noqa: PT018
    assert not list(cache.folder.rglob("*.part"))


def test_a_changed_picture_has_another_thumbnail(cache: ThumbnailCache, folder: Path) -> None:
    path = folder / "a.png"
    Image.new("RGB", (10, 10)).save(path)
    old = cache.make(path, *sizes(path), 256)
    Image.new("RGB", (20, 20), "red").save(path)
    assert cache.find(path, *sizes(path), 256) is None
    assert cache.make(path, *sizes(path), 256) != old
    assert cache.place(path, 1, 2, 256) != cache.place(folder / "b.png", 1, 2, 256)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "RGB", "I;16", "CMYK"])
def test_every_kind_of_pixels(folder: Path, mode: str) -> None:
    path = folder / ("a.jpg" if mode == "CMYK" else "a.png")
    Image.new(mode, (300, 200)).save(path)
    image = small(path, 256)
    assert image.mode == "RGB"
    assert image.size == (256, 171)


def test_transparency_is_paper_and_exif_turns(folder: Path) -> None:
    Image.new("RGBA", (8, 8), (0, 0, 0, 0)).save(folder / "a.png")
    assert small(folder / "a.png", 8).getpixel((0, 0)) == (255, 255, 255)
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (80, 40)).save(folder / "b.jpg", exif=exif)
    assert small(folder / "b.jpg", 80).size == (40, 80)


def test_small_pictures_are_not_enlarged(folder: Path) -> None:
    Image.new("RGB", (10, 20)).save(folder / "a.png")
    assert small(folder / "a.png", 256).size == (10, 20)


@pytest.mark.parametrize("data", [b"", b"not a picture", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"])
def test_damaged_pictures_get_a_sentence(cache: ThumbnailCache, folder: Path, data: bytes) -> None:
    path = folder / "a.png"
    path.write_bytes(data)
    with pytest.raises(EaselError, match="damaged or no picture"):
        cache.make(path, *sizes(path), 256)
    with pytest.raises(EaselError, match="isn’t there any more"):
        cache.make(folder / "gone.png", 0, 0, 256)


def test_a_picture_cut_short(cache: ThumbnailCache, folder: Path) -> None:
    path = folder / "a.png"
    Image.effect_noise((300, 300), 50).save(path)
    path.write_bytes(path.read_bytes()[:20000])
    with pytest.raises(EaselError, match="damaged"):
        cache.make(path, *sizes(path), 256)


def test_a_decompression_bomb_is_not_decoded(cache: ThumbnailCache, folder: Path) -> None:
    head = b"IHDR" + struct.pack(">IIBBBBB", 30000, 30000, 8, 2, 0, 0, 0)
    path = folder / "bomb.png"
    chunks = (head, b"IDAT" + zlib.compress(bytes(100)), b"IEND")
    path.write_bytes(SIGNATURE + b"".join(map(chunk, chunks)))
    with pytest.raises(EaselError, match="too large to be opened here"):
        cache.make(path, *sizes(path), 256)


def test_the_least_used_go_first(folder: Path, tmp_path: Path) -> None:
    cache = ThumbnailCache(tmp_path / "cache", limit=10_000)
    made: list[Path] = []
    for number in range(8):
        path = folder / f"{number}.png"
        Image.effect_noise((80, 80), 90).save(path)
        made.append(cache.make(path, *sizes(path), 256))
        os.utime(made[-1], (1000 + number, 1000 + number))
    used = folder / "0.png"
    assert cache.find(used, *sizes(used), 256) == made[0]
    foreign = cache.folder / "notes.txt"
    foreign.write_text("mine")
    left = cache.trim()
    assert left <= 8000
    assert made[0].exists()
    assert not made[1].exists()
    assert foreign.exists()
    assert cache.trim() == left


def test_many_threads_make_the_same(cache: ThumbnailCache, folder: Path) -> None:
    path = folder / "a.png"
    Image.effect_noise((400, 300), 50).save(path)
    results: list[Path] = []
    threads = [
        threading.Thread(target=lambda: results.append(cache.make(path, *sizes(path), 256)))
        for _ in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(results)) == 1
    with Image.open(results[0]) as image:
        image.load()


def test_a_cache_that_cannot_be_written_gives_a_sentence(folder: Path) -> None:
    path = folder / "a.png"
    Image.new("RGB", (10, 10)).save(path)
    with pytest.raises(EaselError, match="thumbnail"):
        ThumbnailCache(Path("/proc/easel")).make(path, 0, 0, 256)
