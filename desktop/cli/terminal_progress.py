"""Progress on stderr: a bar on a terminal, plain lines otherwise."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import NoReturn, TextIO

from tqdm import tqdm

from desktop.core.events import READY, Event, Loading, Progress, Step

_LINE_EVERY = 2.0


class ProgressView:
    """The progress of one job; a context manager that leaves the terminal tidy."""

    def __init__(self, stream: TextIO | None = None, redraw_seconds: float = 0.1) -> None:
        self._stream = stream or sys.stderr
        self._redraw_seconds = redraw_seconds
        self._terminal = self._stream.isatty()
        self._bar: tqdm[NoReturn] | None = None
        self._shown = ""
        """The bar's own description; tqdm's `desc` may differ by punctuation."""
        self._last_line = 0.0
        self._last_loading = ""
        tqdm.monitor_interval = 0  # no extra thread

    def __enter__(self) -> ProgressView:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.clear()

    def show(self, event: Event) -> None:
        """Show one event, if it is visible progress."""
        if isinstance(event, Loading):
            self._loading(event)
        elif isinstance(event, Step):
            self._step(event)
        elif isinstance(event, Progress):
            done = "" if event.fraction is None else f" {event.fraction:.0%}"
            self._line(f"{event.what}{done}", force=False)

    def clear(self) -> None:
        """Remove the bar, so that other text can be printed."""
        if self._bar is not None:
            self._bar.close()
            self._bar = None

    def _loading(self, event: Loading) -> None:
        if event.what == READY:
            return
        text = f"loading {event.what}" + (f" ({event.note})" if event.note else "")
        if text != self._last_loading:
            self._last_loading = text
            self.clear()
            self._line(text, force=True)

    def _step(self, event: Step) -> None:
        which = f"picture {event.index + 1} of {event.count}" if event.count > 1 else "picture"
        if self._terminal:
            if self._bar is None or self._shown != which:
                self.clear()
                self._shown = which
                self._bar = tqdm(
                    total=event.steps,
                    desc=which,
                    unit="step",
                    file=self._stream,
                    leave=False,
                    mininterval=self._redraw_seconds,
                )
            self._bar.update(event.step - self._bar.n)
            return
        pace = f"{event.seconds_per_step:.2f} s a step"
        last = event.step == event.steps
        self._line(f"{which}: step {event.step} of {event.steps}, {pace}", force=last)

    def _line(self, text: str, *, force: bool) -> None:
        now = time.monotonic()
        if force or now - self._last_line >= _LINE_EVERY:
            self._last_line = now
            print(text, file=self._stream, flush=True)
