"""The gallery's index at 100, 10,000 and 100,000 pictures: first indexing, opening, search.

`python -m tests.benchmarks.bench_gallery_index [counts]`; small pictures with real recipes.
"""

from __future__ import annotations

import io
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from PIL import Image

from desktop.storage.gallery import annotating as marking
from desktop.storage.gallery import folder_scan as scan
from desktop.storage.gallery.index.gallery_index import GalleryIndex
from desktop.storage.gallery.query import GalleryQuery
from desktop.storage.pictures.picture_encoding import recipe_chunks

from .table import median, show

COUNTS = (100, 10_000, 100_000)
WORDS = str.split(
    "red green blue apple pear house river mountain snow night city fox dog cat portrait ink oil "
    "watercolour detailed soft light dark fog sea lantern bridge tower 사과 집 강 산 바다 고양이"
)
SEARCHES = ("apple", "app", "red fox", '"red fox"', "사과", "-apple", "pear house river", "zebra")


def make_pictures(folder: Path, count: int) -> None:
    """Small PNGs as Easel writes them; the pixels are the same, the recipes are not."""
    rnd = random.Random(7)
    image = Image.effect_noise((64, 64), 60).convert("RGB")
    for number in range(count):
        prompt = ", ".join(" ".join(rnd.choices(WORDS, k=4)) for _ in range(6))
        recipe = {
            "version": 1,
            "prompt": prompt,
            "negative_prompt": "blurry, text, watermark",
            "seed": rnd.getrandbits(64),
            "width": 64,
            "height": 64,
            "steps": 20,
            "guidance_scale": 7.5,
            "sampler": rnd.choice(("euler", "dpmpp_2m", "uni_pc")),
            "noise_schedule": "karras",
            "model": {"name": f"model {rnd.randrange(12)}", "family": "sd1", "hash": "ab" * 32},
            "loras": [{"name": "ink", "weight": 1.0}] if number % 10 == 0 else [],
            "image": {"path": "/a.png", "strength": 0.5} if number % 20 == 0 else None,
            "created": f"2026-{number % 12 + 1:02}-{number % 28 + 1:02}T10:00:00+00:00",
            "app": "Easel",
        }
        buffer = io.BytesIO()
        image.save(buffer, "PNG", pnginfo=recipe_chunks(recipe), compress_level=0)
        (folder / f"{number:06}.png").write_bytes(buffer.getvalue())


def milliseconds(
    operation: Callable[[], object], times: int = 5, clock: Callable[[], float] = time.perf_counter
) -> float:
    """Median time; with `time.process_time` the work alone, however busy the machine is."""
    taken: list[float] = []
    for _ in range(times):
        start = clock()
        operation()
        taken.append((clock() - start) * 1000)
    return median(taken)


def decoded_rate() -> float:
    """Pictures of 512 x 512 a second when each is read and decoded whole, as peers do."""
    buffer = io.BytesIO()
    Image.effect_noise((512, 512), 30).convert("RGB").save(buffer, "PNG")

    def decode() -> None:
        with Image.open(io.BytesIO(buffer.getvalue())) as image:
            image.load()

    return 1000 / milliseconds(decode, 30)


def measure(count: int) -> tuple[list[object], list[object]]:
    with tempfile.TemporaryDirectory() as place:
        folder, path = Path(place, "pictures"), Path(place, "index.sqlite")
        folder.mkdir()
        make_pictures(folder, count)
        index = GalleryIndex(path)
        start, used = time.perf_counter(), time.process_time()
        scan.update(index, folder)
        rate = count / (time.perf_counter() - start)
        rate_cpu = count / (time.process_time() - used)
        index.close()

        def first_tiles() -> None:
            opened = GalleryIndex(path)
            opened.rows(opened.ids(GalleryQuery())[:60])
            opened.close()

        cold = milliseconds(first_tiles, 3)
        index = GalleryIndex(path)
        rescan = milliseconds(lambda: scan.scan(index, folder), 3)
        ids = milliseconds(lambda: index.ids(GalleryQuery()))
        searches, work = (
            [milliseconds(lambda: index.ids(GalleryQuery(text=t)), 5, clock) for t in SEARCHES]  # noqa: B023
            for clock in (time.perf_counter, time.process_time)
        )
        chips = milliseconds(
            lambda: index.ids(
                GalleryQuery(models=("model 3",), loras=("ink",), starting_image=False, text="red")
            )
        )
        some = index.ids(GalleryQuery())[:100]
        star = milliseconds(lambda: marking.set_stars(index, dict.fromkeys(some, 3)), 3)
        index.close()
        size = path.stat().st_size / 2**20
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        whole = decoded_rate()
    first: list[object] = [
        f"{count:,}",
        f"{rate:,.0f}",
        f"{rate_cpu:,.0f}",
        f"{rate / whole:.0f} x",
    ]
    first += [f"{rescan:.0f}", f"{size:.0f}", f"{memory:.0f}"]
    second: list[object] = [f"{count:,}", f"{cold:.1f}", f"{ids:.1f}", f"{median(searches):.1f}"]
    second += [
        f"{max(searches):.1f}",
        f"{max(work):.1f}",
        f"{chips:.1f}",
        f"{star:.1f}",
    ]
    return first, second


def main(counts: list[int]) -> None:
    results = [measure(count) for count in counts or COUNTS]
    show(
        "First indexing (aim: 500 pictures a second)",
        ["pictures", "a second", "a CPU second", "to decoding", "rescan ms", "MB", "peak MB"],
        [first for first, _ in results],
    )
    show(
        "Looking, in ms (aims: first 60 tiles 500, search 100)",
        [
            "pictures",
            "first tiles",
            "all ids",
            "search",
            "slowest",
            "its CPU",
            "chips",
            "100 stars",
        ],
        [second for _, second in results],
    )


if __name__ == "__main__":
    main([int(count) for count in sys.argv[1:]])
