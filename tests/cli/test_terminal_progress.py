"""Progress on a terminal: one bar a picture, which moves."""

from __future__ import annotations

import io
import re

import pytest

from desktop.cli.terminal_progress import ProgressView
from desktop.core.events import READY, Loading, Step
from desktop.core.messages import Message


class Terminal(io.StringIO):
    """A stream that says it is a terminal, and keeps all that was written."""

    def isatty(self) -> bool:
        return True


def step(number: int, *, index: int = 0, count: int = 1) -> Step:
    return Step(job="j", index=index, count=count, step=number, steps=40, seconds_per_step=0.5)


@pytest.mark.parametrize("count", [1, 2])
def test_the_bar_moves_to_the_end_of_each_picture(count: int) -> None:
    terminal = Terminal()
    with ProgressView(terminal, redraw_seconds=0) as view:
        for index in range(count):
            for number in range(1, 41):
                view.show(step(number, index=index, count=count))
    shown = [int(number) for number in re.findall(r"(\d+)/40", terminal.getvalue())]
    assert shown == [*range(41)] * count


def test_loading_is_told_in_words_that_fit() -> None:
    lines = io.StringIO()
    view = ProgressView(lines)
    for what in (Message("model into memory"), READY):
        view.show(Loading(job="j", what=what))
    assert lines.getvalue() == "loading model into memory\n"
