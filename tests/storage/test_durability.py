"""kill -9 at every stage and at random moments: nothing that was finished is lost or half."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PIL import Image

from desktop.files.atomic import sweep_temporaries
from desktop.storage.gallery import folder_scan as scan
from desktop.storage.gallery.annotations_journal import AnnotationJournal
from desktop.storage.gallery.index.gallery_index import GalleryIndex
from desktop.storage.gallery.query import GalleryQuery
from desktop.storage.instance_lock import InstanceLock
from desktop.storage.metadata.reading import read_recipe
from desktop.storage.queue_file import QueueFile

STAGES = ("written", "synced", "renamed", "read", "committed", "starred")
ROOT = Path(__file__).resolve().parents[2]


def run_and_kill(folder: Path, home: Path, stage: str, passes: int) -> dict[str, tuple[int, int]]:
    """Start the writer, kill it there; the pictures it finished: seed and stars by name."""
    command = [sys.executable, "-m", "tests.storage.killed_writer"]
    child = subprocess.Popen(
        [*command, str(folder), str(home), stage, str(passes)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    finished: dict[str, tuple[int, int]] = {}
    assert child.stdout is not None
    try:
        assert child.stdout.readline() == "ready\n"
        if stage == "-":
            time.sleep(random.random() * 0.3)
            child.kill()
        for line in child.stdout:
            if line.startswith("at "):
                break
            if line.endswith("\n"):
                name, seed, stars = line.rstrip("\n").split("\t")
                finished[name] = (int(seed), int(stars))
    finally:
        child.kill()
        child.wait()
        child.stdout.close()
    return finished


def check(folder: Path, home: Path, finished: dict[str, tuple[int, int]]) -> None:
    sweep_temporaries(folder)
    files = {path.name for path in folder.iterdir() if not path.name.startswith(".easel-library")}
    assert all(name.endswith(".png") for name in files), "litter"
    assert set(finished) <= files
    for name in files:
        with Image.open(folder / name) as image:
            image.load()
        read = read_recipe(folder / name)
        assert read is not None
        assert name not in finished or read.recipe["seed"] == finished[name][0]
    lock = InstanceLock(home / "lock")
    assert lock.acquire()
    lock.release()
    index = GalleryIndex(home / "index.sqlite")
    try:
        assert index.notice is None
        assert index.all("PRAGMA integrity_check") == [("ok",)]
        assert index.all("PRAGMA foreign_key_check") == []
        scan.update(index, folder)
        rows = {row.name: row for row in index.rows(index.ids(GalleryQuery()))}
        assert set(rows) == files
        assert len(index.ids(GalleryQuery(text="kill"))) == len(files)
        marks = AnnotationJournal(folder)
        for name, (_, stars) in finished.items():
            assert rows[name].stars == marks.get(name).stars == stars
    finally:
        index.close()
    content = QueueFile(home / "queue.json").load()
    assert content.notice is None


@pytest.mark.parametrize("stage", STAGES)
def test_killed_at_each_stage(folder: Path, tmp_path: Path, stage: str) -> None:
    finished = run_and_kill(folder, tmp_path / "home", stage, 2)
    assert finished
    check(folder, tmp_path / "home", finished)


def test_killed_at_random_moments(folder: Path, tmp_path: Path) -> None:
    finished: dict[str, tuple[int, int]] = {}
    for _ in range(3):
        finished |= run_and_kill(folder, tmp_path / "home", "-", 0)
        check(folder, tmp_path / "home", finished)


@pytest.mark.slow
def test_killed_200_times(folder: Path, tmp_path: Path) -> None:
    finished: dict[str, tuple[int, int]] = {}
    for number in range(200):
        stage = "-" if number % 2 else STAGES[number // 2 % len(STAGES)]
        finished |= run_and_kill(folder, tmp_path / "home", stage, number % 4)
        if number % 10 == 9:
            check(folder, tmp_path / "home", finished)
    assert len(finished) > 200
