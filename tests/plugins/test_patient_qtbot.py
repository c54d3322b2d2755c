"""The window's tests wait as long as all others do, and what waits outlives what it waits for."""

from __future__ import annotations

import inspect
import threading

from PySide6.QtCore import QCoreApplication, QObject, Signal
from pytestqt.qtbot import QtBot

from tests.waiting import LIMIT


def test_every_wait_has_the_one_limit(qtbot: QtBot) -> None:
    for wait in (qtbot.waitUntil, qtbot.waitSignal, qtbot.waitSignals, qtbot.waitActive):
        assert inspect.signature(wait).parameters["timeout"].default == LIMIT * 1000


class _Sender(QObject):
    """A signal that another thread sends twice."""

    sent = Signal(object, object)

    def send_twice(self) -> None:
        self.sent.emit(1, 2)
        self.sent.emit(3, 4)


def test_a_signal_that_is_sent_again_meets_no_freed_listener(qtbot) -> None:
    for _ in range(200):
        sender = _Sender()
        thread = threading.Thread(target=sender.send_twice)
        with qtbot.waitSignal(sender.sent):
            thread.start()
        thread.join()
        QCoreApplication.processEvents()
