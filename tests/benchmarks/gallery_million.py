"""The gallery's window at 100,000 and 1,000,000 pictures, indexed before.

`python -m tests.benchmarks.gallery_million [counts]`; it needs a few gigabytes of disk.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from .bench_gallery_window import run
from .linked_pictures import make_linked
from .table import show

COUNTS = (100_000, 1_000_000)


def measured(count: int) -> list[object]:
    """The figures of one window over `count` pictures."""
    with tempfile.TemporaryDirectory(prefix="easel-million-") as place:
        home, began = Path(place), time.perf_counter()
        make_linked(home / "Pictures", home / "index.sqlite", count)
        made = time.perf_counter() - began
        size = (home / "index.sqlite").stat().st_size / 2**20
        seen = run("look", home, count)
    scrolled = (
        f"{seen[kind]:.1f} ({seen[f'{kind}_wall']:.1f})" for kind in ("wheel", "bar", "keys")
    )
    looked = (f"{seen[key]:.0f}" for key in ("search", "search_most", "select_all", "memory"))
    return [f"{count:,}", f"{made:.0f}", f"{size:.0f}", f"{seen['first']:.0f}", *scrolled, *looked]


def main(counts: list[int]) -> None:
    show(
        "A gallery of very many pictures (aims: first tiles 1000 ms, frames 8, search 150, 600 MB)",
        [
            *("pictures", "making s", "index MB", "tiles ms", "wheel p99 ms", "bar", "keys"),
            *("search ms", "slowest", "choose all", "MB"),
        ],
        [measured(count) for count in counts or COUNTS],
    )


if __name__ == "__main__":
    main([int(count) for count in sys.argv[1:]])
