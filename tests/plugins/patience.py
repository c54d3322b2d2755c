"""How long a test waits for something at most: it only costs time where something is broken."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, TypeVar

import pytest
from pytestqt.qtbot import QtBot

_T = TypeVar("_T")
LIMIT = 60.0
"""Seconds."""
ENGINE_LIMIT = 300.0
"""Seconds for a job of the real engine: a busy machine needs a minute to import torch alone."""


class PatientQtBot(QtBot):
    """pytest-qt's, whose waits end after `LIMIT` and not after 5 s."""

    def waitUntil(self, callback: Callable[[], Any], *, timeout: int = int(LIMIT * 1000)) -> None:
        super().waitUntil(callback, timeout=timeout)

    def wait_for_engine(self, callback: Callable[[], Any]) -> None:
        """As waitUntil, for what the real engine does meanwhile."""
        super().waitUntil(callback, timeout=int(ENGINE_LIMIT * 1000))

    def waitSignal(self, signal: Any, *, timeout: int = int(LIMIT * 1000), **more: Any) -> Any:
        return super().waitSignal(signal, timeout=timeout, **more)

    def waitSignals(self, signals: Any, *, timeout: int = int(LIMIT * 1000), **more: Any) -> Any:
        return super().waitSignals(signals, timeout=timeout, **more)

    def waitExposed(self, widget: Any, *, timeout: int = int(LIMIT * 1000)) -> Any:
        return super().waitExposed(widget, timeout=timeout)

    def waitActive(self, widget: Any, *, timeout: int = int(LIMIT * 1000)) -> Any:
        return super().waitActive(widget, timeout=timeout)


@pytest.fixture
def qtbot(qapp: Any, request: pytest.FixtureRequest) -> PatientQtBot:
    return PatientQtBot(request)


def wait_until(ready: Callable[[], _T]) -> _T:
    """The first true answer of `ready`."""
    end = time.monotonic() + LIMIT
    while not (value := ready()):
        assert time.monotonic() < end, f"it did not happen within {LIMIT:.0f} s"
        time.sleep(0.01)
    return value
