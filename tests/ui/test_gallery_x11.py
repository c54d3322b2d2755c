"""The gallery of the real app on a virtual screen: rubber band, many dragged out, search, compare.

With EASEL_SCREENSHOTS naming a folder, each step leaves a picture of the screen there.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage

from tests.waiting import LIMIT, wait_until

from .gallery_window import picture
from .test_end_to_end_x11 import Easel, Screen, drag_out, pytestmark, screen

__all__ = ("pytestmark", "screen")

PROMPTS = ("red fox", "blue house", "green fox", "apple", "pear", "sea", "fox at night")
GRAB = (
    "import sys; from PySide6.QtWidgets import QApplication; app = QApplication([]);"
    "app.primaryScreen().grabWindow(0).save(sys.argv[1])"
)


class Gallery(Easel):
    """The app over seven pictures, the newest first: three in a row."""

    def __init__(self, display: Screen, home: Path) -> None:
        (home / "Pictures").mkdir(parents=True)
        self.made = [
            picture(home / "Pictures", number, 256, 256, prompt=prompt)
            for number, prompt in enumerate(PROMPTS)
        ]
        super().__init__(display, home)
        self.steps = 0

    def at(self, x: int, y: int, *more: object) -> None:
        """Bring the pointer there and do `more` (words of xdotool)."""
        self.screen.do("mousemove", "--window", self.window, x, y, *more)

    def shot(self, name: str, place: Path) -> QImage:
        """The whole screen."""
        self.steps += 1
        folder = Path(os.environ.get("EASEL_SCREENSHOTS") or place)
        path = folder / f"gallery-{self.steps}-{name}.png"
        subprocess.run([sys.executable, "-c", GRAB, str(path)], env=self.screen.env, check=True)
        return QImage(str(path))


@pytest.fixture
def gallery(screen: Screen, easel_home: Path) -> Iterator[Gallery]:
    made = Gallery(screen, easel_home)
    yield made
    made.app.kill()
    made.app.wait(LIMIT)


def names(paths: list[str]) -> list[str]:
    return sorted(Path(path).name for path in paths)


def colour(path: str) -> QColor:
    return QImage(path).pixelColor(9, 9)


def test_a_rubber_band_begins_between_tiles_and_what_it_holds_is_dragged_out(
    gallery: Gallery, screen: Screen, tmp_path: Path
) -> None:
    gallery.at(489, 135, "mousedown", 1)
    for step in range(1, 21):
        gallery.at(489 - step * 6, 135 + step * 12)
        time.sleep(0.02)
    gallery.shot("rubber-band", tmp_path)
    screen.do("mouseup", 1)
    dropped = drag_out(gallery, tmp_path / "dropped.json")
    gallery.shot("dragged-out", tmp_path)
    wanted = [gallery.made[6], gallery.made[3]]  # the first column of two rows
    assert names(dropped["paths"]) == names(wanted)
    assert all(Path(path).exists() for path in gallery.made)


def test_what_a_search_finds_is_chosen_and_dragged_out(
    gallery: Gallery, screen: Screen, tmp_path: Path
) -> None:
    screen.do("key", "ctrl+f")
    screen.do("type", "--delay", "30", "fox")
    third = gallery.made[0]
    appears(lambda: gallery.shot("search", tmp_path).pixelColor(730, 215), colour(third))
    gallery.at(409, 215, "click", 1)
    screen.do("key", "ctrl+a")
    dropped = drag_out(gallery, tmp_path / "dropped.json", y=215)
    assert names(dropped["paths"]) == names([gallery.made[number] for number in (0, 2, 6)])


def test_two_are_compared_by_drawing_the_line_across(
    gallery: Gallery, screen: Screen, tmp_path: Path
) -> None:
    first, second = gallery.made[6], gallery.made[5]
    gallery.at(409, 215, "click", 1)
    screen.do("keydown", "ctrl")
    gallery.at(569, 215, "click", 1)
    screen.do("keyup", "ctrl", "key", "ctrl+shift+k")
    sides = (500, 620)

    def seen() -> list[QColor]:
        shot = gallery.shot("compare", tmp_path)
        return [shot.pixelColor(x, 300) for x in sides]

    appears(seen, [colour(first), colour(second)])
    gallery.at(560, 300, "mousedown", 1)
    for step in range(1, 21):
        gallery.at(560 + step * 5, 300)
        time.sleep(0.02)
    screen.do("mouseup", 1)
    appears(seen, [colour(first), colour(first)])


def appears(look: Callable[[], object], wanted: object) -> None:
    """Wait until `look` gives `wanted`."""
    wait_until(lambda: look() == wanted)
