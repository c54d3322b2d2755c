"""What a review found broken, done again with a real mouse and keys: each line B.. has its steps.

B1, B6 stand in test_demanding_hand_x11, B2, B3, B10 and B17 in test_own_app_x11; B11 needs no
hands and stands in test_gallery_finding.
"""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from desktop.models.resources import resource
from tests.waiting import ENGINE_LIMIT, LIMIT, wait_until

from .test_end_to_end_x11 import ROOT, Screen, pytestmark

__all__ = ["pytestmark"]

HERE = Path(__file__).parent
PICTURES = 60
SLOW = {"model": str(resource("starter")), "width": 256, "height": 256, "steps": 60}


class Hand:
    """The app with pictures in its gallery, and a hand that finds things by their names."""

    def __init__(self, screen: Screen, home: Path, name: Path, scale: int = 1) -> None:
        self.screen, self.home, self.name = screen, home, name
        env = {**screen.env, "EASEL_HOME": str(home), "LC_ALL": "C.UTF-8", "PYTHONPATH": str(ROOT)}
        told = [sys.executable, str(HERE / "told_app.py"), str(name)]
        self.app = subprocess.Popen(told, cwd=ROOT, env=env)
        self.window = screen.window("^Easel$")
        wait_until(self.state_is("ready", True))
        screen.do("windowmove", self.window, 0, 0)
        screen.do("windowsize", self.window, 1200 * scale, 780 * scale)
        wait_until(lambda: self.state()["size"][0] == 1200)

    def ask(self, **question: Any) -> Any:
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(LIMIT)
            wait_until(self.name.exists)
            line.connect(str(self.name))
            line.sendall(json.dumps(question).encode() + b"\n")
            return json.loads(line.makefile().readline())

    def state(self) -> dict[str, Any]:
        return self.ask(state=True)

    def state_is(self, name: str, value: Any) -> Any:
        return lambda: self.state().get(name) == value

    def keys(self, *keys: str) -> None:
        self.screen.do("key", *keys)

    def type(self, text: str) -> None:
        self.screen.do("type", "--delay", "15", text)

    def move(self, place: list[int]) -> None:
        self.screen.do("mousemove", place[0], place[1])

    def click(self, name: str) -> None:
        self.move(wait_until(lambda: self.ask(where=name)))
        self.screen.do("click", 1)

    def choose(self, text: str) -> None:
        """Choose an entry of the list that is open."""
        self.move(wait_until(lambda: self.ask(menu=text)))
        self.screen.do("click", 1)

    def drag(self, start: list[int], end: list[int]) -> None:
        self.screen.do("mousemove", start[0], start[1], "mousedown", 1)
        for step in range(1, 21):
            x = start[0] + (end[0] - start[0]) * step // 20
            y = start[1] + (end[1] - start[1]) * step // 20
            self.screen.do("mousemove", x, y)
            time.sleep(0.02)  # as a hand does: a jump is no drag
        self.screen.do("mouseup", 1)

    def choose_picture(self) -> None:
        """Click the first tile of the gallery."""
        x, y, width, height = self.ask(where="Gallery")
        self.screen.do("mousemove", x - width // 2 + 80, y - height // 2 + 80, "click", 1)
        wait_until(self.state_is("chosen", 1))

    def queue(self, prompt: str, jobs: int) -> None:
        self.move([150, 400])
        self.screen.do("click", "--repeat", 20, 4)  # the wheel, up
        self.click("Prompt")
        self.keys("ctrl+a")
        self.type(prompt)
        wait_until(self.state_is("prompt", prompt))
        for _ in range(jobs):
            self.keys("ctrl+Return")
        wait_until(lambda: self.state()["running"] == "Running", ENGINE_LIMIT)

    def end(self) -> None:
        if self.app.poll() is None:
            self.app.kill()
            self.app.wait(LIMIT)


@pytest.fixture(scope="module")
def screen() -> Iterator[Screen]:
    made = Screen("1500x900x24")
    yield made
    made.close()


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("home")
    (folder / "window.json").write_text(json.dumps({"controls": SLOW, "welcomed": True}))
    (folder / "Pictures").mkdir()
    for number in range(PICTURES):
        info = PngInfo()
        words = "blue boat" if number % 2 else "red house"
        info.add_text("parameters", f"{words}\nSteps: 9, Sampler: Euler a, Seed: {number}")
        path = folder / "Pictures" / f"picture-{number:02}.png"
        Image.new("RGB", (64, 64), (4 * number, 90, 160)).save(path, pnginfo=info)
    return folder


@pytest.fixture(scope="module")
def running(screen: Screen, home: Path) -> Iterator[Hand]:
    made = Hand(screen, home, home / "told")
    yield made
    made.end()


@pytest.fixture
def hand(running: Hand) -> Hand:
    """The one app of this file, with nothing open."""
    running.keys("Escape", "Escape")
    running.ask(reset=True)
    wait_until(running.state_is("pictures", PICTURES))
    return running


def test_b4_a_cancelled_mask_leaves_nothing_set(hand: Hand) -> None:
    hand.choose_picture()
    hand.keys("ctrl+shift+p")
    x, y, _, _ = wait_until(lambda: hand.ask(where="Picture to paint the mask on"))
    hand.drag([x - 40, y], [x + 40, y])
    hand.keys("Escape")
    hand.click("Discard")
    wait_until(lambda: hand.ask(where="Picture to paint the mask on") is None)
    assert hand.state()["start_image"] == hand.state()["mask"] == ""


def test_b5_the_focus_never_falls_on_the_sidebars_button(hand: Hand) -> None:
    hand.choose_picture()
    hand.keys("ctrl+shift+p")
    x, y, _, _ = wait_until(lambda: hand.ask(where="Picture to paint the mask on"))
    hand.drag([x - 40, y], [x + 40, y])
    hand.click("Use This Mask")
    wait_until(lambda: hand.state()["mask"])
    hand.keys("space")
    wait_until(hand.state_is("viewer", True))  # the gallery has the focus
    assert hand.state()["sidebar"]


def test_b7_the_viewers_keys_are_its_own(hand: Hand) -> None:
    hand.choose_picture()
    side = hand.state()["tile_side"]
    hand.keys("space")
    wait_until(hand.state_is("viewer", True))
    hand.keys("ctrl+equal", "ctrl+equal", "ctrl+0", "ctrl+minus")
    assert hand.ask(where="Remove all waiting jobs") is None, "the queue lies over the picture"
    hand.keys("Escape")
    wait_until(hand.state_is("viewer", False))
    assert hand.state()["tile_side"] == side


def test_b8_a_search_for_models_hides_no_page(hand: Hand) -> None:
    hand.keys("ctrl+shift+m")
    hand.screen.do("windowactivate", "--sync", hand.screen.window("^Models"))
    hand.click("Search models, or paste an address")
    hand.type("nothing of this name")
    place = wait_until(lambda: hand.ask(menu="Installed"))
    hand.move(place)
    hand.screen.do("click", 1)
    wait_until(lambda: hand.ask(where="Installed models") and hand.ask(where="1 model"))
    wait_until(lambda: hand.ask(menu="Starter (draws icons)"))
    hand.keys("ctrl+w")
    wait_until(lambda: hand.ask(where="Installed models") is None)


def test_b9_a_notice_goes_with_what_it_tells(hand: Hand) -> None:
    hand.choose_picture()
    hand.keys("ctrl+BackSpace")
    wait_until(lambda: any("moved to the Trash" in words for words in hand.state()["banners"]))
    hand.keys("ctrl+z")
    wait_until(lambda: not any("Trash" in words for words in hand.state()["banners"]))
    wait_until(hand.state_is("pictures", PICTURES))


def dropped(hand: Hand, file: Path, out: Path, words: str) -> str:
    """Drag `file` from another window onto the gallery; what the drop became.

    The other window stays until a notice has these `words`: it hands the file over until then.
    """
    source = [sys.executable, str(HERE / "drag_source.py"), str(file), str(out)]
    other = subprocess.Popen(source, env=hand.screen.env)
    try:
        where = hand.screen.window("Drag source")
        hand.screen.do("windowmove", where, 1260, 300)
        wait_until(lambda: hand.screen.left_of(where) >= 1250)
        x, y, _, _ = hand.ask(where="Gallery")

        def is_taken() -> bool:
            out.unlink(missing_ok=True)
            hand.drag([1340, 400], [x, y])
            wait_until(lambda: out.exists() and out.read_text())
            return out.read_text() != "IgnoreAction"  # the source was not there yet

        wait_until(is_taken)
        wait_until(lambda: any(words in banner for banner in hand.state()["banners"]))
        return out.read_text()
    finally:
        other.terminate()
        other.wait(LIMIT)


def test_b12_what_is_dropped_is_copied(hand: Hand, tmp_path: Path) -> None:
    picture = tmp_path / "photo.png"
    Image.new("RGB", (32, 32)).save(picture)
    assert dropped(hand, picture, tmp_path / "done", "photo.png") == "CopyAction"
    assert picture.exists()
    hand.screen.do("windowactivate", "--sync", hand.window)


def test_b13_a_pickles_notice_has_its_details(hand: Hand, tmp_path: Path) -> None:
    model = tmp_path / "model.ckpt"
    model.write_bytes(b"\x80\x02}q\x00.")
    dropped(hand, model, tmp_path / "done", "see the details")
    hand.screen.do("windowactivate", "--sync", hand.window)
    hand.click("Details")
    wait_until(lambda: "Details" in hand.state()["windows"])
    hand.click("Close")


def test_b14_a_pop_up_that_moved_is_not_lit(hand: Hand) -> None:
    hand.screen.do("windowactivate", "--sync", hand.window)
    hand.move([150, 400])
    wait_until(lambda: hand.ask(where="Grid") or hand.screen.do("click", 5))
    hand.click("Grid")
    wait_until(lambda: hand.ask(where="Down") or hand.screen.do("click", 5))
    hand.click("Across")
    hand.choose("Steps")
    hand.move([700, 400])
    wait_until(hand.state_is("pressed", []))
    hand.click("Across")
    hand.choose("Nothing")
    hand.click("Grid")


def test_b15_results_of_a_search_begin_at_their_top(hand: Hand) -> None:
    hand.choose_picture()
    hand.keys("End")
    wait_until(lambda: hand.state()["scrolled"] > 0)
    hand.click("Search in prompts")
    hand.type("boat")
    wait_until(hand.state_is("pictures", PICTURES // 2))
    assert hand.state()["scrolled"] == 0
    hand.keys("Escape")
    wait_until(hand.state_is("pictures", PICTURES))


def test_b16_full_screen_gives_a_maximised_window_back(hand: Hand) -> None:
    double = ("click", "--repeat", 2, "--delay", 60, 1)
    hand.screen.do("windowmove", hand.window, 0, 60)
    wait_until(lambda: hand.ask(where="Gallery")[1] > 400)
    hand.screen.do("mousemove", 300, 52, *double)  # the title bar
    wait_until(hand.state_is("maximised", True))
    large = hand.state()["size"]
    hand.keys("super+ctrl+f")
    wait_until(lambda: hand.state()["size"] != large)
    hand.keys("super+ctrl+f")
    wait_until(lambda: hand.state()["size"] == large)


def test_b1_escape_in_the_queue_or_the_search_stops_nothing(hand: Hand) -> None:
    hand.queue("fox", 3)
    hand.click("Search in prompts")
    hand.type("boat")
    hand.keys("Escape")
    wait_until(lambda: hand.state()["pictures"] >= PICTURES)
    hand.keys("ctrl+0")
    wait_until(lambda: hand.ask(where="Remove all waiting jobs"))
    hand.click("Cancel")  # of the running job's row: the focus must stay in the list
    wait_until(hand.state_is("waiting", 1))
    hand.keys("Escape")
    wait_until(lambda: hand.ask(where="Remove all waiting jobs") is None)
    wait_until(lambda: len(list((hand.home / "Pictures").glob("fox*.png"))) == 2, ENGINE_LIMIT)


@pytest.fixture
def other_screen() -> Iterator[Screen]:
    """One without the app of the other tests."""
    made = Screen("1500x900x24")
    yield made
    made.close()


def test_b18_a_crash_forgets_neither_prompt_nor_seed(other_screen: Screen, tmp_path: Path) -> None:
    screen = other_screen
    (tmp_path / "window.json").write_text(json.dumps({"controls": SLOW, "welcomed": True}))
    running = Hand(screen, tmp_path, tmp_path / "told")
    running.click("Prompt")
    running.keys("ctrl+a")
    running.type("a lighthouse in fog")
    running.click("Keep: the same seed again, the last one if none is typed")
    wait_until(running.state_is("keep_seed", True))
    kept = tmp_path / "window.json"
    wait_until(lambda: '"a lighthouse in fog"' in kept.read_text())
    wait_until(lambda: json.loads(kept.read_text())["controls"].get("keep_seed"))
    running.app.kill()
    running.app.wait(LIMIT)
    again = Hand(screen, tmp_path, tmp_path / "told-again")
    try:
        assert again.state()["prompt"] == "a lighthouse in fog"
        assert again.state()["keep_seed"]
    finally:
        again.end()
