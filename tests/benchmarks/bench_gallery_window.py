"""The gallery in a real window at 100, 10,000 and 100,000 pictures.

`python -m tests.benchmarks.bench_gallery_window [counts]`. Each count runs in a process of its
own: the first one indexes while the window lives, the second opens what is indexed by then, and
scrolls, searches, and chooses all. Frames are measured in the main thread's own processor time,
so that a busy machine doesn't blur them, and in wall-clock time beside it.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil

from .bench_context import close_window, open_window
from .bench_gallery_index import COUNTS, SEARCHES, make_pictures
from .table import median, show

FRAMES = 300


def share(times: list[float], part: float) -> float:
    """The time that `part` (0.99: 99%) of the frames stay within."""
    return sorted(times)[min(len(times) - 1, int(len(times) * part))]


class Driver:
    """One window over the pictures in `home`."""

    def __init__(self, home: Path) -> None:
        self.app, self._running, self.window = open_window(home)
        self.window.resize(1400, 900)

    def until(self, ready: Callable[[], bool], seconds: float = 1200) -> None:
        end = time.monotonic() + seconds
        while not ready():
            assert time.monotonic() < end, "the window did not get there"
            self.app.processEvents()
            time.sleep(0.001)

    def settle(self, seconds: float = 4) -> None:
        """Let all come to rest that was begun."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self.app.processEvents()
            time.sleep(0.01)

    def frame(self, operation: Callable[[], object]) -> tuple[float, float]:
        """Milliseconds of one frame's work on this thread: processor time, wall-clock time."""
        start, used = time.perf_counter(), time.thread_time()
        operation()
        self.app.processEvents()
        return (time.thread_time() - used) * 1000, (time.perf_counter() - start) * 1000

    def close(self) -> None:
        close_window(self.app, self._running, self.window)


def index_while_alive(home: Path, count: int) -> dict[str, float]:
    """The first indexing, and the longest stall of the window meanwhile."""
    driver = Driver(home)
    window = driver.window
    start, stalls, used = time.perf_counter(), [0.0], time.process_time()
    pictures = window.parts.pictures

    def turn() -> bool:
        stalls.append(driver.frame(lambda: None)[0])
        return len(pictures.paths) == count

    driver.until(turn)
    seconds = time.perf_counter() - start
    result = {
        "rate": count / seconds,
        "rate_cpu": count / (time.process_time() - used),
        "stall": share(stalls, 0.999),
        "longest": max(stalls),
    }
    driver.close()
    return result


def look(home: Path, count: int) -> dict[str, float]:
    """First tiles, scrolling, searching and choosing in the indexed gallery."""
    driver = Driver(home)
    window = driver.window
    view, pictures = window.parts.gallery_view, window.parts.pictures
    driver.app.processEvents()
    opened = time.perf_counter()
    window.parts.gallery.refresh()
    driver.until(lambda: bool(pictures.paths))
    listed = time.perf_counter() - opened

    def tiles_there() -> bool:
        rows = (view.cell_at(view.viewport().rect().center()), pictures.index_at(0))
        return all(
            window.parts.thumbnails.get(pictures.path_at(row), 256) is not None
            for row in rows
            if row.isValid()
        )

    driver.until(tiles_there)
    view.viewport().repaint()
    first = time.perf_counter() - opened
    driver.until(lambda: bool(window.parts.gallery.facets.models))
    driver.settle()  # the folders are looked through a moment later
    result: dict[str, float] = {"listed": listed * 1000, "first": first * 1000}
    result |= scroll(driver)
    result |= search(driver)
    all_cpu, _ = driver.frame(view.selectAll)
    result["select_all"] = all_cpu
    result["memory"] = psutil.Process().memory_info().rss / 2**20
    driver.close()
    return result


