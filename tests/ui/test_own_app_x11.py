"""Lines of the review that need an app, a screen or a terminal of their own: B2, B3, B10 and B17.

As in test_broken_lines_x11, with a real mouse and keys; the terminal is a real pseudo terminal.
"""

from __future__ import annotations

import fcntl
import json
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from PySide6.QtCore import QByteArray, QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from desktop.models.resources import resource
from tests.waiting import LIMIT, wait_until

from .test_broken_lines_x11 import Hand
from .test_end_to_end_x11 import ROOT, Screen, pytestmark
from .test_gallery_x11 import GRAB

__all__ = ["pytestmark"]

PICTURES = 12
FEW_STEPS = {"model": str(resource("starter")), "width": 256, "height": 256, "steps": 3}
MakeScreen = Callable[..., Screen]


@pytest.fixture
def make_screen() -> Iterator[MakeScreen]:
    made: list[Screen] = []

    def make(size: str, **environment: str) -> Screen:
        made.append(Screen(f"{size}x24"))
        made[-1].env.update(environment)
        return made[-1]

    yield make
    for screen in made:
        screen.close()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The folder of an app that has some pictures."""
    (tmp_path / "window.json").write_text(json.dumps({"controls": FEW_STEPS, "welcomed": True}))
    (tmp_path / "Pictures").mkdir()
    for number in range(PICTURES):
        info = PngInfo()
        info.add_text("parameters", f"red house\nSteps: 9, Sampler: Euler a, Seed: {number}")
        path = tmp_path / "Pictures" / f"picture-{number:02}.png"
        Image.new("RGB", (64, 64), (9 * number, 90, 160)).save(path, pnginfo=info)
    return tmp_path


def in_a_terminal(home: Path, *arguments: str) -> tuple[int, str]:
    """Run `easel` in a terminal of 100 columns; return exit code and all that it shows."""
    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))
    env = {**os.environ, "EASEL_HOME": str(home), "TERM": "xterm"}
    command = [sys.executable, "-m", "desktop", *arguments]
    with subprocess.Popen(
        command, cwd=ROOT, env=env, stdin=follower, stdout=follower, stderr=follower
    ) as running:
        os.close(follower)
        shown = bytearray()
        while True:
            try:
                piece = os.read(leader, 65536)
            except OSError:  # the other side is closed
                break
            if not piece:
                break
            shown += piece
        code = running.wait(LIMIT)
    os.close(leader)
    return code, shown.decode()


def test_b2_the_terminals_bar_moves(home: Path) -> None:
    out = home / "apple.png"
    arguments = ("--prompt", "red apple", "--steps", "40", "-o", str(out))
    code, shown = in_a_terminal(home, "generate", *arguments)
    assert code == 0
    assert out.exists()
    steps = [int(step) for step in re.findall(r"(\d+)/40", shown)]
    assert steps == sorted(steps)
    assert len(set(steps)) >= 3, "it stands still"


def test_b10_a_place_that_takes_no_picture_is_told_before_the_first_step(home: Path) -> None:
    code, shown = in_a_terminal(home, "generate", "red apple", "-o", "/proc/apple.png")
    assert code == 1
    assert "/proc" in shown
    assert "it/s" not in shown
    assert not re.search(r"\d+/\d+ \[", shown)


def strokes(name: str, pixels: int) -> np.ndarray:
    """How much of each pixel an icon covers, (pixels, pixels) in 0..1, as its SVG says."""
    image = QImage(pixels, pixels, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    svg = resource("icons", f"{name}.svg").read_bytes().replace(b"currentColor", b"#000000")
    QSvgRenderer(QByteArray(svg)).render(painter, QRectF(0, 0, pixels, pixels))
    painter.end()
    grey = image.convertToFormat(QImage.Format.Format_Alpha8)
    rows = np.frombuffer(grey.constBits(), np.uint8).reshape(pixels, grey.bytesPerLine())
    return rows[:, :pixels] / 255.0


def difference(shown: np.ndarray, icon: np.ndarray) -> float:
    """Mean absolute difference of `icon` to the place in `shown` that is most like it."""
    side = len(icon)
    windows = np.lib.stride_tricks.sliding_window_view(shown, (side, side))
    return float(np.abs(windows - icon).mean(axis=(2, 3)).min())


@pytest.mark.parametrize(
    ("button", "name"),
    [("Earlier prompts", "history"), ("Styles", "styles"), ("Weight and insert words", "plus")],
)
def test_b3_icons_are_sharp_on_a_screen_of_two_pixels_a_point(
    make_screen: MakeScreen, home: Path, button: str, name: str
) -> None:
    screen = make_screen("2600x1700", QT_SCALE_FACTOR="2")
    hand = Hand(screen, home, home / "told", scale=2)
    try:
        x, y, _, _ = wait_until(lambda: hand.ask(where=button))
        screen.do("mousemove", 1500, 1200)
        shot = home / "shot.png"
        plain = {**screen.env, "QT_SCALE_FACTOR": "1"}
        subprocess.run([sys.executable, "-c", GRAB, str(shot)], env=plain, check=True)
        around = (
            Image.open(shot).convert("L").crop((2 * x - 26, 2 * y - 26, 2 * x + 26, 2 * y + 26))
        )
    finally:
        hand.end()
    levels = np.asarray(around, float)
    ground = np.median(levels)
    shown = np.abs(levels - ground) / np.abs(levels - ground).max()
    sharp = strokes(name, 32)
    small = Image.fromarray((strokes(name, 16) * 255).astype(np.uint8))
    blurred = np.asarray(small.resize((32, 32), Image.Resampling.BILINEAR), float) / 255
    assert difference(shown, sharp) < difference(shown, blurred) / 3


def test_b17_wide_panels_leave_room_for_the_gallery_on_a_smaller_screen(
    make_screen: MakeScreen, home: Path
) -> None:
    wide = make_screen("2880x1000")
    hand = Hand(wide, home, home / "told")
    try:
        wide.do("windowsize", hand.window, 2860, 900)
        wait_until(lambda: hand.state()["size"][0] == 2860)
        x, y, width, _ = hand.ask(where="Gallery")
        hand.drag([x - width // 2 - 1, y], [x - width // 2 + 300, y])
        hand.drag([x + width // 2 + 1, y], [x + width // 2 - 400, y])
        wait_until(lambda: hand.ask(where="Gallery")[2] < width - 200)
        wide.do("windowactivate", "--sync", hand.window, "key", "ctrl+q")
        assert hand.app.wait(LIMIT) == 0
    finally:
        hand.end()
    hand = Hand(make_screen("1440x900"), home, home / "told-again")
    try:
        side = hand.state()["tile_side"]
        wait_until(lambda: hand.ask(where="Gallery")[2] > 2 * (side + 16))
    finally:
        hand.end()
