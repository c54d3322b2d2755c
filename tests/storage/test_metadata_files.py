"""Files that are damaged, huge or hostile: the readers give what is there, or nothing."""

from __future__ import annotations

import io
import json
import struct
import tracemalloc
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from desktop.core.errors import EaselError
from desktop.storage.metadata.formats import heic, jpeg, png, tiff, webp, xmp
from desktop.storage.metadata.formats.exif import exif_block, exif_texts
from desktop.storage.metadata.reading import read_json, read_recipe, recipe_in
from desktop.storage.metadata.tools.a1111_text import parameters_text
from desktop.storage.pictures.picture_encoding import recipe_json
from tests.storage.heic_samples import WITH_EXIF, WITH_XMP
from tests.storage.samples import AWKWARD_PROMPTS, make_recipe, picture, without_permission


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


HEAD = png.SIGNATURE + chunk(b"IHDR", struct.pack(">IIBBBBB", 8, 6, 8, 2, 0, 0, 0))
RECIPE = chunk(b"iTXt", b"easel\0\0\0\0\0" + recipe_json(make_recipe()).encode())
END = chunk(b"IEND", b"")


def samples() -> list[bytes]:
    exif = exif_block(parameters_text(make_recipe()))
    made = [HEAD + RECIPE + chunk(b"IDAT", b"x" * 50) + END]
    packet = xmp.recipe_packet(recipe_json(make_recipe()))
    for kind in ("JPEG", "WEBP", "PNG"):
        buffer = io.BytesIO()
        extra = {} if kind == "PNG" else {"xmp": packet}
        Image.new("RGB", (8, 6), "red").save(buffer, kind, exif=exif, **extra)
        made.append(buffer.getvalue())
    entries = struct.pack("<HHHIIHHIIHHII", 3, 256, 4, 1, 8, 257, 3, 1, 6, 700, 7, len(packet), 50)
    made.append(b"II*\0\x08\0\0\0" + entries + bytes(4) + packet)
    return made


SAMPLES = samples()
READERS = (png.read_png, jpeg.read_jpeg, webp.read_webp, tiff.read_tiff, heic.read_heic)


@pytest.mark.parametrize("prompt", AWKWARD_PROMPTS)
def test_easels_own_comes_back(folder: Path, prompt: str) -> None:
    recipe = make_recipe(prompt=prompt, later={"x": [1]})
    path = picture(folder, prompt=prompt, later={"x": [1]})
    read = read_recipe(path)
    assert read is not None
    assert read.source == "Easel"
    assert read.recipe.as_dict() == recipe


@pytest.mark.parametrize("prompt", AWKWARD_PROMPTS)
@pytest.mark.parametrize("kind", ["JPEG", "WEBP"])
def test_easels_own_travels_in_xmp(tmp_path: Path, kind: str, prompt: str) -> None:
    recipe = make_recipe(prompt=prompt + "]]> & <x>")
    path = tmp_path / "a"
    packet = xmp.recipe_packet(recipe_json(recipe))
    Image.new("RGB", (8, 6)).save(path, kind, xmp=packet)
    read = read_recipe(path)
    assert read is not None
    assert read.recipe.as_dict() == recipe


@pytest.mark.parametrize("data", SAMPLES)
def test_a_wrong_ending_does_not_matter(tmp_path: Path, data: bytes) -> None:
    for name in ("a.png", "b.jpg", "c.webp", "d.json", "e"):
        (tmp_path / name).write_bytes(data)
        read = read_recipe(tmp_path / name)
        assert read is not None
        assert read.recipe["seed"] == 7


