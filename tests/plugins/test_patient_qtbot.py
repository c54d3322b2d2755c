"""The window's tests wait as long as all others do."""

from __future__ import annotations

import inspect

from pytestqt.qtbot import QtBot

from tests.waiting import LIMIT


def test_every_wait_has_the_one_limit(qtbot: QtBot) -> None:
    for wait in (qtbot.waitUntil, qtbot.waitSignal, qtbot.waitSignals, qtbot.waitActive):
        assert inspect.signature(wait).parameters["timeout"].default == LIMIT * 1000
