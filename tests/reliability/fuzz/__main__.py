"""Fuzzes formats and prints what each showed, a line of JSON; see the package."""

from __future__ import annotations

import json
import os
import sys
import traceback
from pathlib import Path
from typing import NoReturn

from .formats import FORMATS
from .fuzzing import fuzzed

KEEP = Path(__file__).parents[3] / "build" / "fuzz"


def main(names: list[str], cases: int, seed: int) -> None:
    """Fuzz each format in a process of its own, for the memory, that has all imports done."""
    for name in names:
        child = os.fork()
        if child == 0:
            _run(name, cases, seed)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        if code:  # a signal's: its last sample still lies in its folder
            print(json.dumps({"name": name, "died": code}), flush=True)


def _run(name: str, cases: int, seed: int) -> NoReturn:
    try:
        outcome = fuzzed(name, cases, seed, KEEP)
        print(json.dumps(outcome._asdict(), ensure_ascii=False), flush=True)
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


if len(sys.argv) == 1:
    print("\n".join(FORMATS))
else:
    asked = list(FORMATS) if sys.argv[1] == "all" else sys.argv[1].split(",")
    main(asked, int(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 1)
