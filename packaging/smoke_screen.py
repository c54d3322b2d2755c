"""The screen on which the smoke test looks at the window: Xvfb on Linux, the Mac's own on a Mac."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from abc import ABC, abstractmethod
from pathlib import Path
from typing import Self

_SIZE = "1440x900x24"


class Screen(ABC):
    """A place for one window, entered and left as a context manager."""

    environment: dict[str, str]
    takes_keys: bool

    @abstractmethod
    def __enter__(self) -> Self: ...

    @abstractmethod
    def __exit__(self, *_: object) -> None: ...

    @abstractmethod
    def shows(self, process: int) -> bool:
        """Whether a window of `process` is on the screen."""

    @abstractmethod
    def write(self, text: str) -> None:
        """Type `text` into the window that has the focus."""

    @abstractmethod
    def ask_for_picture(self) -> None:
        """Press the keys of Generate."""

    @abstractmethod
    def shoot(self, path: Path) -> None:
        """Save what the screen shows as a PNG; nothing where that is not to be had."""

    @abstractmethod
    def quit(self, process: int) -> None:
        """Ask the window to quit, as a person would where keys can be sent."""


class XScreen(Screen):
    """An X server of its own, with a window manager, driven by xdotool."""

    takes_keys = True

    def __enter__(self) -> Self:
        reader, writer = os.pipe()
        self._server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(writer), "-screen", "0", _SIZE, "-nolisten", "tcp"],
            pass_fds=[writer],
            stderr=subprocess.DEVNULL,
        )
        os.close(writer)
        with os.fdopen(reader) as answer:
            number = answer.readline().strip()
        if not number:
            raise OSError("Xvfb did not start")
        self.environment = {"DISPLAY": f":{number}"}
        self._own = os.environ | self.environment
        self._manager = subprocess.Popen(
            ["openbox"], env=self._own, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        return self

    def __exit__(self, *_: object) -> None:
        for process in (self._manager, self._server):
            process.terminate()
            process.wait(10)

    def _xdotool(self, *arguments: str) -> str:
        call = subprocess.run(
            ["xdotool", *arguments], env=self._own, capture_output=True, text=True, check=False
        )
        return call.stdout.strip()

    def shows(self, process: int) -> bool:
        return bool(self._xdotool("search", "--onlyvisible", "--pid", str(process)))

    def write(self, text: str) -> None:
        time.sleep(2)  # until the window manager has given it the focus
        self._xdotool("type", "--delay", "60", text)

    def ask_for_picture(self) -> None:
        self._xdotool("key", "ctrl+Return")

    def shoot(self, path: Path) -> None:
        with contextlib.suppress(FileNotFoundError):  # ImageMagick is a convenience
            subprocess.run(
                ["import", "-window", "root", str(path)],
                env=self._own,
                check=False,
                stderr=subprocess.DEVNULL,
            )

    def quit(self, process: int) -> None:
        self._xdotool("search", "--onlyvisible", "--pid", str(process), "windowactivate", "--sync")
        self._xdotool("key", "ctrl+q")


class MacScreen(Screen):
    """The screen of the Mac; sending keys there takes a permission that a runner may not have."""

    takes_keys = False

    _WINDOWS = (
        'ObjC.import("CoreGraphics"); ObjC.deepUnwrap(ObjC.castRefToObject('
        "$.CGWindowListCopyWindowInfo($.kCGWindowListOptionOnScreenOnly, 0)))"
        '.map(w => w.kCGWindowOwnerPID).join(" ")'
    )

    def __enter__(self) -> Self:
        self.environment = {}
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def shows(self, process: int) -> bool:
        call = subprocess.run(
            ["osascript", "-l", "JavaScript", "-e", self._WINDOWS],
            capture_output=True,
            text=True,
            check=False,
        )
        return str(process) in call.stdout.split()

    def write(self, text: str) -> None:
        raise NotImplementedError(f"keys are not sent on a Mac: {text!r}")

    def ask_for_picture(self) -> None:
        raise NotImplementedError("keys are not sent on a Mac")

    def shoot(self, path: Path) -> None:
        subprocess.run(["screencapture", "-x", str(path)], check=False)

    def quit(self, process: int) -> None:
        os.kill(process, signal.SIGTERM)  # Easel closes its window in order then
