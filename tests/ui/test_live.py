"""Live drawing in the window: what is typed is drawn, nothing is left of it but what is kept."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest

from desktop.core.events import Cancelled, Drawn, Finished
from desktop.core.request import GenerationRequest
from desktop.core.tasks import Job
from desktop.models.memory.paces import PACES, Paces
from desktop.models.model import Model
from desktop.models.requests.draft import Draft
from desktop.models.requests.prepare import prepare
from desktop.storage.app_paths import AppPaths
from desktop.storage.metadata.reading import read_recipe
from desktop.ui.shell.main_window import MainWindow

from .conftest import MakeWindow, close


class Live:
    """A window whose fake engine does what the prompt's first word says, and what it drew live."""

    def __init__(self, window: MainWindow, home: AppPaths) -> None:
        self.window, self.parts, self.home = window, window.parts, home
        self.values, self.pane = window.parts.values, window.parts.live_actions.pane
        self.values.width = self.values.height = 256
        self.values.steps = 2
        self.drawing = window.parts.live_actions.drawing
        self.ended: list[tuple[GenerationRequest, type]] = []
        self.drawing.ended.connect(self._note)

    def _note(self, job: Job, event: object) -> None:
        assert isinstance(job.task, GenerationRequest)
        self.ended.append((job.task, type(event)))

    def drawn(self) -> list[tuple[str, int]]:
        return [(task.prompt, task.width) for task, kind in self.ended if kind is Drawn]

    def seeds(self) -> list[int]:
        return [task.seed for task, kind in self.ended if kind is Drawn]

    def switch(self, on: bool = True) -> None:
        self.parts.actions["live"].setChecked(on)

    def type(self, prompt: str) -> None:
        self.values.prompt = prompt

    def files(self) -> list[Path]:
        folder = Path(self.parts.services.output_folder())
        return [path for path in folder.rglob("*") if path.is_file()]

    def model(self) -> Model:
        model = self.parts.registry.at(self.values.model)
        assert model is not None
        return model


MakeLive = Callable[..., Live]


@pytest.fixture
def live(make_window: MakeWindow, app_paths: AppPaths) -> Live:
    return Live(make_window("told"), app_paths)


def test_what_is_typed_is_drawn_small_then_whole_and_leaves_no_file(qtbot, live: Live) -> None:
    live.switch()
    assert live.pane.isVisible()
    live.type("draw fox")
    qtbot.waitUntil(lambda: live.drawn()[-1:] == [("draw fox", 256)])
    assert ("draw fox", 128) in live.drawn()
    assert live.pane.canvas.image.width() == 256
    assert live.pane.state.text() == "Not kept"
    assert "256 × 256" in live.pane.facts._full
    assert live.files() == []
    assert not live.parts.pictures.paths
    assert live.parts.services.session.waiting == ()


def test_keep_saves_these_very_pixels_with_their_recipe_into_the_gallery(qtbot, live: Live) -> None:
    live.switch()
    live.type("draw fox")
    qtbot.waitUntil(lambda: live.drawn()[-1:] == [("draw fox", 256)])
    task, _ = live.ended[-1]
    shown = live.pane.canvas.image
    live.pane.keep.click()
    qtbot.waitUntil(lambda: len(live.parts.pictures.paths) == 1)
    path = Path(live.parts.pictures.paths[0])
    assert live.files() == [path]
    found = read_recipe(path)
    assert found is not None
    assert found.recipe.text("prompt") == "draw fox"
    assert found.recipe.integer("seed") == task.seed == live.values.seed
    with Image.open(path) as picture:
        assert picture.size == (256, 256)
        pixels = shown.convertToFormat(QImage.Format.Format_RGB888)
        assert picture.convert("RGB").tobytes() == bytes(pixels.constBits())
    assert live.pane.state.text() == "Kept"
    assert not live.pane.keep.isEnabled(), "it would be kept twice"
    assert live.parts.panel.prompts.history.entries()[0].prompt == "draw fox"


