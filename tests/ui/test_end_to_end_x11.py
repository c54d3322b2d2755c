"""The real app on a virtual screen, driven by mouse and keys: draw, cancel, kill, drag out."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from desktop.models.resources import resource

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

    def __init__(self) -> None:
        read, write = os.pipe()
        size = ["-screen", "0", "1500x800x24", "-nolisten", "tcp", "-displayfd", str(write)]
        self.server = subprocess.Popen(["Xvfb", *size], pass_fds=[write])
        os.close(write)
        with os.fdopen(read, "rb") as answer:
            self.display = ":" + answer.readline().decode().strip()
        self.env = {**os.environ, "DISPLAY": self.display}
        self.env.pop("QT_QPA_PLATFORM", None)
        self.manager = subprocess.Popen(["openbox"], env=self.env)

    def close(self) -> None:
        for process in (self.manager, self.server):
            process.terminate()
            process.wait(10)

    def do(self, *arguments: object) -> str:
        command = ["xdotool", *map(str, arguments)]
        done = subprocess.run(command, env=self.env, capture_output=True, text=True, check=False)
        return done.stdout.strip()

    def window(self, title: str) -> str:
        return until(lambda: self.do("search", "--onlyvisible", "--name", title).split()[-1:], 60)[
            0
        ]


@pytest.fixture
def screen() -> Iterator[Screen]:
    made = Screen()
    yield made
    made.close()


def until(ready: Callable[[], object], seconds: float) -> object:
    end = time.monotonic() + seconds
    while not (value := ready()):
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.1)
    return value


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
        made.app.wait(10)


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
        until((home / "index.sqlite").exists, 60)  # the frame stands earlier than its contents
        time.sleep(4)

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
    until(lambda: easel.queued() == ["red apple", "fox", "rocket"], 30)
    screen.do("key", "ctrl+period")  # cancels the apple, which is running
    until(lambda: easel.queued() == ["fox", "rocket"], 60)
    until(lambda: len(easel.files()) == 2, 900)
    assert [path.name.split("-")[0] for path in easel.files()] == ["fox", "rocket"]
    until(lambda: not easel.queued(), 30)
    kill_the_engine(easel)
    screen.do("key", "ctrl+Return")
    until(lambda: len(easel.files()) == 3, 900)
    dropped = drag_out(easel, tmp_path / "dropped.json")
    assert [Path(path).parent for path in dropped["paths"]] == [easel.pictures]
    assert dropped["image"] == [256, 256]
    screen.do("windowactivate", easel.window, "key", "ctrl+q")
    assert easel.app.wait(30) == 0


def kill_the_engine(easel: Easel) -> None:
    """End the child under a job, as the system does when memory runs out."""
    easel.screen.do("key", "ctrl+Return")
    until(easel.queued, 30)
    child = until(lambda: engine_of(easel.app), 30)
    assert isinstance(child, psutil.Process)
    child.send_signal(signal.SIGKILL)
    until(lambda: not easel.queued(), 30)
    assert easel.app.poll() is None, "the window died with its engine"


def drag_out(easel: Easel, out: Path, y: int = 340) -> dict[str, list]:
    """Drag the tile at `y` (of the window, below a banner) onto another app's window.

    Returns what arrived there.
    """
    screen = easel.screen
    target = subprocess.Popen([sys.executable, str(TARGET), str(out)], env=screen.env)
    try:
        where = screen.window("Drop target")
        screen.do("windowmove", where, 1200, 200)
        time.sleep(1)
        screen.do("mousemove", "--window", easel.window, 400, y, "mousedown", 1)
        for step in range(1, 41):
            screen.do("mousemove", 400 + step * 22, y + step)
            time.sleep(0.02)
        time.sleep(0.5)
        screen.do("mouseup", 1)
        until(out.exists, 20)
        time.sleep(0.2)
        return json.loads(out.read_text())
    finally:
        target.terminate()
        target.wait(10)
