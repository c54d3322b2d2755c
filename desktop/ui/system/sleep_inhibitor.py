"""Prevent sleep and App Nap while pictures are generated."""

from __future__ import annotations

import os
import shutil
import sys
from typing import Any, Protocol

import psutil
from PySide6.QtCore import QObject, QProcess
from shiboken6 import isValid

from desktop import APP_NAME

from .cocoa import CocoaBridge

_END_MS = 1000


class SleepInhibitor(Protocol):
    """An idempotent sleep inhibitor: repeated calls have no further effect."""

    def begin(self, *, stay_awake: bool) -> None:
        """Prevent App Nap, and with `stay_awake` also idle sleep."""
        ...

    def end(self) -> None:
        """Release the inhibition at once."""
        ...


def this_sleep_inhibitor(parent: QObject) -> SleepInhibitor:
    """Return the implementation for this machine."""
    if sys.platform == "darwin":
        return MacSleepInhibitor()
    return SystemdSleepInhibitor(parent)


def on_battery() -> bool:
    """Return whether the computer runs on battery; False without one, or if unknown."""
    sensors = getattr(psutil, "sensors_battery", None)
    try:
        battery = sensors() if sensors is not None else None
    except FileNotFoundError:  # a Linux without /sys, as in a container
        return False
    return battery is not None and battery.power_plugged is False


class MacSleepInhibitor:
    """An NSProcessInfo activity, Apple's API against both sleep and App Nap."""

    def __init__(self) -> None:
        self._activity: Any = None
        self._stay_awake = False
        self._bridge = CocoaBridge("be kept awake")

    def begin(self, *, stay_awake: bool) -> None:
        """Begin the activity, or begin it anew with other options."""
        self._bridge.call(lambda: self._begin(stay_awake), None)

    def end(self) -> None:
        """End the activity."""
        self._bridge.call(self._end, None)

    def _begin(self, stay_awake: bool) -> None:
        import Foundation

        if self._activity is not None and stay_awake == self._stay_awake:
            return
        self._end()
        options = (
            Foundation.NSActivityUserInitiated
            if stay_awake
            else Foundation.NSActivityUserInitiatedAllowingIdleSystemSleep
        )
        process = Foundation.NSProcessInfo.processInfo()
        self._stay_awake = stay_awake
        self._activity = process.beginActivityWithOptions_reason_(options, "Drawing pictures")

    def _end(self) -> None:
        import Foundation

        if self._activity is not None:
            Foundation.NSProcessInfo.processInfo().endActivity_(self._activity)
            self._activity = None


class SystemdSleepInhibitor:
    """systemd-inhibit around a `cat` that ends with its pipe, however this process ends.

    Without systemd there is no inhibition; there is no App Nap to prevent.
    """

    def __init__(self, parent: QObject) -> None:
        self._parent = parent
        self._process: QProcess | None = None

    def begin(self, *, stay_awake: bool) -> None:
        """Take or release the lock."""
        program = shutil.which("systemd-inhibit")
        if not stay_awake or program is None:
            self.end()
        elif not self._is_there():
            process = QProcess(self._parent)
            process.setStandardOutputFile(os.devnull)
            process.setStandardErrorFile(os.devnull)
            process.finished.connect(process.deleteLater)
            why = "--why=Drawing pictures"
            process.start(
                program, ["--what=idle:sleep", f"--who={APP_NAME}", why, "--mode=block", "cat"]
            )
            self._process = process

    def _is_there(self) -> bool:
        """Return whether the process runs; it exits early where no login manager is running."""
        return self._process is not None and isValid(self._process)

    def end(self) -> None:
        """Release the lock."""
        process, there, self._process = self._process, self._is_there(), None
        if process is not None and there:
            process.closeWriteChannel()
            if not process.waitForFinished(_END_MS):
                process.kill()
