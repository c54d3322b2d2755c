"""One picture alone, and beside a program that computes on all cores; the window's gaps meanwhile.

`python -m tests.benchmarks contention`, about three minutes on two cores. Beside each other in one
run, so that ratios hold on any machine: how the child ran before (nice 10, OpenMP's own spinning),
with threads that sleep at once, and as it is started now. The aim: alone 1.1 times the fastest or
less, beside the program four times that or less.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from desktop.core.events import Cancelled, Finished
from desktop.core.tasks import Job
from desktop.process.frames import ChildConfig
from desktop.process.scheduling import THREAD_VARIABLES
from desktop.process.supervisor import EngineChild

from .bench_context import starter_request
from .table import median, show

ALONE, BESIDE = 5, 3
LONGEST = 20.0
"""Seconds for one picture; then it is given up and counts as this."""
_FIRST = 300.0
_LOAD = """
import sys, torch
torch.set_num_threads(int(sys.argv[1]))
a = torch.randn(1024, 1024)
print("ready", flush=True)
while True:
    a = (a @ a).tanh()
"""


class Way(NamedTuple):
    """A way to start the child: variables of its environment, and its niceness."""

    name: str
    variables: Mapping[str, str]
    nice: int = 0


WAYS = (
    Way("nice 10, OpenMP spins", {"GOMP_SPINCOUNT": "300000", "KMP_BLOCKTIME": "200"}, nice=10),
    Way("threads sleep at once", {"GOMP_SPINCOUNT": "0", "KMP_BLOCKTIME": "0"}),
    Way("as it is now", THREAD_VARIABLES),
)


def main() -> None:
    rows: list[tuple[str, float, float]] = []
    for way in WAYS:
        with tempfile.TemporaryDirectory() as home, _child(way, Path(home)) as child:
            _draw(child, home, longest=_FIRST)  # imports, loads
            alone = median([_draw(child, home) for _ in range(ALONE)])
            with _load():
                beside = median(_beside(child, home))
        rows.append((way.name, alone, beside))
    fastest = min(alone for _, alone, _ in rows)
    show(
        f"One warm picture of the starter, 20 steps; load: {os.cpu_count()} threads of torch",
        ("way", "alone s", "ratio", "beside the load s", "ratio to the fastest alone", "aim"),
        [
            (
                name,
                f"{alone:.2f}",
                f"{alone / fastest:.2f}",
                _seconds(beside),
                f"{beside / fastest:.1f}",
                "1.1 and 4 or less" if name == WAYS[-1].name else "",
            )
            for name, alone, beside in rows
        ],
    )
    _window_beside_the_load()


def _window_beside_the_load() -> None:
    """The window's gaps while it draws beside the load: `bench_window`, as it is."""
    print("\nThe window while it draws, alone and then beside the load:", flush=True)
    command = [sys.executable, "-m", "tests.benchmarks.bench_window", "--pictures", "6"]
    subprocess.run(command, check=True)
    with _load():
        subprocess.run(command, check=True)


@contextlib.contextmanager
def _child(way: Way, home: Path) -> Iterator[EngineChild]:
    before = {name: os.environ.get(name) for name in way.variables}
    os.environ.update(way.variables)
    child = EngineChild(ChildConfig(cache_dir=str(home)), home / "engine.log")
    try:
        child.prepare(str(home / "pictures"))
        assert child.pid is not None
        os.setpriority(os.PRIO_PROCESS, child.pid, way.nice)
        yield child
    finally:
        child.close()
        for name, value in before.items():
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = value


@contextlib.contextmanager
def _load() -> Iterator[None]:
    """A program that multiplies matrices on every core, at the usual niceness."""
    program = subprocess.Popen(
        [sys.executable, "-c", _LOAD, str(os.cpu_count())], stdout=subprocess.PIPE
    )
    assert program.stdout is not None
    try:
        program.stdout.readline()
        yield
    finally:
        program.kill()
        program.wait()
        program.stdout.close()


def _beside(child: EngineChild, home: str) -> list[float]:
    """The seconds of `BESIDE` pictures, or of the one that did not come."""
    seconds: list[float] = []
    while len(seconds) < BESIDE and LONGEST not in seconds:
        seconds.append(_draw(child, home))
    return seconds[-1:] if LONGEST in seconds else seconds


def _draw(child: EngineChild, home: str, longest: float = LONGEST) -> float:
    """Seconds for one picture, `longest` where it does not come in that time."""
    job = Job(id=os.urandom(4).hex(), task=starter_request(), output=f"{home}/pictures")
    begun = time.perf_counter()
    timer = threading.Timer(longest, child.cancel, args=(job.id,))
    timer.start()
    last = list(child.run(job))[-1]
    timer.cancel()
    assert isinstance(last, Finished | Cancelled), last
    return min(time.perf_counter() - begun, longest)


def _seconds(value: float) -> str:
    return f"over {LONGEST:.0f}" if value >= LONGEST else f"{value:.2f}"


if __name__ == "__main__":
    main()
