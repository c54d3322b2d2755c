"""Background work: results and errors arrive on the main thread, and no error is lost."""

from __future__ import annotations

import logging
import threading

import pytest
import shiboken6
from PySide6.QtCore import QObject

from desktop.core.errors import BadInput, EaselError, InternalError
from desktop.worker.background import Background
from desktop.worker.window_downloads import NetworkBackground

from .immediate_background import ImmediateBackground


@pytest.fixture(params=[Background, ImmediateBackground, NetworkBackground])
def background(request, qapp):
    made = request.param()
    yield made
    made.shutdown()


def fail(error: Exception) -> None:
    raise error


def unexpected(value: object) -> None:
    pytest.fail(f"there should be no result: {value}")


def test_the_result_arrives_on_the_main_thread(qtbot, background: Background) -> None:
    got = []
    background.run(lambda: 6 * 7, lambda value: got.append((value, threading.current_thread())))
    qtbot.waitUntil(lambda: bool(got))
    assert got == [(42, threading.main_thread())]


def test_a_known_error_arrives_at_its_caller_alone(qtbot, background: Background) -> None:
    got: list[EaselError] = []
    elsewhere: list[EaselError] = []
    background.failed.connect(elsewhere.append)
    background.run(lambda: fail(BadInput("No such folder.")), unexpected, got.append)
    qtbot.waitUntil(lambda: bool(got))
    assert [type(error) for error in got] == [BadInput]
    assert str(got[0]) == "No such folder."
    assert elsewhere == []


def test_a_known_error_that_nobody_takes_is_told(qtbot, background: Background) -> None:
    elsewhere: list[EaselError] = []
    background.failed.connect(elsewhere.append)
    background.run(lambda: fail(EaselError("The disk is full.")), unexpected)
    qtbot.waitUntil(lambda: bool(elsewhere))
    assert [str(error) for error in elsewhere] == ["The disk is full."]


@pytest.mark.expects_warnings("Background work failed")
@pytest.mark.parametrize("handled", [True, False])
def test_a_bug_is_logged_with_its_traceback_and_told(
    qtbot, background: Background, caplog, handled: bool
) -> None:
    got: list[EaselError] = []
    elsewhere: list[EaselError] = []
    background.failed.connect(elsewhere.append)
    on_error = got.append if handled else None
    background.run(lambda: fail(RuntimeError("odd")), unexpected, on_error)
    qtbot.waitUntil(lambda: bool(elsewhere))
    (error,) = elsewhere
    assert isinstance(error, InternalError)
    assert str(error) == "An unexpected error occurred in Easel (RuntimeError)."
    assert "in fail" in error.details
    assert "RuntimeError: odd" in error.details
    assert got == (elsewhere if handled else [])
    (record,) = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert "RuntimeError: odd" in caplog.text
    assert record.name == "desktop.worker.background"


def test_results_after_shutdown_are_dropped(qtbot) -> None:
    background = Background()
    got = []
    background.run(lambda: 1, got.append)
    background.shutdown()
    qtbot.settle()
    assert got == []


class Dialog(QObject):
    """Asks in three ways, and is closed before the answer comes."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[object] = []

    def take(self, value: object) -> None:
        self.heard.append(value)
        self.objectName()

    def ask(self, background: Background) -> None:
        background.run(lambda: 1, self.take)
        background.run(lambda: 2, lambda value: self.take([value]))
        background.run(lambda: fail(EaselError("The disk is full.")), self.take, self.take)


def test_a_closed_dialog_gets_no_result_and_its_error_is_told_elsewhere(qtbot) -> None:
    background, dialog = Background(threads=1), Dialog()
    elsewhere: list[EaselError] = []
    background.failed.connect(elsewhere.append)
    dialog.ask(background)
    shiboken6.delete(dialog)
    qtbot.waitUntil(lambda: bool(elsewhere))
    assert [str(error) for error in elsewhere] == ["The disk is full."]
    assert dialog.heard == []
    background.shutdown()


@pytest.mark.parametrize("kind", [Background, NetworkBackground])
def test_nothing_begins_after_the_end(kind: type[Background], qapp) -> None:
    background = kind()
    background.shutdown()
    begun: list[bool] = []
    background.run(lambda: begun.append(True), unexpected)
    background._pool.waitForDone()
    assert [thread for thread in threading.enumerate() if thread.name == "look-up"] == []
    assert begun == []
