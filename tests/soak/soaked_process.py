"""A window in a process of its own, killed at an event of its work or while it starts."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil

ROOT = Path(__file__).parents[2]
_AFTER = 0.03
"""Seconds after an event within which the window is killed: it saves, asks and draws then."""


class SoakedProcess:
    """`soaked_window` with its arguments; it ends by itself where no kill is asked for.

    `kill_at` is the number of jobs and pictures told of before the kill, `kill_after` the seconds
    from its start.
    """

    def __init__(
        self,
        home: Path,
        what: str,
        *more: str,
        kill_at: int | None = None,
        kill_after: float | None = None,
    ) -> None:
        self._command = [sys.executable, "-m", "tests.soak.soaked_window", str(home), what, *more]
        self._kill_at, self._kill_after = kill_at, kill_after
        self.start_took: float | None = None
        """Seconds until it could be used."""
        self._session = 0

    def lines(self) -> Iterator[dict[str, Any]]:
        """What the window says until it is gone. Raises RuntimeError where it failed by itself."""
        began = time.monotonic()
        process = subprocess.Popen(
            self._command,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
            start_new_session=True,  # Ctrl-C ends the soak between two kills
        )
        self._session = process.pid
        killer = threading.Timer(self._kill_after or 0, process.kill)
        if self._kill_after is not None:
            killer.start()
        events = 0
        assert process.stdout is not None
        with process.stdout:
            for line in process.stdout:
                if not line.endswith("\n"):
                    break  # cut off by its death
                facts = json.loads(line)
                if "ready" in facts:
                    self.start_took = time.monotonic() - began
                events += "submitted" in facts or "finished" in facts
                if events == self._kill_at and not killer.is_alive():
                    killer = threading.Timer(random.random() * _AFTER, process.kill)
                    killer.start()
                yield facts
        code = process.wait()
        killer.cancel()
        if code and self._kill_at is None and self._kill_after is None:
            raise RuntimeError(f"the window ended with {code}")

    def left(self) -> list[int]:
        """The processes that it has started and that outlive it."""
        found: list[int] = []
        for pid in psutil.pids():
            with suppress(ProcessLookupError):
                if os.getsid(pid) == self._session:
                    found.append(pid)
        return found