def test_return_keeps_and_waits_for_the_whole_picture(qtbot, live: Live) -> None:
    live.switch()
    prompt = live.parts.panel.prompts.prompt
    prompt.setFocus()
    QTest.keyClicks(prompt, "draw a fox")
    QTest.keyClick(prompt, Qt.Key.Key_Return)
    assert live.values.prompt == "draw a fox", "no new line"
    qtbot.waitUntil(lambda: len(live.parts.pictures.paths) == 1)
    found = read_recipe(Path(live.parts.pictures.paths[0]))
    assert found is not None
    assert (found.recipe.text("prompt"), found.recipe.integer("width")) == ("draw a fox", 256)
    QTest.keyClick(prompt, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert "\n" in live.values.prompt or "\u2028" in live.values.prompt
    live.switch(False)
    QTest.keyClick(prompt, Qt.Key.Key_Return)
    assert live.values.prompt.count("\n") + live.values.prompt.count("\u2028") == 2


def test_the_seed_stays_until_it_is_rolled(qtbot, live: Live) -> None:
    assert not live.values.keep_seed
    live.switch()
    live.type("draw fox")
    qtbot.waitUntil(lambda: live.drawn()[-1:] == [("draw fox", 256)])
    live.type("draw owl")
    qtbot.waitUntil(lambda: live.drawn()[-1:] == [("draw owl", 256)])
    first = live.values.seed
    assert set(live.seeds()) == {first}
    live.parts.panel.seed.random.click()
    assert live.values.seed != first
    assert live.values.keep_seed, "the new one stays too"
    qtbot.waitUntil(lambda: live.seeds()[-1] == live.values.seed)
    second = live.values.seed
    live.pane.roll.click()
    assert live.values.seed not in (first, second)
    live.switch(False)
    assert not live.values.keep_seed, "the switch left its mark on the controls"


def test_a_queued_job_goes_first_and_says_so(qtbot, live: Live) -> None:
    live.switch()
    live.type("slow fox")
    qtbot.waitUntil(lambda: not live.pane.canvas.image.isNull())
    live.parts.actions["generate"].trigger()
    session = live.parts.services.session
    qtbot.waitUntil(lambda: Cancelled in [kind for _, kind in live.ended])
    assert session.running is not None
    assert live.pane.facts._full == "The queue goes first."
    live.type("draw owl")
    session.cancel()
    qtbot.waitUntil(lambda: live.drawn()[-1:] == [("draw owl", 256)])


def test_switching_off_ends_it(qtbot, live: Live) -> None:
    live.switch()
    live.type("slow fox")
    qtbot.waitUntil(lambda: not live.pane.canvas.image.isNull())
    live.switch(False)
    assert not live.pane.isVisible()
    qtbot.waitUntil(lambda: [kind for _, kind in live.ended][-1:] == [Cancelled])
    count = len(live.ended)
    live.type("draw owl")
    finished: list[object] = []
    live.parts.services.session.picture_finished.connect(finished.append)
    live.parts.actions["generate"].trigger()
    qtbot.waitUntil(lambda: bool(finished))
    assert isinstance(finished[0], Finished)
    assert len(live.ended) == count


def test_no_words_are_no_picture(qtbot, live: Live) -> None:
    live.switch()
    live.type(" ")
    assert live.pane.canvas.image.isNull()
    live.type("draw fox")
    qtbot.waitUntil(lambda: live.drawn()[-1:] == [("draw fox", 256)])
    assert {prompt for prompt, _ in live.drawn()} == {"draw fox"}


def test_a_refusal_is_one_quiet_line(qtbot, live: Live) -> None:
    live.switch()
    live.type("draw <lora:nobody:1>")
    qtbot.waitUntil(lambda: "nobody" in live.pane.facts._full)
    assert live.parts.column.banners.banners == []
    live.type("draw fox")
    qtbot.waitUntil(lambda: live.drawn()[-1:] == [("draw fox", 256)])
    assert "nobody" not in live.pane.facts._full


@pytest.mark.expects_warnings("EngineLost")
def test_after_a_crash_it_draws_what_is_typed_next(qtbot, live: Live) -> None:
    live.switch()
    live.type("die fox")
    qtbot.waitUntil(lambda: "stopped" in live.pane.facts._full)
    live.type("draw owl")
    qtbot.waitUntil(lambda: live.drawn()[-1:] == [("draw owl", 256)])


def test_only_a_quick_model_offers_it_by_itself(qtbot, live: Live) -> None:
    button = live.parts.panel.bar.live
    assert not button.isVisible(), "nobody knows yet how long a picture takes"
    live.switch()
    assert button.isVisible()
    assert "isn’t known yet" in live.pane.note.text
    live.type("draw fox")  # the fake engine says that it took a second
    qtbot.waitUntil(lambda: live.drawn()[-1:] == [("draw fox", 256)])
    qtbot.waitUntil(lambda: live.pane.note.text == "")
    live.switch(False)
    assert button.isVisible()


def test_a_slow_model_warns(qtbot, live: Live) -> None:
    request = prepare(Draft(prompt="x", width=256, height=256, steps=2), live.model(), drawn_seed=0)
    Paces(live.home.cache / PACES).remember(request, 30.0, 14.0)
    live.switch()
    qtbot.waitUntil(lambda: "30 s" in live.pane.note.text)
    live.values.steps = 1
    live.switch(False)
    qtbot.waitUntil(lambda: not live.parts.panel.bar.live.isVisible())


def test_a_disk_that_refuses_says_so_and_keep_can_be_tried_again(
    qtbot, live: Live, tmp_path: Path
) -> None:
    file = tmp_path / "no folder"
    file.write_text("")
    live.parts.services.settings.change(output_folder=str(file))
    live.switch()
    live.type("draw fox")
    qtbot.waitUntil(lambda: live.drawn()[-1:] == [("draw fox", 256)])
    live.pane.keep.click()
    qtbot.waitUntil(lambda: bool(live.parts.column.banners.banners))
    live.parts.services.settings.change(output_folder=str(tmp_path / "pictures"))
    qtbot.waitUntil(live.pane.keep.isEnabled)
    live.pane.keep.click()
    qtbot.waitUntil(lambda: len(live.parts.pictures.paths) == 1)


def test_the_next_window_starts_with_it_off(qtbot, live: Live, make_window: MakeWindow) -> None:
    live.switch()
    close(live.window)
    again = make_window("told")
    assert not again.parts.actions["live"].isChecked()
    assert not again.parts.values.keep_seed
    assert not again.parts.live_actions.pane.isVisible()
