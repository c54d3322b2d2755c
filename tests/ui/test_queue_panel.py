"""The queue's panel: drag to another place, pause, edit, and how long all of it takes."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt

from desktop.ui.generate.queue_panel import time_for_all
from desktop.worker.session_state import Ready, Running

from .conftest import MakeWindow

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def window(qtbot, make_window: MakeWindow):
    window = make_window("slow")
    session = window.parts.services.session
    for prompt in ("one", "two", "three", "four"):
        window.parts.values.prompt = prompt
        window.parts.actions["generate"].trigger()
    qtbot.waitUntil(lambda: isinstance(session.state, Running))
    window.parts.actions["show_queue"].trigger()
    qtbot.settle()
    return window


def prompts(window) -> list[str]:
    return [job.task.prompt for job in window.parts.services.session.waiting]


def test_a_job_is_dragged_to_another_place(qtbot, window) -> None:
    panel = window.parts.generate_actions.queue_panel
    first, last = panel.rows()[0], panel.rows()[2]
    way = QPoint(0, last.y() - first.y() + 8)
    start = QPoint(10, first.height() // 2)
    qtbot.mousePress(first, LEFT, pos=start)
    qtbot.mouseMove(first, start + way)
    qtbot.mouseRelease(first, LEFT, pos=start)  # the row has moved with the mouse
    assert prompts(window) == ["three", "four", "two"]
    qtbot.settle()
    row = panel.rows()[2]
    qtbot.mousePress(row, LEFT, pos=start)
    qtbot.mouseMove(row, start - way)
    qtbot.mouseRelease(row, LEFT, pos=start)
    assert prompts(window) == ["two", "three", "four"]


def test_a_click_on_a_job_moves_nothing(qtbot, window) -> None:
    qtbot.mouseClick(window.parts.generate_actions.queue_panel.rows()[1], LEFT)
    assert prompts(window) == ["two", "three", "four"]


def test_pause_lets_no_further_job_begin(qtbot, window) -> None:
    session = window.parts.services.session
    panel = window.parts.generate_actions.queue_panel
    qtbot.mouseClick(panel.pause, LEFT)
    assert panel.pause.text() == "Resume"
    session.cancel()
    qtbot.waitUntil(lambda: isinstance(session.state, Ready))
    assert prompts(window) == ["two", "three", "four"]
    qtbot.mouseClick(panel.pause, LEFT)
    qtbot.waitUntil(lambda: session.running is not None)
    assert session.running.task.prompt == "two"


def test_a_waiting_job_is_edited(qtbot, window) -> None:
    values = window.parts.values
    values.prompt, values.steps, values.keep_seed = "something else", 3, False
    job = window.parts.services.session.waiting[1]
    qtbot.mouseClick(window.parts.generate_actions.queue_panel.rows()[1].edit, LEFT)
    assert prompts(window) == ["two", "four"]
    assert (values.prompt, values.steps) == ("three", job.task.steps)
    assert (values.seed, values.keep_seed) == (job.task.seed, True)
    undo = window.parts.file_actions.undo_stack.undo
    undo()
    undo()
    assert prompts(window) == ["two", "three", "four"]
    assert values.prompt == "something else"


def test_the_time_is_that_of_all_jobs(qtbot, window) -> None:
    session = window.parts.services.session
    state = Running(
        job="", index=0, count=1, step=5, steps=20, seconds_per_step=2.0, seconds_left=30.0
    )
    steps = sum(job.task.steps for job in session.waiting)
    assert time_for_all([state], session.waiting) == 30 + 2 * steps
    assert time_for_all([Ready()], session.waiting) is None
    panel = window.parts.generate_actions.queue_panel
    qtbot.waitUntil(lambda: panel.time.text().startswith("about "))
