"""What reading costs: seconds of the processor, peak memory."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

_CODE = """
import importlib, json, resource, sys, time
module, name, path = sys.argv[1:]
call = getattr(importlib.import_module(module), name)
unit = 1 if sys.platform == "darwin" else 1024
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
began = time.process_time()
error = ""
try:
    call(path)
except Exception as caught:
    error = f"{type(caught).__name__}: {caught}"
seconds = time.process_time() - began
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit - before
print(json.dumps([seconds, peak / 1e6, error]))
"""


class Cost(NamedTuple):
    """Seconds of the processor, megabytes above what the process had before, and what it raised."""

    seconds: float
    megabytes: float
    error: str


def cost_of(module: str, function: str, path: Path) -> Cost:
    """The cost of `module.function(str(path))`."""
    done = subprocess.run(
        [sys.executable, "-c", _CODE, module, function, str(path)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env=dict(os.environ),
    )
    assert done.returncode == 0, done.stderr
    return Cost(*json.loads(done.stdout.splitlines()[-1]))


class TooLong(Exception):
    """The block has computed longer than it may."""


@contextmanager
def processor_seconds(most: float) -> Generator[None]:
    """Raise TooLong in the block once it has computed for `most` seconds, waits not counted."""

    def ring(*_: object) -> None:
        raise TooLong

    before = signal.signal(signal.SIGVTALRM, ring)
    signal.setitimer(signal.ITIMER_VIRTUAL, most)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
