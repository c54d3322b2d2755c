"""A million pictures in a minute or two: links to a thousand files, in an index of their own facts.

A thousand small files are linked under a million names, so that they take a million entries of
folders and a thousand inodes. The index is filled through the writer that the app fills it with,
with a prompt, a seed and a model for each name, as if a million files had been read.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from desktop.storage.gallery.annotations_journal import AnnotationJournal
from desktop.storage.gallery.index.gallery_index import GalleryIndex
from desktop.storage.gallery.index.index_writer import Writer
from desktop.storage.gallery.picture_row import PictureFacts, Stamp

from .bench_gallery_index import WORDS, make_pictures

FILES = 1000
_A_FOLDER = 50_000
_BATCH = 5000


def make_linked(folder: Path, index: Path, count: int) -> None:
    """Fill `folder` with `count` pictures, and `index` with what is known of them."""
    seeds = folder / "0"
    seeds.mkdir(parents=True)
    make_pictures(seeds, min(FILES, count))
    originals = sorted(seeds.iterdir())
    names = [f"0/{path.name}" for path in originals]
    for number in range(len(originals), count):
        name = f"{number // _A_FOLDER}/{number:07}.png"
        if number % _A_FOLDER == 0:
            (folder / name).parent.mkdir(exist_ok=True)
        os.link(originals[number % FILES], folder / name)
        names.append(name)
    stamps = [Stamp.of(path.stat()) for path in originals]
    opened = GalleryIndex(index)
    try:
        writer = Writer(opened, folder, AnnotationJournal(folder))
        facts = _facts(names, stamps)
        while batch := list(islice(facts, _BATCH)):
            writer.write(batch)
    finally:
        opened.close()


def _facts(names: list[str], stamps: list[Stamp]) -> Iterator[PictureFacts]:
    draw = random.Random(7)
    for number, name in enumerate(names):
        stamp = stamps[number % len(stamps)]
        yield PictureFacts(
            name=name,
            size=stamp.size,
            mtime=stamp.mtime,
            ctime=stamp.ctime,
            created=1_600_000_000_000_000_000 + number * 60_000_000_000,
            width=64,
            height=64,
            source="Easel",
            prompt=", ".join(" ".join(draw.choices(WORDS, k=4)) for _ in range(6)),
            negative_prompt="blurry, text, watermark",
            model=f"model {number % 12}",
            sampler=("euler", "dpmpp_2m", "uni_pc")[number % 3],
            seed=draw.getrandbits(64),
            starting_image=number % 20 == 0,
            loras=("ink",) if number % 10 == 0 else (),
        )
