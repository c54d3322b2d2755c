from __future__ import annotations

import errno
import json
import os
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from desktop.core.errors import EaselError
from desktop.core.messages import Message
from desktop.files import unique_paths as placing
from desktop.files.atomic import sweep_temporaries, temporary_file
from desktop.files.disk_errors import disk_error
from desktop.storage.pictures.picture_files import write_picture
from desktop.storage.pictures.slugs import SLUG_BYTES, slug
from tests.storage.samples import (
    AWKWARD_PROMPTS,
    make_recipe,
    picture,
    pixels,
    without_permission,
)


def chunks(path: Path) -> dict[str, Any]:
    with Image.open(path) as image:
        image.load()
        return dict(image.info)


@pytest.mark.parametrize("prompt", AWKWARD_PROMPTS)
def test_pixels_and_recipe_come_back(folder: Path, prompt: str) -> None:
    recipe = make_recipe(prompt=prompt, negative_prompt=prompt, newer_key={"a": [1, None]})
    path = write_picture(pixels(), 8, 6, recipe, folder)
    with Image.open(path) as image:
        assert image.convert("RGB").tobytes() == pixels()
    assert json.loads(chunks(path)["easel"]) == recipe
    assert os.listdir(folder) == [path.name]


def test_half_a_surrogate_pair_does_not_stop_it(folder: Path) -> None:
    recipe = make_recipe(prompt="bad \ud83c pair")
    assert json.loads(chunks(write_picture(pixels(), 8, 6, recipe, folder))["easel"]) == recipe


def test_nothing_is_overwritten(folder: Path) -> None:
    paths = [picture(folder) for _ in range(4)]
    assert [path.name for path in paths] == [
        "red-apple-on-a-table-7.png",
        "red-apple-on-a-table-7-2.png",
        "red-apple-on-a-table-7-3.png",
        "red-apple-on-a-table-7-4.png",
    ]


def test_a_png_name_is_taken_as_it_is(folder: Path) -> None:
    target = folder / "new" / "My Name.PNG"
    first = write_picture(pixels(), 8, 6, make_recipe(), target)
    second = write_picture(pixels(), 8, 6, make_recipe(), target)
    assert (first.stem, second.stem) == ("My Name", "My Name-2")


@pytest.mark.parametrize(
    "prompt", [*AWKWARD_PROMPTS, "../../etc/passwd", "é" * 500, "나" * 500, "👩‍👩‍👧‍👦" * 99]
)
def test_slugs_are_safe_names(prompt: str) -> None:
    name = slug(prompt)
    assert 0 < len(name.encode()) <= SLUG_BYTES
    assert "/" not in name
    assert not name.startswith((".", "-"))
    assert name == slug(prompt)


def test_slugs_can_be_read() -> None:
    assert slug("Red apple, on a (wooden:1.2) table!") == "Red-apple-on-a-wooden-1-2-table"
    assert slug("빨간 사과 🍎") == "빨간-사과-🍎"
    assert slug("///") == "picture"


def test_a_folder_without_write_permission(folder: Path) -> None:
    kept = picture(folder)
    with without_permission(folder, 0o500), pytest.raises(EaselError, match="no permission"):
        picture(folder)
    assert os.listdir(folder) == [kept.name]


def test_no_place_at_all_is_one_sentence(folder: Path) -> None:
    with pytest.raises(EaselError) as caught:
        write_picture(pixels(), 8, 6, make_recipe(), Path("/proc/pictures"))
    assert "save the picture" in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.EACCES, "permission"),
        (errno.ENOSPC, "full"),
        (errno.EROFS, "only be read"),
        (errno.EIO, "doesn’t answer"),
        (errno.ENOTDIR, "not a folder"),
        (errno.ENAMETOOLONG, "too long"),
        (9999, "9999"),
    ],
)
def test_each_trouble_has_its_words(number: int, words: str) -> None:
    error = disk_error(
        OSError(number, os.strerror(number)), Path("/a/b.png"), Message("save the picture")
    )
    assert words in str(error)


def test_a_disk_that_is_away_is_named_and_not_made() -> None:
    with pytest.raises(EaselError, match="My Disk"):
        write_picture(pixels(), 8, 6, make_recipe(), Path("/Volumes/My Disk/Easel"))
    assert not Path("/Volumes/My Disk").exists()


def test_a_folder_that_is_a_file(folder: Path) -> None:
    (folder / "file").write_bytes(b"mine")
    with pytest.raises(EaselError, match="not a folder"):
        write_picture(pixels(), 8, 6, make_recipe(), folder / "file" / "x")
    assert (folder / "file").read_bytes() == b"mine"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs Linux's /dev/full")
def test_a_full_disk_is_noticed() -> None:
    with open("/dev/full", "wb", buffering=0) as stream, pytest.raises(OSError, match="No space"):
        stream.write(b"x")


def test_a_write_that_fails_half_way_leaves_nothing(folder: Path) -> None:
    code = (
        "import resource, signal, sys; from pathlib import Path\n"
        "from desktop.core.errors import EaselError\n"
        "from desktop.storage.pictures.picture_files import write_picture\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        "import os; data = os.urandom(64 * 64 * 3)\n"
        "try: write_picture(data, 64, 64, {'prompt': 'x'}, Path(sys.argv[1]))\n"
        "except EaselError as error: print(error)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(folder)], capture_output=True, text=True, check=True
    )
    assert "too large for the disk" in done.stdout
    assert os.listdir(folder) == []
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] != 1000


def test_disks_without_hard_links_work_too(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_links(*_args: object, **_more: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_links)
    names = {picture(folder).name, picture(folder).name}
    assert names == set(os.listdir(folder))
    assert len(names) == 2
    for name in names:
        with Image.open(folder / name) as image:
            image.load()


def test_sweeping_takes_only_what_nobody_writes(folder: Path) -> None:
    (folder / ".easel-dead.part").write_bytes(b"half")
    (folder / "mine.part").write_bytes(b"mine")
    with temporary_file(folder) as (path, _stream):
        assert sweep_temporaries(folder) == 1
        assert path.exists()
    assert sorted(os.listdir(folder)) == ["mine.part"]
    assert sweep_temporaries(folder / "missing") == 0


def test_names_never_end_before_a_free_one(folder: Path) -> None:
    assert list(placing.names("a", ".png"))[:3] == ["a.png", "a-2.png", "a-3.png"]


def test_wrong_sizes_are_the_callers_fault(folder: Path) -> None:
    with pytest.raises(ValueError, match="bytes"):
        write_picture(b"123", 8, 6, make_recipe(), folder)
