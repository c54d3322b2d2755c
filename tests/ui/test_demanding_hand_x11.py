"""The real app on a small screen, under a demanding hand: Escape, masks, the first start."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.waiting import ENGINE_LIMIT, LIMIT, wait_until

from .test_end_to_end_x11 import ROOT, Easel, Screen, easel, is_idle, pytestmark, screen

__all__ = ["easel", "pytestmark", "screen"]


@pytest.fixture
def small_screen() -> Iterator[Screen]:
    """A MacBook Air's screen with larger text."""
    made = Screen("1024x665x24")
    yield made
    made.close()


def shape(screen: Screen, window: str) -> dict[str, int]:
    lines = screen.do("getwindowgeometry", "--shell", window).splitlines()
    return {name: int(value) for name, value in (line.split("=") for line in lines)}


def test_the_first_window_fits_a_small_screen_and_draws_nothing(
    small_screen: Screen, easel_home: Path
) -> None:
    env = {**small_screen.env, "EASEL_HOME": str(easel_home), "LC_ALL": "C.UTF-8"}
    app = subprocess.Popen([sys.executable, "-m", "desktop"], cwd=ROOT, env=env)
    try:
        window = small_screen.window("^Easel$")
        wait_until((easel_home / "index.sqlite").exists)
        wait_until(lambda: is_idle(app))
        place = shape(small_screen, window)
        assert place["X"] + place["WIDTH"] <= 1024
        assert place["Y"] + place["HEIGHT"] <= 665
        assert not list(easel_home.glob("Pictures/*.png"))
        small_screen.do("windowactivate", window, "key", "ctrl+q")
        assert app.wait(LIMIT) == 0
    finally:
        if app.poll() is None:
            app.kill()


def long_job(easel: Easel, screen: Screen, prompt: str) -> None:
    """Queue something that takes long enough to be stopped."""
    for _ in range(6):
        easel.draw(prompt)
    wait_until(lambda: len(easel.queued()) > 1)


def test_escape_stops_nothing_anywhere(easel: Easel, screen: Screen) -> None:
    long_job(easel, screen, "fox")
    for x, y in ((150, 160), (950, 55), (560, 500)):  # prompt, search, gallery
        screen.do("mousemove", "--window", easel.window, x, y, "click", 1, "key", "Escape")
    wait_until(lambda: len(easel.files()) == 6, ENGINE_LIMIT)


def test_escape_clears_the_search(easel: Easel, screen: Screen) -> None:
    easel.draw("fox")
    wait_until(lambda: len(easel.files()) == 1, ENGINE_LIMIT)
    screen.do("key", "ctrl+f")
    screen.do("type", "--delay", "15", "no such thing")
    screen.do("key", "Escape")
    screen.do("type", "--delay", "15", "x")
    screen.do("key", "BackSpace")
    screen.do("windowactivate", easel.window, "key", "ctrl+q")
    assert easel.app.wait(LIMIT) == 0


def test_leaving_the_mask_editor_leaves_no_starting_image(easel: Easel, screen: Screen) -> None:
    easel.draw("dog")
    wait_until(lambda: len(easel.files()) == 1, ENGINE_LIMIT)
    wait_until(lambda: not easel.queued())
    screen.do("mousemove", "--window", easel.window, 400, 220, "click", 1)
    screen.do("key", "ctrl+shift+p")
    wait_until(lambda: is_idle(easel.app))
    screen.do("mousemove", "--window", easel.window, 560, 340, "mousedown", 1)
    screen.do("mousemove", "--window", easel.window, 620, 380, "mouseup", 1)
    screen.do("key", "Escape")
    wait_until(lambda: is_idle(easel.app))
    screen.do("key", "Tab", "key", "space")  # the question: Discard
    wait_until(lambda: is_idle(easel.app))
    screen.do("windowactivate", easel.window, "key", "ctrl+q")
    assert easel.app.wait(LIMIT) == 0
    controls = json.loads((easel.home / "window.json").read_text())["controls"]
    assert controls["start_image"] == controls["mask"] == ""