def scroll(driver: Driver) -> dict[str, float]:
    """By wheel, by the bar, by keys."""
    from PySide6.QtCore import QPoint, QPointF, Qt
    from PySide6.QtGui import QKeyEvent, QWheelEvent

    view = driver.window.parts.gallery_view
    bar = view.verticalScrollBar()
    target: Any = view.viewport()

    def wheel() -> None:
        spot = QPointF(200, 200)
        driver.app.sendEvent(
            target,
            QWheelEvent(
                spot,
                target.mapToGlobal(spot),
                QPoint(),
                QPoint(0, -120),
                Qt.MouseButton.NoButton,
                Qt.KeyboardModifier.NoModifier,
                Qt.ScrollPhase.NoScrollPhase,
                False,
            ),
        )

    def key() -> None:
        down = Qt.Key.Key_Down
        driver.app.sendEvent(
            view, QKeyEvent(QKeyEvent.Type.KeyPress, down, Qt.KeyboardModifier.NoModifier)
        )

    found: dict[str, float] = {}
    view.setFocus()
    view.choose_row(0)
    driver.settle(0.5)
    steps = iter(range(FRAMES + 1))
    for name, operation in (
        ("wheel", wheel),
        ("bar", lambda: bar.setValue(bar.maximum() * next(steps) // FRAMES)),
        ("keys", key),
    ):
        times: list[tuple[float, float]] = []
        for _ in range(FRAMES):
            times.append(driver.frame(operation))
            time.sleep(0.004)
        found[name] = share([cpu for cpu, _ in times], 0.99)
        found[f"{name}_wall"] = share([wall for _, wall in times], 0.99)
    return found


def search(driver: Driver) -> dict[str, float]:
    """From the question to the list that is shown, without the pause after typing."""
    gallery = driver.window.parts.gallery
    taken: list[float] = []
    answers: list[float] = []
    gallery.counted.connect(answers.append)
    for text in (*SEARCHES, ""):
        answers.clear()
        start = time.perf_counter()
        gallery.narrow(text=text)
        driver.until(lambda: bool(answers))
        taken.append((time.perf_counter() - start) * 1000)
    return {"search": median(taken), "search_most": max(taken)}


def run(what: str, home: Path, count: int) -> dict[str, float]:
    """Measure in a process of its own."""
    command = [sys.executable, "-m", "tests.benchmarks.bench_gallery_window", what]
    done = subprocess.run(
        [*command, str(home), str(count)], capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise RuntimeError(done.stderr[-2000:])
    return json.loads(done.stdout.splitlines()[-1])


def main(counts: list[int]) -> None:
    first: list[list[object]] = []
    second: list[list[object]] = []
    for count in counts or COUNTS:
        with tempfile.TemporaryDirectory() as place:
            home = Path(place)
            (home / "Pictures").mkdir()
            make_pictures(home / "Pictures", count)
            indexed = run("index", home, count)
            seen = run("look", home, count)
        first.append(
            [
                f"{count:,}",
                *(f"{indexed[key]:,.0f}" for key in ("rate", "rate_cpu")),
                *(f"{indexed[key]:.1f}" for key in ("stall", "longest")),
                *(f"{seen[key]:.0f}" for key in ("listed", "first", "memory")),
            ]
        )
        kinds = ("wheel", "bar", "keys")
        second.append(
            [
                f"{count:,}",
                *(f"{seen[kind]:.1f} ({seen[f'{kind}_wall']:.1f})" for kind in kinds),
                *(f"{seen[key]:.0f}" for key in ("search", "search_most", "select_all")),
            ]
        )
    show(
        "A window on the gallery (aims: 500 a second, first tiles 500 ms, 400 MB)",
        [
            "pictures",
            "a second",
            "a CPU second",
            "stall p99.9 ms",
            "longest",
            "list ms",
            "tiles ms",
            "MB",
        ],
        first,
    )
    show(
        "Frames' p99 in ms of the main thread, wall-clock in brackets (aim 8); search (aim 100)",
        ["pictures", "wheel", "bar", "keys", "search ms", "slowest", "choose all"],
        second,
    )


if __name__ == "__main__":
    if sys.argv[1:2] in (["index"], ["look"]):
        measure = index_while_alive if sys.argv[1] == "index" else look
        print(json.dumps(measure(Path(sys.argv[2]), int(sys.argv[3]))))
    else:
        main([int(count) for count in sys.argv[1:]])
