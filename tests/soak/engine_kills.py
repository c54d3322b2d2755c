"""Kills the real engine while it loads, between two steps, while it decodes and while it writes."""

from __future__ import annotations

import os
import random
import signal
import threading
import time
from collections import Counter
from pathlib import Path

from desktop.core.events import EngineLost, Event, Finished, Step
from desktop.core.tasks import Job
from desktop.files.atomic import sweep_temporaries
from desktop.process.frames import ChildConfig
from desktop.process.supervisor import EngineChild
from tests.benchmarks.bench_context import starter_request

from .side_by_side import side_by_side
from .soak_state import SoakState, usage
from .whole_pictures import is_whole, temporaries

PHASES = ("loading", "steps", "decode", "write")
COUNT, STEPS, SIDE = 3, 4, 128
_SOON = 0.004
"""Seconds that writing a small picture takes, about."""
_MISSES = 40


class Killer:
    """Kills the child at a random moment of one phase of one job, told by the job's events."""

    def __init__(
        self, child: EngineChild, folder: Path, phase: str, paces: dict[str, float]
    ) -> None:
        self._child, self._folder = child, folder
        self._phase, self._paces = phase, paces
        self._index = random.randrange(COUNT)
        self._step = random.randrange(1, STEPS)
        self._thread: threading.Thread | None = None
        self._began = time.monotonic()
        self._decoding = 0.0
        self._stepped = self._decodes = False
        self.told: list[Finished] = []

    def note(self, event: Event) -> None:
        """Follow the job; learn how long loading and decoding take, and strike when it is time."""
        now = time.monotonic()
        if isinstance(event, Step):
            if not self._stepped:
                self._paces["loading"] = now - self._began
            self._stepped = True
            self._decodes = event.step == event.steps
            self._decoding = now
        if isinstance(event, Finished):
            self.told.append(event)
            self._decodes = False
            self._paces["decode"] = now - self._decoding
        if self._thread is None and self._is_time(event):
            self._thread = threading.Thread(target=self._strike)
            self._thread.start()

    def hit(self) -> str:
        """The phase in which the child died, by what was told and what lies in the folder."""
        if self._thread is not None:
            self._thread.join()
        if temporaries(self._folder) or len(list(self._folder.glob("*.png"))) > len(self.told):
            return "write"
        if not self._stepped:
            return "loading"
        return "decode" if self._decodes else "steps"

    def _is_time(self, event: Event) -> bool:
        if self._phase == "loading":
            return True
        if not isinstance(event, Step) or event.index != self._index:
            return False
        return event.step == (self._step if self._phase == "steps" else event.steps)

    def _strike(self) -> None:
        pid = self._child.pid
        if self._phase == "write":
            self._wait_for_writing()
            time.sleep(random.random() * _SOON)
        else:
            time.sleep(random.random() * self._paces.get(self._phase, 1.0))
        if pid is not None:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                return

    def _wait_for_writing(self) -> None:
        before = len(os.listdir(self._folder))
        end = time.monotonic() + 30
        while len(os.listdir(self._folder)) == before and time.monotonic() < end:
            time.sleep(0.0002)


def kill_engines(state: SoakState, wanted: int, home: Path, workers: int) -> None:
    """Kill until `wanted` kills stand in the state, as many in each phase."""

    def work(number: int, stop: threading.Event) -> None:
        _kill_some(state, wanted, home / str(number), stop)

    side_by_side(work, workers)


def _kill_some(state: SoakState, wanted: int, home: Path, stop: threading.Event) -> None:
    """One worker's part: a real engine after the other, in a home of its own."""
    paces: dict[str, float] = {"loading": 3.0, "steps": 0.1, "decode": 0.1}
    child = EngineChild(ChildConfig(cache_dir=str(home / "Caches")), home / "engine.log")
    folder = home / "Pictures"
    folder.mkdir(parents=True, exist_ok=True)
    misses = 0
    try:
        while misses < _MISSES and not stop.is_set():
            done = state.counts("engine")
            if done["kills"] >= wanted:
                return
            phase = min(PHASES, key=lambda name: (done[f"{name} kills"], random.random()))
            began = time.monotonic()
            counts = _one(child, folder, phase, paces, state)
            counts["milliseconds"] += round((time.monotonic() - began) * 1000)
            misses = 0 if counts["kills"] else misses + 1
            state.add("engine", counts, usage(os.getpid(), "window side"))
    finally:
        child.close()


def _one(
    child: EngineChild, folder: Path, phase: str, paces: dict[str, float], state: SoakState
) -> Counter[str]:
    seed = random.getrandbits(40)
    request = starter_request(count=COUNT, steps=STEPS, width=SIDE, height=SIDE, seed=seed)
    killer = Killer(child, folder, phase, paces)
    last: Event | None = None
    for last in child.run(Job(id=f"{seed}", task=request, output=str(folder))):
        killer.note(last)
    hit = killer.hit()
    counts = Counter(_looked_at(folder, killer.told, state))
    if isinstance(last, EngineLost):
        counts.update({"kills": 1, f"{hit} kills": 1, f"{hit} promised": len(killer.told)})
    elif not isinstance(last, Finished):
        state.blame(f"a job ended with {last!r}")
    for path in folder.iterdir():
        path.unlink()
    return counts


def _looked_at(folder: Path, told: list[Finished], state: SoakState) -> dict[str, int]:
    """Compare what was promised with what lies in the folder."""
    left = len(temporaries(folder))
    sweep_temporaries(folder)
    promised = {Path(event.path) for event in told}
    files = set(folder.glob("*.png"))
    missing = promised - files
    damaged = [path for path in files if not is_whole(path)]
    litter = [path for path in folder.iterdir() if path not in files]
    state.blame(
        *(f"engine: {path.name} was promised and is missing" for path in missing),
        *(f"engine: {path.name} is damaged" for path in damaged),
        *(f"engine: {path.name} is left" for path in litter),
    )
    return {
        "promised": len(promised),
        "missing": len(missing),
        "damaged": len(damaged),
        "not promised, whole": len(files - promised),
        "half, swept": left,
    }
