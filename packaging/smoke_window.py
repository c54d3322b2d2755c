"""The window's part of the smoke test: up, a picture, quit, and nothing left running."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from smoke_failure import SmokeFailure
from smoke_picture import check_picture
from smoke_screen import Screen
from smoke_watch import foreign_files, processes_of, still_runs

SCREENSHOT = Path(__file__).resolve().parent.parent / "build" / "smoke.png"
WINDOW_SECONDS = 120
CHILD_SECONDS = 120
PICTURE_SECONDS = 900
QUIT_SECONDS = 30
_GALLERY_SECONDS = 2
_ASK_SECONDS = 5


class RunningWindow:
    """A started Easel and what it writes to stderr; leaving the block ends it for good."""

    def __init__(self, executable: Path, environment: dict[str, str]) -> None:
        self._log = Path(environment["HOME"]) / "window.log"
        with self._log.open("wb") as errors:
            self.process = subprocess.Popen(
                [str(executable)], env=environment, cwd=environment["HOME"], stderr=errors
            )

    def __enter__(self) -> RunningWindow:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()

    def wait_for(self, what: str, seconds: float, condition: Callable[[], object]) -> float:
        """Seconds until `condition()` held; SmokeFailure where window or time ends first."""
        started = time.monotonic()
        while not condition():
            if self.process.poll() is not None:
                self._fail(f"the window ended with {self.process.returncode}")
            if time.monotonic() - started > seconds:
                self._fail(f"there was not {what} after {seconds:.0f} s")
            time.sleep(0.05)
        return time.monotonic() - started

    def end(self) -> None:
        """Wait for the end that was asked for; SmokeFailure where it is late or not a clean one."""
        try:
            code = self.process.wait(QUIT_SECONDS)
        except subprocess.TimeoutExpired:
            self._fail(f"the window was still there {QUIT_SECONDS} s after Quit")
        else:
            if code != 0:
                self._fail(f"the window ended with {code}")

    def _fail(self, sentence: str) -> None:
        raise SmokeFailure(f"{sentence}\n{self._log.read_text(errors='replace')}")


def check_window(
    executable: Path, environment: dict[str, str], prompt: str, screen: Screen
) -> None:
    """The window comes up, draws a picture where keys can be sent, and quits with nothing left.

    It isn't the first start, at which Easel would draw a picture of its own.
    """
    state = Path(environment["EASEL_HOME"]) / "window.json"
    state.parent.mkdir(parents=True, exist_ok=True)
    state.write_text('{"welcomed": true}')
    with RunningWindow(executable, environment | screen.environment) as window:
        pid = window.process.pid
        seconds = window.wait_for("a window", WINDOW_SECONDS, lambda: screen.shows(pid))
        print(f"window: up after {seconds:.2f} s")
        if screen.takes_keys:
            _draw(window, executable, Path(environment["EASEL_HOME"]) / "Pictures", prompt, screen)
        screen.shoot(SCREENSHOT)
        screen.quit(pid)
        window.end()
    if still_runs(executable):
        raise SmokeFailure("the window is gone, its engine child is not")
    print("window: quit, and nothing left running")


def _draw(
    window: RunningWindow, executable: Path, pictures: Path, prompt: str, screen: Screen
) -> None:
    screen.write(prompt)
    window.wait_for("an engine child", CHILD_SECONDS, lambda: _asked(window.process.pid, screen))
    seconds = window.wait_for("a picture", PICTURE_SECONDS, lambda: _drawn(pictures))
    print(f"window: drew {check_picture(_drawn(pictures)[0], prompt)} in {seconds:.1f} s")
    strangers = foreign_files(window.process.pid, executable.parent)
    if strangers:
        raise SmokeFailure(f"code from outside the bundle was loaded: {strangers}")
    time.sleep(_GALLERY_SECONDS)  # so that the screenshot shows the picture


def _asked(process: int, screen: Screen) -> bool:
    """Whether a picture is being drawn; asks for one if not: the models may be listed only now."""
    if len(processes_of(process)) > 1:
        return True
    screen.ask_for_picture()
    time.sleep(_ASK_SECONDS)
    return False


def _drawn(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.png")) if folder.is_dir() else []
