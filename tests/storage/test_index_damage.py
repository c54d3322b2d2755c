"""A damaged index is built again at once, whatever in it is damaged and whenever that shows."""

from __future__ import annotations

import errno
import random
import shutil
import sqlite3
from contextlib import suppress
from pathlib import Path

import pytest
from PIL import Image

from desktop.core.errors import EaselError
from desktop.core.messages import Message
from desktop.files.disk_errors import disk_error
from desktop.storage.gallery.gallery_library import GalleryLibrary
from desktop.storage.gallery.query import GalleryQuery

FULL = OSError(errno.ENOSPC, "No space left on device")
PICTURES = 30


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of pictures and the index of it."""
    home = tmp_path_factory.mktemp("index")
    (home / "pictures").mkdir()
    for number in range(PICTURES):
        Image.new("RGB", (8, 8), (number, 0, 0)).save(home / "pictures" / f"{number:02}.png")
    library = GalleryLibrary(home / "index.sqlite", lambda: [home / "pictures"])
    library.refresh()
    library.close()
    return home


def counted(library: GalleryLibrary) -> int:
    library.paths(GalleryQuery())
    library.refresh()
    library.marked()
    library.values_of("model")
    return len(library.paths(GalleryQuery()))


@pytest.mark.expects_warnings("set aside")
@pytest.mark.parametrize("seed", range(40))
def test_a_damaged_index_is_mended_in_the_same_session(
    whole: Path, tmp_path: Path, seed: int
) -> None:
    shutil.copy(whole / "index.sqlite", tmp_path / "index.sqlite")
    data = bytearray((tmp_path / "index.sqlite").read_bytes())
    draw = random.Random(seed)
    for _ in range(draw.choice((1, 20, 200))):
        data[draw.randrange(len(data))] = draw.randrange(256)
    (tmp_path / "index.sqlite").write_bytes(data)
    library = GalleryLibrary(tmp_path / "index.sqlite", lambda: [whole / "pictures"])
    assert counted(library) == PICTURES
    library.close()
    again = GalleryLibrary(tmp_path / "index.sqlite", lambda: [whole / "pictures"])
    assert counted(again) == PICTURES
    again.close()


def _ask_for_labels(library: GalleryLibrary) -> None:
    with library.writing() as index:
        index.all("SELECT label FROM labels")


@pytest.mark.expects_warnings("set aside")
def test_damage_that_comes_while_it_is_open_is_mended_too(whole: Path, tmp_path: Path) -> None:
    path = tmp_path / "index.sqlite"
    shutil.copy(whole / "index.sqlite", path)
    library = GalleryLibrary(path, lambda: [whole / "pictures"])
    assert counted(library) == PICTURES
    with library.writing() as index:
        index.connection.execute("DROP TABLE labels")
    with pytest.raises(EaselError, match="builds it again"):
        _ask_for_labels(library)
    library.refresh()
    assert counted(library) == PICTURES
    library.close()
    assert list(tmp_path.glob("index.damaged-*.sqlite"))


def test_a_full_disk_is_said_as_everywhere_else(whole: Path, tmp_path: Path) -> None:
    path = tmp_path / "index.sqlite"
    shutil.copy(whole / "index.sqlite", path)
    library = GalleryLibrary(path, lambda: [whole / "pictures"])
    assert counted(library) == PICTURES
    with library.writing() as index:
        pages = index.connection.execute("PRAGMA page_count").fetchone()[0]
        index.connection.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(EaselError, match=r"is full\. Free some space") as refused:
        _write_much(library)
    reason = dict(refused.value.message.values)["reason"]
    assert reason == dict(disk_error(FULL, path, Message("save")).message.values)["reason"]
    library.close()


def _write_much(library: GalleryLibrary) -> None:
    with library.writing() as index, index.writing() as connection:
        connection.execute("CREATE TABLE much (text)")
        connection.execute("INSERT INTO much VALUES (zeroblob(2000000))")


@pytest.mark.expects_warnings("set aside")
def test_rows_that_break_a_rule_are_damage_too(whole: Path, tmp_path: Path) -> None:
    path = tmp_path / "index.sqlite"
    shutil.copy(whole / "index.sqlite", path)
    connection = sqlite3.connect(path)
    connection.execute("DROP TRIGGER pictures_removed")  # words of rows that go would stay
    connection.execute("UPDATE pictures SET size = 0")
    connection.commit()
    connection.close()
    library = GalleryLibrary(path, lambda: [whole / "pictures"])
    with suppress(EaselError):
        library.refresh()
    assert counted(library) == PICTURES
    library.close()
