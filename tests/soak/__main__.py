"""Runs what is asked for and isn't done yet, then prints the tables; 1 where anything was lost."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections import Counter
from pathlib import Path

from tests.benchmarks.table import show

from .engine_kills import PHASES, kill_engines
from .soak_state import SoakState
from .window_kills import kill_windows, work_long

STATE = Path(__file__).parents[2] / "build" / "soak" / "state.json"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    parser.add_argument("--engine-kills", type=int, default=1000)
    parser.add_argument("--window-kills", type=int, default=1000)
    parser.add_argument("--pictures", type=int, default=5000)
    parser.add_argument("--minutes", type=float, default=120)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="side by side")
    parser.add_argument("--anew", action="store_true", help="forget what was done before")
    options = parser.parse_args()
    state = SoakState(STATE, anew=options.anew)
    try:
        with tempfile.TemporaryDirectory(prefix="easel-soak-") as home:
            kill_engines(state, options.engine_kills, Path(home), options.workers)
        kill_windows(state, options.window_kills, options.workers)
        work_long(state, options.pictures, options.minutes)
    except KeyboardInterrupt:
        print("\nIt goes on from here with the next run.")
    report(state)
    return 1 if state.faults else 0


def report(state: SoakState) -> None:
    """Print what all runs have shown so far."""
    engine = state.counts("engine")
    kinds = ("promised", "missing", "damaged", "not promised, whole", "half, swept")
    rows = [[name, engine[f"{name} kills"], engine[f"{name} promised"]] for name in PHASES]
    show("Engine kills by phase", ["phase", "kills", "pictures promised before"], rows)
    show(
        "All of them",
        ["kills", *kinds, "s a kill"],
        [[engine["kills"], *(engine[kind] for kind in kinds), _seconds_a_kill(engine)]],
    )
    for part in ("window", "long"):
        counts = state.counts(part)
        if counts:
            paces = {"s a kill": _seconds_a_kill(counts)} if counts["kills"] else {}
            del counts["milliseconds"]
            row = {**counts, **paces}
            show(f"{part.title()}", list(row), [list(row.values())])
    for part, samples in state.samples.items():
        full = [sample for sample in samples if sample]
        names = list(dict.fromkeys(name for sample in full for name in sample))
        chosen = full if len(full) < 12 else [*full[:: len(full) // 10], full[-1]]
        if full:
            rows = [[f"{sample.get(name, 0):.1f}" for name in names] for sample in chosen]
            show(f"{part}: over time", names, rows)
    for fault in state.faults:
        print(f"FAULT {fault}")


def _seconds_a_kill(counts: Counter[str]) -> str:
    """Seconds of a worker for each kill, with what it looked at and drew between."""
    return f"{counts['milliseconds'] / 1000 / max(1, counts['kills']):.1f}"


sys.exit(main())
