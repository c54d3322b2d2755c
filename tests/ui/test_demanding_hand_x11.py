"""The real app on a small screen, under a demanding hand: Escape and the first start."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.waiting import ENGINE_LIMIT, LIMIT, wait_until

from .test_end_to_end_x11 import ROOT, Easel, Screen, easel, is_idle, pytestmark, screen

__all__ = ["easel", "pytestmark", "screen"]

_TITLE_BAR = 24


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
        assert place["WIDTH"] <= 1024
        assert place["HEIGHT"] + _TITLE_BAR <= 665
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
