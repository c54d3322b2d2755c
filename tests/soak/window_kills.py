"""Kills whole windows while jobs and pictures land, and works one for hours."""

from __future__ import annotations

import random
import tempfile
import threading
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path
from queue import Empty, SimpleQueue

from desktop.files.atomic import sweep_temporaries
from desktop.storage.app_paths import AppPaths

from .side_by_side import side_by_side
from .soak_state import SoakState
from .soaked_process import SoakedProcess
from .whole_pictures import seeds_in, temporaries

BATCH = 20
"""Kills in one home; what is left then is drained and counted."""
_DURING_START = 0.2
"""The part of the kills that hit the window while it starts."""
_MOST_EVENTS = 24
"""Jobs and pictures told of before a kill, at most."""
_PATIENCE = 60.0


def kill_windows(state: SoakState, wanted: int, workers: int) -> None:
    """Kill until `wanted` kills stand in the state."""
    rest = max(0, wanted - state.counts("window")["kills"])
    batches = SimpleQueue[int]()
    for start in range(0, rest, BATCH):
        batches.put(min(BATCH, rest - start))

    def work(_: int, stop: threading.Event) -> None:
        with suppress(Empty):
            while not stop.is_set():
                kills = batches.get_nowait()
                with tempfile.TemporaryDirectory(prefix="easel-soak-") as place:
                    _batch(state, Path(place), kills, stop)

    side_by_side(work, workers)


def _batch(state: SoakState, home: Path, most: int, stop: threading.Event) -> None:
    submitted: list[int] = []
    told: list[str] = []
    kills = starting = 0
    began, start_takes = time.monotonic(), 1.0
    killed: list[SoakedProcess] = []
    while kills < most and not stop.is_set():
        at_start = kills > 0 and random.random() < _DURING_START
        starting += at_start
        kills += 1
        if at_start:
            window = SoakedProcess(home, "kill", kill_after=random.random() * start_takes)
        else:
            window = SoakedProcess(home, "kill", kill_at=random.randrange(_MOST_EVENTS))
        killed.append(window)
        for facts in window.lines():
            submitted += facts.get("submitted", [])
            told += [facts["finished"]] if "finished" in facts else []
        start_takes = window.start_took or start_takes
    orphans = _orphans(killed)
    told += [
        facts["finished"] for facts in SoakedProcess(home, "drain").lines() if "finished" in facts
    ]
    folder = AppPaths.under(home).pictures
    left = len(temporaries(folder))
    sweep_temporaries(folder)
    found = list(seeds_in(folder))
    drawn = Counter(seed for _, seed in found)
    damaged = drawn.pop(None, 0)
    lost = sorted(set(submitted) - set(drawn))
    twice = sorted(seed for seed, count in drawn.items() if count > 1)
    missing = [path for path in told if not Path(path).exists()]
    state.blame(
        *(f"window: the picture of seed {seed} is lost" for seed in lost),
        *(f"window: the picture of seed {seed} was drawn twice" for seed in twice),
        *(f"window: {path} was told of and is missing" for path in missing),
        *(f"window: process {pid} outlived its window" for pid in orphans),
        *(f"window: {path.name} is damaged" for path, seed in found if seed is None),
    )
    counts = {
        **{"kills": kills, "during the start": starting, "asked for": len(submitted)},
        **{"drawn": len(found), "lost": len(lost), "drawn twice": len(twice)},
        **{"missing": len(missing), "damaged": damaged, "half left at the end": left},
        "orphans": len(orphans),
        "milliseconds": round((time.monotonic() - began) * 1000),
    }
    state.add("window", counts, {})


def _orphans(killed: list[SoakedProcess]) -> list[int]:
    """The processes that live on `_PATIENCE` seconds after the last of their windows."""
    end = time.monotonic() + _PATIENCE
    while (left := [pid for window in killed for pid in window.left()]) and time.monotonic() < end:
        time.sleep(0.2)
    return left


def work_long(state: SoakState, pictures: int, minutes: float) -> None:
    """Let one window draw with the real engine until both figures stand in the state."""
    done = state.counts("long")
    more = max(0, pictures - done["pictures"])
    rest = max(0.0, minutes - done["seconds"] / 60)
    if not (more or rest):
        return
    with tempfile.TemporaryDirectory(prefix="easel-soak-") as place:
        home, began = Path(place), time.monotonic()
        told, asked = Counter[str](), list[int]()
        for facts in SoakedProcess(home, "long", str(rest), str(more)).lines():
            asked += facts.get("submitted", [])
            told["pictures"] += "finished" in facts
            if "failed" in facts:
                state.blame(f"long: a job failed: {facts['failed']}")
            if "sample" in facts:
                sample = facts["sample"] | {"pictures": done["pictures"] + told["pictures"]}
                state.add("long", {}, sample | {"minutes": (time.monotonic() - began) / 60})
        drawn = Counter(seed for _, seed in seeds_in(AppPaths.under(home).pictures))
        lost = set(asked) - set(drawn)
        state.blame(*(f"long: the picture of seed {seed} is lost" for seed in sorted(lost)))
        told |= Counter(seconds=int(time.monotonic() - began), damaged=drawn[None], lost=len(lost))
        state.add("long", told, {})
