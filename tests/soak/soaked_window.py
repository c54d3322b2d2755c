"""A whole window over the home that its first argument names, to be killed; no test itself.

"kill": a painted engine; submits jobs of three pictures without end. "drain": draws what was left,
and ends. "long MINUTES PICTURES": the real engine, job after job, with a line of figures a minute.
Prints a line for each job once it is submitted, and for each picture once it is told of.
"""

from __future__ import annotations

import json
import os
import random
import sys
import time
from pathlib import Path

from PySide6.QtCore import QTimer

from desktop.core.events import Finished
from desktop.process import supervisor
from tests.benchmarks.bench_context import close_window, open_window, starter_request

from .soak_state import usage

PAINTED = Path(__file__).parents[1] / "ui" / "fake_engine_child.py"
COUNT, WAITING = 3, 3
_EVERY_MS, _SAMPLE_SECONDS = 15, 60.0


class SoakedWindow:
    """Drives one window until it is killed, or has done what was asked."""

    def __init__(self, home: Path, what: str, minutes: float, pictures: int) -> None:
        if what != "long":
            supervisor.engine_command = lambda: [sys.executable, str(PAINTED), "draw"]
        self.app, self._running, self.window = open_window(home)
        self._what, self._pictures = what, pictures
        self._end = time.monotonic() + minutes * 60 if minutes else float("inf")
        self._told, self._sampled = 0, -_SAMPLE_SECONDS
        self.services = self.window.parts.services
        self.session = self.services.session
        self.session.picture_finished.connect(self._finished)
        self.session.failed.connect(lambda event: self._say(failed=str(event.message)))
        self.session.resume_restored()
        self._timer = QTimer(self.app)
        self._timer.timeout.connect(self._turn)
        self._timer.start(_EVERY_MS)
        self._say(ready=os.getpid())

    def run(self) -> None:
        """Work until all is done."""
        self.app.exec()
        close_window(self.app, self._running, self.window)

    def _turn(self) -> None:
        busy = bool(self.session.running or self.session.waiting)
        if self._what == "long" and time.monotonic() - self._sampled > _SAMPLE_SECONDS:
            self._sample()
        over = self._what == "drain" or self._told >= self._pictures > 0
        over = over or time.monotonic() > self._end
        if not over and len(self.session.waiting) < WAITING:
            self._submit()
        elif over and not busy:
            self._timer.stop()
            if self._what == "long":
                self._sample()
            self.app.quit()

    def _submit(self) -> None:
        seed = random.getrandbits(40)
        size = 64 if self._what == "kill" else 256
        request = starter_request(count=COUNT, steps=6, seed=seed, width=size, height=size)
        self.session.submit(request, self.services.output_folder())
        self._say(submitted=[seed + at for at in range(COUNT)])

    def _finished(self, event: Finished) -> None:
        self._told += 1
        self._say(finished=event.path)

    def _sample(self) -> None:
        self._sampled = time.monotonic()
        sample = usage(os.getpid(), "window")
        child = self.session.engines.child.pid
        if child is not None:
            sample |= usage(child, "engine")
        self._say(sample=sample, shown=len(self.window.parts.pictures.paths))

    def _say(self, **facts: object) -> None:
        print(json.dumps(facts), flush=True)


if __name__ == "__main__":
    home, what, minutes, pictures = (*sys.argv[1:], "0", "0")[:4]
    SoakedWindow(Path(home), what, float(minutes), int(pictures)).run()
