"""Nothing that raises does so in silence: slots, timers, overrides, threads and pools."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QThread, QTimer, Signal

from desktop.core.errors import EaselError, InternalError
from desktop.worker.low_priority_pool import LowPriorityThreadPool
from desktop.worker.uncaught import UncaughtExceptions

pytestmark = pytest.mark.expects_warnings("Uncaught exception in", "Unhandled in")


def fail(*_: object) -> None:
    raise ZeroDivisionError("by nothing")


class Sender(QObject):
    said = Signal()


class Deaf(QObject):
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Timer:
            self.killTimer(event.timerId())  # type: ignore[attr-defined]
            self.deleteLater()
            fail()
        return super().event(event)


class Thread(QThread):
    def run(self) -> None:
        fail()


class Unwell:
    def __del__(self) -> None:
        fail()


def in_slot() -> None:
    sender = Sender()
    sender.said.connect(fail)
    sender.said.emit()


def in_queued_slot() -> None:
    sender = Sender(QCoreApplication.instance())
    sender.said.connect(fail, Qt.ConnectionType.QueuedConnection)
    sender.said.connect(sender.deleteLater, Qt.ConnectionType.QueuedConnection)
    sender.said.emit()


def in_override() -> None:
    Deaf(QCoreApplication.instance()).startTimer(0)


def in_qthread() -> None:
    thread = Thread()
    thread.start()
    thread.wait()


def in_pool() -> None:
    pool = LowPriorityThreadPool()
    pool.begin(fail)
    pool.waitForDone()


def in_thread() -> None:
    thread = threading.Thread(target=fail, name="look-up")
    thread.start()
    thread.join()


def in_finaliser() -> None:
    Unwell()


PLACES = [
    in_slot,
    in_queued_slot,
    lambda: QTimer.singleShot(0, fail),
    in_override,
    in_qthread,
    in_pool,
    in_thread,
    in_finaliser,
]


@pytest.fixture
def uncaught(qapp) -> Iterator[UncaughtExceptions]:
    made = UncaughtExceptions()
    made.install()
    yield made
    made.uninstall()


@pytest.mark.parametrize(
    "raise_somewhere",
    PLACES,
    ids=["slot", "queued", "timer", "override", "qthread", "pool", "thread", "finaliser"],
)
def test_it_is_logged_and_told_on_the_main_thread(
    qtbot, uncaught: UncaughtExceptions, caplog, raise_somewhere: Callable[[], None]
) -> None:
    got: list[tuple[EaselError, threading.Thread]] = []
    uncaught.caught.connect(lambda error: got.append((error, threading.current_thread())))
    raise_somewhere()
    assert got == []  # a turn later: never in the middle of what failed
    qtbot.waitUntil(lambda: bool(got))
    error, thread = got[0]
    assert isinstance(error, InternalError)
    assert "ZeroDivisionError" in str(error)
    assert "in fail" in error.details
    assert thread is threading.main_thread()
    assert "ZeroDivisionError: by nothing" in caplog.text


def test_a_known_error_keeps_its_sentence(qtbot, uncaught: UncaughtExceptions) -> None:
    got: list[EaselError] = []
    uncaught.caught.connect(got.append)

    def refuse() -> None:
        raise EaselError("The disk is full.")

    QTimer.singleShot(0, refuse)
    qtbot.waitUntil(lambda: bool(got))
    assert [type(error) for error in got] == [EaselError]


def test_the_hooks_are_put_back(qapp) -> None:
    before = sys.excepthook, threading.excepthook, sys.unraisablehook
    uncaught = UncaughtExceptions()
    uncaught.install()
    assert sys.excepthook is not before[0]
    uncaught.uninstall()
    uncaught.uninstall()
    assert (sys.excepthook, threading.excepthook, sys.unraisablehook) == before
