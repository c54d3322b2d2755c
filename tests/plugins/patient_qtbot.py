"""The fixture `qtbot`, with this suite's patience."""

from __future__ import annotations

import faulthandler
import sys
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from pytestqt.exceptions import TimeoutError
from pytestqt.qtbot import QtBot

from tests.waiting import ENGINE_LIMIT, LIMIT

_MOST = int(LIMIT * 1000)
_HEARD: list[object] = []
"""What waited for a signal: PySide calls it once more, freed or not, where another thread had sent
the signal again before it was disconnected.
"""


class PatientQtBot(QtBot):
    """pytest-qt's, whose waits end after `LIMIT` instead of 5 s."""

    def waitUntil(self, callback: Callable[[], Any], *, timeout: int = _MOST) -> None:
        """Say where each thread is when it did not happen."""
        try:
            super().waitUntil(callback, timeout=timeout)
        except TimeoutError:
            faulthandler.dump_traceback(sys.__stderr__)
            raise

    def settle(self) -> None:
        """Let the event loop do what is posted: layouts, paints (5 ms late), deletions."""
        for _ in range(3):
            self.wait(10)
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def wait_for_engine(self, callback: Callable[[], Any]) -> None:
        """As waitUntil, for what the real engine does meanwhile."""
        super().waitUntil(callback, timeout=int(ENGINE_LIMIT * 1000))

    def waitSignal(self, signal: Any, *, timeout: int = _MOST, **more: Any) -> Any:
        return _kept(super().waitSignal(signal, timeout=timeout, **more))

    def waitSignals(self, signals: Any, *, timeout: int = _MOST, **more: Any) -> Any:
        return _kept(super().waitSignals(signals, timeout=timeout, **more))

    def waitExposed(self, widget: Any, *, timeout: int = _MOST) -> Any:
        return super().waitExposed(widget, timeout=timeout)

    def waitActive(self, widget: Any, *, timeout: int = _MOST) -> Any:
        return super().waitActive(widget, timeout=timeout)


def _kept(blocker: Any) -> Any:
    _HEARD.append(blocker)
    return blocker


@pytest.fixture
def qtbot(qapp: Any, request: pytest.FixtureRequest) -> PatientQtBot:
    return PatientQtBot(request)
