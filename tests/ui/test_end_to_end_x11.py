"""The real app on a virtual screen, driven by mouse and keys: draw, cancel, kill, drag out."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from desktop.models.resources import resource
from tests.waiting import ENGINE_LIMIT, LIMIT, wait_until

ROOT = Path(__file__).resolve().parent.parent.parent
TARGET = Path(__file__).parent / "drop_target.py"
TOOLS = ("Xvfb", "openbox", "xdotool")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not all(map(shutil.which, TOOLS)), reason="needs " + ", ".join(TOOLS) + " on the PATH"
    ),
]


class Screen:
    """A virtual screen with a window manager, and hands to use on it."""

    def __init__(self, size_of: str = "1500x800x24") -> None:
        read, write = os.pipe()
        size = ["-screen", "0", size_of, "-nolisten", "tcp", "-displayfd", str(write)]
        self.server = subprocess.Popen(["Xvfb", *size], pass_fds=[write])
        os.close(write)
        with os.fdopen(read, "rb") as answer:
            self.display = ":" + answer.readline().decode().strip()
        self.env = {**os.environ, "DISPLAY": self.display}
        self.env.pop("QT_QPA_PLATFORM", None)
        manager = wait_until(self._managed)
        assert manager is not None
        self.manager = manager

    def _managed(self) -> subprocess.Popen[bytes] | None:
        """A window manager that is at work; None where the screen did not take it yet."""
        manager = subprocess.Popen(["openbox"], env=self.env)
        wait_until(lambda: self.do("get_desktop") or manager.poll() is not None)
        return manager if manager.poll() is None else None

    def close(self) -> None:
        for process in (self.manager, self.server):
            process.terminate()
            process.wait(LIMIT)

    def do(self, *arguments: object) -> str:
        command = ["xdotool", *map(str, arguments)]
        done = subprocess.run(command, env=self.env, capture_output=True, text=True, check=False)
        return done.stdout.strip()

    def window(self, title: str) -> str:
        found = ("search", "--onlyvisible", "--name", title)
        return wait_until(lambda: self.do(*found).split()[-1:])[0]

    def left_of(self, window: str) -> int:
        shell = self.do("getwindowgeometry", "--shell", window)
        return int(dict(line.split("=") for line in shell.splitlines())["X"])


@pytest.fixture
def screen() -> Iterator[Screen]:
    made = Screen()
    yield made
    made.close()


def is_idle(app: subprocess.Popen[bytes]) -> bool:
    """Whether the app, its children left out, does nothing for half a second."""
    process = psutil.Process(app.pid)
    before = process.cpu_times()
    time.sleep(0.5)
    after = process.cpu_times()
    return after.user + after.system - before.user - before.system < 0.02


def queued(home: Path) -> list[str]:
    try:
        jobs = json.loads((home / "queue.json").read_text())["jobs"]
    except (OSError, ValueError):
        return []
    return [job["task"]["prompt"] for job in jobs]


def engine_of(app: subprocess.Popen[bytes]) -> psutil.Process | None:
    children = psutil.Process(app.pid).children()
    return next((child for child in children if "engine" in child.cmdline()), None)


@pytest.fixture
def easel(screen: Screen, easel_home: Path) -> Iterator[Easel]:
    made = Easel(screen, easel_home)
    yield made
    if made.app.poll() is None:
        made.app.kill()
        made.app.wait(LIMIT)


class Easel:
    """The app and its window at the top left of the screen."""

    def __init__(self, screen: Screen, home: Path) -> None:
        self.screen = screen
        self.home = home
        self.pictures = home / "Pictures"
        home.mkdir(exist_ok=True)
        few_steps = {"model": str(resource("starter")), "width": 256, "height": 256, "steps": 2}
        (home / "window.json").write_text(json.dumps({"controls": few_steps, "welcomed": True}))
        env = {**screen.env, "EASEL_HOME": str(home), "LC_ALL": "C.UTF-8"}
        self.app = subprocess.Popen([sys.executable, "-m", "desktop"], cwd=ROOT, env=env)
        self.window = screen.window("^Easel$")
        screen.do("windowmove", self.window, 0, 0)
        screen.do("windowsize", self.window, 1120, 670)
        wait_until((home / "index.sqlite").exists)  # the frame stands earlier than its contents
        wait_until(lambda: is_idle(self.app))

    def draw(self, prompt: str) -> None:
        self.screen.do("mousemove", "--window", self.window, 150, 160, "click", 1)
        self.screen.do("key", "ctrl+a")
        self.screen.do("type", "--delay", "15", prompt)
        self.screen.do("key", "ctrl+Return")

    def queued(self) -> list[str]:
        return queued(self.home)

    def files(self) -> list[Path]:
        return sorted(self.pictures.glob("*.png"))


def test_drawn_cancelled_killed_and_dragged_out(easel: Easel, screen: Screen, tmp_path) -> None:
    for prompt in ("red apple", "fox", "rocket"):
        easel.draw(prompt)
    wait_until(lambda: easel.queued() == ["red apple", "fox", "rocket"])
    screen.do("key", "ctrl+period")  # cancels the apple, which is running
    wait_until(lambda: easel.queued() == ["fox", "rocket"])
    wait_until(lambda: len(easel.files()) == 2, ENGINE_LIMIT)
    assert [path.name.split("-")[0] for path in easel.files()] == ["fox", "rocket"]
    wait_until(lambda: not easel.queued())
    kill_the_engine(easel)
    screen.do("key", "ctrl+Return")
    wait_until(lambda: len(easel.files()) == 3, ENGINE_LIMIT)
    dropped = drag_out(easel, tmp_path / "dropped.json")
    assert [Path(path).parent for path in dropped["paths"]] == [easel.pictures]
    assert dropped["image"] == [256, 256]
    screen.do("windowactivate", easel.window, "key", "ctrl+q")
    assert easel.app.wait(LIMIT) == 0


def kill_the_engine(easel: Easel) -> None:
    """End the child under a job, as the system does when memory runs out."""
    easel.screen.do("key", "ctrl+Return")
    wait_until(easel.queued)
    child = wait_until(lambda: engine_of(easel.app))
    assert isinstance(child, psutil.Process)
    child.send_signal(signal.SIGKILL)
    wait_until(lambda: not easel.queued())
    assert easel.app.poll() is None, "the window died with its engine"


def drag_out(easel: Easel, out: Path, y: int = 220) -> dict[str, list]:
    """Drag the tile at `y` (of the window) onto another app's window.

    Returns what arrived there.
    """
    screen = easel.screen
    target = subprocess.Popen([sys.executable, str(TARGET), str(out)], env=screen.env)
    try:
        where = screen.window("Drop target")
        screen.do("windowmove", where, 1200, 200)
        wait_until(lambda: screen.left_of(where) >= 1200)
        screen.do("mousemove", "--window", easel.window, 400, y, "mousedown", 1)
        for step in range(1, 41):
            screen.do("mousemove", 400 + step * 22, y + step)
            time.sleep(0.02)  # as a hand does: a jump is no drag
        wait_until(out.with_suffix(".entered").exists)
        screen.do("mouseup", 1)
        wait_until(out.exists)
        return json.loads(out.read_text())
    finally:
        target.terminate()
        target.wait(LIMIT)
