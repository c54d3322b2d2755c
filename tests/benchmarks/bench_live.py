"""Is the window alive while someone types eight letters a second, and does the picture follow?

Typed is in bursts, after each of which the hands rest: what a burst ends with must come small and
whole, once each.
"""

from __future__ import annotations

import argparse
import itertools
import tempfile
import time
from collections import Counter
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtTest import QTest

from desktop.core.events import Drawn, Event, Preview
from desktop.core.request import GenerationRequest
from desktop.core.tasks import Job
from desktop.ui.shell.main_window import MainWindow

from .bench_context import close_window, open_window
from .table import median, show
from .window_gaps import HEAD, WindowGaps

SECONDS = 60
STEPS = 8
_LETTER_MS = 125
_LETTERS_A_BURST = 40
_REST_MS = 4000
_LONGEST = 200
_WORDS = "a red apple on a blue plate beside an old clock and a small fox under a tree "


class Hand(QObject):
    """Types into the prompt, and notes what comes of it."""

    def __init__(self, window: MainWindow, letters: int) -> None:
        super().__init__(window)
        self.parts = window.parts
        self.prompt = window.parts.panel.prompts.prompt
        self.live = window.parts.live_actions.drawing
        self.letters, self.typed = itertools.cycle(_WORDS), 0
        self.most = letters
        self.last_key = 0.0
        self.previews_after: list[float] = []
        self.wholes_after: list[float] = []
        self.ends: list[str] = []
        self.wanted = 0
        self.started: dict[str, GenerationRequest] = {}
        self.drawn: list[GenerationRequest] = []
        self.cancelled = 0
        self._waits = False
        self._timer = QTimer(self, interval=_LETTER_MS)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._type)
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self._begin)
        self.live.started.connect(self._on_start)
        self.live.preview.connect(self._on_preview)
        self.live.ended.connect(self._on_end)

    def start(self) -> None:
        self._begin()

    def _begin(self) -> None:
        if self.typed >= self.most:
            self.parts.actions["live"].setChecked(False)
            QTimer.singleShot(500, self.parts.services.session, _quit)
            return
        if len(self.prompt.toPlainText()) > _LONGEST:
            self.prompt.selectAll()  # never within a burst, which would end with hardly a word
        self._timer.start()

    def _type(self) -> None:
        QTest.keyClicks(self.prompt, next(self.letters))
        self.last_key = time.perf_counter()
        self.typed += 1
        self.wanted += 1
        if self.typed % _LETTERS_A_BURST == 0:
            self._timer.stop()
            self.ends.append(self.prompt.toPlainText())
            self._waits = True
            self._rest.start()

    def _on_start(self, job: Job) -> None:
        assert isinstance(job.task, GenerationRequest)
        self.started[job.id] = job.task

    def _on_preview(self, event: Preview) -> None:
        if self._waits and self.started[event.job].prompt == self.ends[-1]:
            self._waits = False
            self.previews_after.append((time.perf_counter() - self.last_key) * 1000)

    def _on_end(self, job: Job, event: Event) -> None:
        task = self.started[job.id]
        if not isinstance(event, Drawn):
            self.cancelled += 1
            return
        self.drawn.append(task)
        if self.ends and task.prompt == self.ends[-1] and task.width == 256:
            self.wholes_after.append((time.perf_counter() - self.last_key) * 1000)


def _quit() -> None:
    from PySide6.QtCore import QCoreApplication

    app = QCoreApplication.instance()
    assert app is not None
    app.quit()


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--seconds", type=int, default=SECONDS, help="of typing")
    seconds = options.parse_args().seconds
    with tempfile.TemporaryDirectory() as home:
        app, running, window = open_window(Path(home))
        values, live = window.parts.values, window.parts.live_actions.drawing
        while not window.parts.registry.is_read:
            app.processEvents()
        values.width = values.height = 256
        values.steps = STEPS
        values.prompt = "fox"
        wholes: list[bool] = []
        live.drawn.connect(lambda _job, _event, whole: wholes.append(whole))
        window.parts.actions["live"].setChecked(True)
        while True not in wholes:  # the model is loaded: that is measured elsewhere
            app.processEvents()
            time.sleep(0.01)
        hand, gaps = Hand(window, seconds * 1000 // _LETTER_MS), WindowGaps()
        gaps.start()
        hand.start()
        app.exec()
        gaps.stop()
        files = list(Path(home).rglob("*.png"))
        close_window(app, running, window)
    show(
        f"Gaps between ticks of an 8 ms timer, {hand.typed} letters, a letter each {_LETTER_MS} ms"
        f" ({gaps.seconds:.0f} s)",
        HEAD,
        gaps.rows(),
    )
    wholes_of_ends = Counter(one.prompt for one in hand.drawn if one.width == 256)
    twice = sum(count - 1 for count in Counter(hand.drawn).values())
    lost = sum(1 for end in hand.ends if not wholes_of_ends[end])
    show(
        "From the last key of a burst",
        ("to", "median ms", "longest ms", "aim"),
        [
            ("first preview", *_times(hand.previews_after), "400"),
            ("whole picture", *_times(hand.wholes_after), ""),
        ],
    )
    show(
        "Requests",
        ("what", "count", "aim"),
        [
            ("wanted (letters)", hand.wanted, ""),
            ("begun", len(hand.started), ""),
            ("drawn", len(hand.drawn), ""),
            ("cancelled between two steps", hand.cancelled, ""),
            (f"lost, of {len(hand.ends)} last ones", lost, "0"),
            ("drawn twice", twice, "0"),
            ("files left", len(files), "0"),
        ],
    )


def _times(found: list[float]) -> tuple[str, str]:
    return (f"{median(found):.0f}", f"{max(found):.0f}") if found else ("-", "-")


if __name__ == "__main__":
    main()
