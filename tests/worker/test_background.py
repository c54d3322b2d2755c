"""Background work: results and errors arrive on the main thread."""

from __future__ import annotations

import threading

import pytest

from desktop.core.errors import BadInput, EaselError
from desktop.worker.background import Background

from .immediate_background import ImmediateBackground


@pytest.fixture(params=[Background, ImmediateBackground])
def background(request, qapp):
    made = request.param()
    yield made
    made.shutdown()


def fail(error: Exception) -> None:
    raise error


def test_the_result_arrives_on_the_main_thread(qtbot, background: Background) -> None:
    got = []
    background.run(lambda: 6 * 7, lambda value: got.append((value, threading.current_thread())))
    qtbot.waitUntil(lambda: bool(got))
    assert got == [(42, threading.main_thread())]


def test_an_error_arrives_with_its_sentence(qtbot, background: Background) -> None:
    got: list[EaselError] = []
    background.run(lambda: fail(BadInput("No such folder.")), fail, got.append)
    background.run(lambda: fail(RuntimeError("odd")), fail, got.append)
    qtbot.waitUntil(lambda: len(got) == 2)
    assert sorted(error.sentence for error in got) == [
        "No such folder.",
        "Something went wrong: odd",
    ]


def test_results_after_shutdown_are_dropped(qtbot) -> None:
    background = Background()
    got = []
    background.run(lambda: 1, got.append)
    background.shutdown()
    qtbot.wait(20)
    assert got == []
