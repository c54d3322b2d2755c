"""Kills whole windows while jobs and pictures land, and works one for hours."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from desktop.files.atomic import sweep_temporaries
from desktop.storage.app_paths import AppPaths

from .soak_state import SoakState
from .whole_pictures import seeds_in, temporaries

BATCH = 20
"""Kills in one home; what is left then is drained and counted."""
_DURING_START = 0.2
"""The part of the kills that hit the window while it starts."""
_LONGEST_LIFE = 2.5
ROOT = Path(__file__).parents[2]


def kill_windows(state: SoakState, wanted: int) -> None:
    """Kill until `wanted` kills stand in the state."""
    while (done := state.counts("window")["kills"]) < wanted:
        with tempfile.TemporaryDirectory(prefix="easel-soak-") as place:
            _batch(state, Path(place), min(BATCH, wanted - done))


def _batch(state: SoakState, home: Path, kills: int) -> None:
    submitted: list[int] = []
    told: list[str] = []
    starting = 0
    for _ in range(kills):
        at_start = random.random() < _DURING_START
        starting += at_start
        for facts in _lines(home, "kill", random.random() * _LONGEST_LIFE, at_start=at_start):
            submitted += facts.get("submitted", [])
            told += [facts["finished"]] if "finished" in facts else []
    told += [facts["finished"] for facts in _lines(home, "drain") if "finished" in facts]
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
        *(f"window: {path.name} is damaged" for path, seed in found if seed is None),
    )
    counts = {
        **{"kills": kills, "during the start": starting, "asked for": len(submitted)},
        **{"drawn": len(found), "lost": len(lost), "drawn twice": len(twice)},
        **{"missing": len(missing), "damaged": damaged, "half left at the end": left},
    }
    state.add("window", counts, {})


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
        for facts in _lines(home, "long", 0, str(rest), str(more)):
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


def _lines(
    home: Path, what: str, life: float = 0, *more: str, at_start: bool = False
) -> Iterator[dict[str, Any]]:
    """What a window says until it is killed, `life` seconds after it stands, or ends by itself."""
    command = [sys.executable, "-m", "tests.soak.soaked_window", str(home), what, *more]
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    killer = threading.Timer(life, process.kill)
    if at_start:
        killer.start()
    assert process.stdout is not None
    with process.stdout:
        for line in process.stdout:
            if not line.endswith("\n"):
                break  # cut off by its death
            facts = json.loads(line)
            if "ready" in facts and life and not at_start:
                killer.start()
            yield facts
    code = process.wait()
    killer.cancel()
    if code and not life:
        raise RuntimeError(f"the window ended with {code}")
