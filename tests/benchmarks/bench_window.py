"""Is the window alive while a model loads, draws with previews, and 20 pictures land?"""

from __future__ import annotations

import argparse
import itertools
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import Qt, QTimer

from .bench_context import close_window, open_window, starter_request
from .table import quantile, show

PICTURES = 20
STEPS = 8


class Tick(NamedTuple):
    """Seconds: by the clock; without what this thread waited for a core; worked by this thread."""

    clock: float
    not_waiting: float
    work: float


def tick() -> Tick:
    """Now. Linux says how long the machine's other work kept this thread from a core."""
    now, kept = time.perf_counter(), Path("/proc/thread-self/schedstat")
    waited = int(kept.read_text().split()[1]) / 1e9 if kept.exists() else 0.0
    return Tick(now, now - waited, time.thread_time())


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--pictures", type=int, default=PICTURES)
    pictures = options.parse_args().pictures
    with tempfile.TemporaryDirectory() as home:
        app, running, window = open_window(Path(home))
        parts = window.parts.services
        for _ in range(20):  # what happens before the user can act is start-up, measured elsewhere
            app.processEvents()
            time.sleep(0.05)
        ticks: list[Tick] = []
        timer = QTimer()
        timer.setTimerType(Qt.TimerType.PreciseTimer)
        timer.setInterval(8)
        timer.timeout.connect(lambda: ticks.append(tick()))
        ended: list[object] = []
        parts.session.job_ended.connect(lambda _job, event: ended.append(event))
        parts.session.job_ended.connect(lambda: QTimer.singleShot(1000, app.quit))
        request = starter_request(count=pictures, steps=STEPS)
        timer.start()
        parts.session.submit(request, parts.output_folder())
        app.exec()
        timer.stop()
        close_window(app, running, window)
    gaps = [
        [(one - other) * 1000 for one, other in zip(after, before, strict=True)]
        for before, after in itertools.pairwise(ticks)
    ]
    kinds = [list(kind) for kind in zip(*gaps, strict=True)]
    show(
        f"Gaps between ticks of an 8 ms timer, {pictures} pictures of {STEPS} steps"
        f" ({type(ended[0]).__name__}, {ticks[-1].clock - ticks[0].clock:.0f} s)",
        ("figure", "ms", "not waiting for a core", "main thread's work", "aim"),
        [
            _row("median", [quantile(kind, 0.5) for kind in kinds], "8"),
            _row("p99", [quantile(kind, 0.99) for kind in kinds], ""),
            _row("p99.9", [quantile(kind, 0.999) for kind in kinds], "16 or less"),
            _row("longest", [max(kind) for kind in kinds], "50 at most"),
            (
                f"over 16 ms of {len(gaps)}",
                *(str(sum(gap > 16 for gap in kind)) for kind in kinds),
                "",
            ),
        ],
    )


def _row(name: str, figures: list[float], aim: str) -> tuple[str, ...]:
    return (name, *(f"{figure:.1f}" for figure in figures), aim)


if __name__ == "__main__":
    main()