@pytest.mark.parametrize("data", SAMPLES)
def test_a_file_cut_anywhere_never_raises(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "cut"
    for length in range(0, len(data), 13):
        path.write_bytes(data[:length])
        read = read_recipe(path)
        assert read is None or read.recipe["seed"] == 7


@settings(max_examples=150)
@given(
    st.sampled_from([*SAMPLES, WITH_XMP, WITH_EXIF]),
    st.lists(st.tuples(st.integers(0, 5000), st.binary(max_size=6))),
)
def test_changed_bytes_never_raise(data: bytes, changes: list[tuple[int, bytes]]) -> None:
    raw = bytearray(data)
    for at, new in changes:
        raw[at % len(raw) : at % len(raw) + len(new)] = new
    for reader in READERS:
        recipe_in(reader(io.BytesIO(bytes(raw))))


@given(st.binary(max_size=300))
def test_any_bytes_never_raise(data: bytes) -> None:
    for reader, head in (
        (png.read_png, HEAD),
        (jpeg.read_jpeg, b"\xff\xd8"),
        (webp.read_webp, b"RIFF\0\0\0\0WEBPEXIF"),
        (tiff.read_tiff, b"II*\0\x08\0\0\0"),
        (heic.read_heic, b"\0\0\1\0meta\0\0\0\0"),
    ):
        recipe_in(reader(io.BytesIO(head + data)))
    for kind in (b"tEXt", b"zTXt", b"iTXt", b"eXIf"):
        recipe_in(png.read_png(io.BytesIO(HEAD + chunk(kind, data) + END)))
    exif_texts(data)
    exif_texts(b"II*\0\x08\0\0\0" + data)


@given(st.text(max_size=200))
def test_any_packet_never_raises(text: str) -> None:
    xmp.properties(text)
    xmp.properties(f"<x:xmpmeta xmlns:x='adobe:ns:meta/'>{text}</x:xmpmeta>")
    read_json(text)


def sparse(path: Path, before: bytes, kind: bytes, length: int, after: bytes) -> Path:
    """A PNG with a chunk of `length` zero bytes that take no room on the disk."""
    with path.open("wb") as stream:
        stream.write(before + struct.pack(">I", length) + kind)
        stream.seek(length + 4, 1)
        stream.write(after)
    return path


def test_a_text_of_100_mb_is_left_out(tmp_path: Path) -> None:
    path = sparse(tmp_path / "a.png", HEAD, b"tEXt", 100 * 2**20, RECIPE + END)
    tracemalloc.start()
    try:
        read = read_recipe(path)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert read is not None
    assert read.recipe["seed"] == 7
    assert "too large (100 MB)" in str(read.notices[0])
    assert peak < 10 * 2**20


def test_a_picture_of_1_gb_is_passed_by(tmp_path: Path) -> None:
    path = sparse(tmp_path / "a.png", HEAD, b"IDAT", 2**30, RECIPE + END)
    read = read_recipe(path)
    assert read is not None
    assert read.recipe["seed"] == 7


class CountedBytes(io.BytesIO):
    """Counts what is read."""

    taken = 0

    def read(self, size: int | None = -1, /) -> bytes:
        data = super().read(size)
        self.taken += len(data)
        return data


@pytest.mark.parametrize("before", [True, False])
def test_the_pixels_are_not_read(before: bool) -> None:
    pixels = chunk(b"IDAT", bytes(2**16)) * 80
    data = HEAD + (RECIPE + pixels if before else pixels + RECIPE) + END
    stream = CountedBytes(data)
    found = png.read_png(stream)
    assert "easel" in found.texts
    assert stream.taken < 3000


def test_a_text_that_unpacks_to_100_mb_is_left_out(tmp_path: Path) -> None:
    machine = zlib.compressobj(1)
    packed = b"".join(machine.compress(bytes(2**20)) for _ in range(100)) + machine.flush()
    for bomb in (
        chunk(b"zTXt", b"parameters\0\0" + packed),
        chunk(b"iTXt", b"easel\0\1\0\0\0" + packed),
    ):
        path = tmp_path / "a.png"
        path.write_bytes(HEAD + bomb + RECIPE + END)
        read = read_recipe(path)
        assert read is not None
        assert read.recipe["seed"] == 7
        assert "unpacks" in str(read.notices[-1])


def test_many_large_texts_are_bounded_together(tmp_path: Path) -> None:
    text = chunk(b"tEXt", b"k\0" + bytes(15 * 2**20))
    path = tmp_path / "a.png"
    path.write_bytes(HEAD + text * 4 + END)
    with path.open("rb") as stream:
        found = png.read_png(stream)
    assert found.taken <= 48 * 2**20
    assert found.notices
    assert read_recipe(path) is None


def test_a_size_beyond_reason_is_no_trouble(tmp_path: Path) -> None:
    head = png.SIGNATURE + chunk(b"IHDR", struct.pack(">IIBBBBB", 2**31, 2**31, 8, 2, 0, 0, 0))
    path = tmp_path / "bomb.png"
    path.write_bytes(head + RECIPE + END)
    assert read_recipe(path) is not None


def test_entities_in_xmp_are_not_expanded() -> None:
    laughs = '<!DOCTYPE x [<!ENTITY a "ha">]><x:xmpmeta xmlns:x="adobe:ns:meta/">&a;</x:xmpmeta>'
    assert xmp.properties(laughs) == {}
    inside = '<x:xmpmeta xmlns:x="adobe:ns:meta/"><!ENTITY a "ha">&a;</x:xmpmeta>'
    assert xmp.properties(inside) == {}


@pytest.mark.parametrize("text", ["[" * 200_000, '{"a":' * 200_000, '{"version": 1', "1" * 9999])
def test_json_that_never_ends(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(HEAD + chunk(b"iTXt", b"easel\0\0\0\0\0" + text.encode()) + END)
    assert read_recipe(path) is None
    (tmp_path / "a.json").write_text("{" + text)
    assert read_recipe(tmp_path / "a.json") is None


def test_utf8_in_a_latin_chunk_is_guessed_only_where_it_is_sure() -> None:
    assert png.decode_latin("빨간 사과".encode()) == "빨간 사과"
    assert png.decode_latin("café".encode("latin-1")) == "café"
    assert png.decode_latin("Ã©".encode("latin-1")) == "Ã©"


def test_heic_files_of_an_independent_writer(tmp_path: Path) -> None:
    path = tmp_path / "a.heic"
    for data, source in ((WITH_XMP, "Mochi Diffusion"), (WITH_EXIF, "A1111")):
        path.write_bytes(data)
        read = read_recipe(path)
        assert read is not None
        assert read.source == source
        assert (read.recipe["seed"], read.recipe["steps"]) == (42, 8)
        for length in range(0, len(data), 11):
            path.write_bytes(data[:length])
            read_recipe(path)


def test_a_newer_recipe_says_so(folder: Path) -> None:
    read = read_recipe(picture(folder, version=9))
    assert read is not None
    assert "newer" in str(read.notices[0])


def test_empty_files_and_other_files(tmp_path: Path) -> None:
    for name, data in {
        "a.png": b"",
        "b.png": b"hello",
        "c.json": b"{}",
        "d.gif": b"GIF89a",
    }.items():
        (tmp_path / name).write_bytes(data)
        assert read_recipe(tmp_path / name) is None


def test_files_that_cannot_be_opened_get_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(EaselError, match="isn’t there any more"):
        read_recipe(tmp_path / "gone.png")
    with pytest.raises(EaselError, match="is a folder"):
        read_recipe(tmp_path)
    with pytest.raises(EaselError, match="“Away” isn’t connected"):
        read_recipe(Path("/Volumes/Away/a.png"))


def test_no_permission_to_read(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(SAMPLES[0])
    assert read_recipe(path) is not None
    with without_permission(path), pytest.raises(EaselError, match="permission"):
        read_recipe(path)


def test_a_recipe_file_from_the_command_line(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps(make_recipe(path="/x.png", seconds=1.0)))
    read = read_recipe(path)
    assert read is not None
    assert read.source == "Easel"
