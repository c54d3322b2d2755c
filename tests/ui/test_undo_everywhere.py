"""What is done to settings and queue can be undone like what is done to pictures."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt

from desktop.core.request import LoraUse
from desktop.worker.session_state import Running

from .conftest import MakeWindow
from .gallery_window import choose, picture
from .test_accessibility import active

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def window(qtbot, make_window: MakeWindow, app_paths, tmp_path: Path):
    picture(app_paths.pictures)
    window = active(qtbot, make_window("slow"))
    qtbot.waitUntil(lambda: len(window.parts.pictures.paths) == 1)
    window.parts.gallery_view.setFocus()
    return window


def undo(window) -> str:
    """What the menu says that it would undo; then undo it."""
    action = window.parts.actions["undo"]
    words = action.text()
    action.trigger()
    return words


@pytest.fixture
def start(window, tmp_path: Path) -> str:
    path = tmp_path / "dog.png"
    Image.new("RGB", (64, 64)).save(path)
    window.parts.values.start_image = str(path)
    return str(path)


def test_the_menu_is_grey_while_there_is_nothing_to_undo(qtbot, window) -> None:
    actions = window.parts.actions
    assert not actions["undo"].isEnabled()
    assert not actions["redo"].isEnabled()
    window.parts.panel.prompts.prompt.setFocus()
    assert actions["undo"].isEnabled(), "a text field has its own"
    window.parts.gallery_view.setFocus()
    assert not actions["undo"].isEnabled()


def test_using_all_settings_is_undone_with_mask_and_starting_image(qtbot, window, start) -> None:
    values = window.parts.values
    values.prompt, values.mask, values.keep_seed = "typed by hand", start, False
    before = values.snapshot()
    choose(qtbot, window, window.parts.pictures.paths[0])
    qtbot.waitUntil(lambda: window.parts.inspector_controller.recipe is not None)
    window.parts.actions["use_settings"].trigger()
    assert (values.prompt, values.start_image) == ("red apple, on a table", "")
    after = values.snapshot()
    assert undo(window) == "Undo Use Settings"
    assert values.snapshot() == before
    window.parts.actions["redo"].trigger()
    assert values.snapshot() == after


def test_a_removed_starting_image_comes_back_with_its_mask(qtbot, window, start) -> None:
    window.parts.values.mask = start
    window.parts.panel.start_image.clear.click()
    assert window.parts.values.start_image == window.parts.values.mask == ""
    assert undo(window) == "Undo Remove Picture"
    assert window.parts.values.start_image == window.parts.values.mask == start


def test_a_removed_lora_comes_back(window, tmp_path: Path) -> None:
    use = LoraUse(path=str(tmp_path / "ink.safetensors"), name="ink", weight=0.5)
    window.parts.values.loras = (use,)
    window.parts.panel.loras.rows[0].remove.click()
    assert window.parts.values.loras == ()
    assert undo(window) == "Undo Remove LoRA"
    assert window.parts.values.loras == (use,)


def test_removed_jobs_line_up_again(qtbot, window) -> None:
    session = window.parts.services.session
    for prompt in ("one", "two", "three", "four"):
        window.parts.values.prompt = prompt
        window.parts.actions["generate"].trigger()
    qtbot.waitUntil(lambda: isinstance(session.state, Running))
    queue = window.parts.generate_actions.queue_panel

    def prompts() -> list[str]:
        return [job.task.prompt for job in session.waiting]

    queue.clear.click()
    assert prompts() == []
    assert undo(window) == "Undo Remove from Queue (3)"
    assert prompts() == ["two", "three", "four"]
    queue.rows()[1].second.click()
    assert prompts() == ["two", "four"]
    assert undo(window) == "Undo Remove from Queue"
    assert prompts() == ["two", "three", "four"]
    window.parts.actions["redo"].trigger()
    assert prompts() == ["two", "four"]


def test_a_duplicate_is_what_is_undone_next(qtbot, window) -> None:
    choose(qtbot, window, window.parts.pictures.paths[0])
    window.parts.actions["duplicate"].trigger()
    qtbot.waitUntil(lambda: window.parts.actions["undo"].text() == "Undo Duplicate")
    undo(window)
    qtbot.waitUntil(lambda: len(window.parts.pictures.paths) == 1)
