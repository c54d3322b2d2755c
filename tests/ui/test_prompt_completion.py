"""The prompt is completed while it is typed, by keys alone and never in the way."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from safetensors.torch import save_file

from desktop.models.asset import Asset
from desktop.models.resources import resource
from desktop.storage.prompt_history import PromptEntry, PromptHistory
from desktop.ui.generate.prompt.prompt_box import PromptBox
from desktop.ui.generate.prompt.prompt_completion import PromptCompletion
from desktop.ui.shell.main_window import MainWindow

from .conftest import MakeWindow
from .given_models import give_models
from .test_accessibility import active, press
from .test_preferences import opened


@pytest.fixture
def window(qtbot, make_window: MakeWindow, app_paths) -> MainWindow:
    app_paths.wildcards.mkdir(parents=True)
    (app_paths.wildcards / "animal.txt").write_text("bird\n")
    history = PromptHistory(app_paths.prompt_history)
    history.add(PromptEntry("a lighthouse by the sea, golden hour"))
    history.save()
    made = active(qtbot, make_window())
    box = made.parts.panel.prompts.prompt
    box.setFocus()
    qtbot.waitUntil(box.hasFocus)
    return made


@pytest.fixture
def prompt(window: MainWindow) -> PromptBox:
    return window.parts.panel.prompts.prompt


@pytest.fixture
def completion(window: MainWindow) -> PromptCompletion:
    return window.parts.panel.prompts.completions[0]


def offered(completion: PromptCompletion) -> list[str]:
    if not completion.is_open:
        return []
    return [completion.popup.item(row).text() for row in range(completion.popup.count())]


def compose(box: PromptBox, preedit: str, commit: str = "") -> None:
    event = QInputMethodEvent(preedit, [])
    event.setCommitString(commit)
    QCoreApplication.sendEvent(box, event)


def test_tab_takes_the_name_whose_mark_was_typed(qtbot, prompt, completion) -> None:
    qtbot.keyClicks(prompt, "a red __an")
    qtbot.waitUntil(lambda: offered(completion) == ["__animal__"])
    press(Qt.Key.Key_Tab)
    assert prompt.toPlainText() == "a red __animal__"
    assert prompt.hasFocus()
    assert not completion.is_open
    prompt.undo()
    assert prompt.toPlainText() == "a red __an"


def test_a_phrase_of_the_history_by_arrow_and_return(qtbot, prompt, completion) -> None:
    qtbot.keyClicks(prompt, "boat, gol")
    qtbot.waitUntil(lambda: offered(completion) == ["golden hour", "golden"])
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)
    assert prompt.toPlainText() == "boat, golden hour"
    assert not completion.is_open


def test_return_and_tab_are_the_texts_while_nothing_is_chosen(qtbot, prompt, completion) -> None:
    qtbot.keyClicks(prompt, "gol")
    qtbot.waitUntil(lambda: completion.is_open)
    press(Qt.Key.Key_Return)
    assert prompt.toPlainText() == "gol\n"
    assert not completion.is_open
    qtbot.keyClicks(prompt, "gol")
    assert completion.is_open
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Up)
    press(Qt.Key.Key_Tab)
    assert prompt.toPlainText() == "gol\ngol"
    assert not prompt.hasFocus()
    assert not completion.is_open


def test_escape_closes_it_until_the_next_word(qtbot, prompt, completion) -> None:
    qtbot.keyClicks(prompt, "gol")
    qtbot.waitUntil(lambda: completion.is_open)
    press(Qt.Key.Key_Escape)
    assert not completion.is_open
    assert prompt.hasFocus()
    qtbot.keyClicks(prompt, "d")
    assert not completion.is_open
    qtbot.keyClicks(prompt, " lig")
    assert offered(completion) == ["lighthouse"]


def test_a_click_takes_a_row(qtbot, prompt, completion) -> None:
    qtbot.keyClicks(prompt, "a li")
    qtbot.waitUntil(lambda: completion.is_open)
    popup = completion.popup
    place = popup.visualItemRect(popup.item(0)).center()
    QTest.mouseClick(popup.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert prompt.toPlainText() == "a lighthouse by the sea"
    assert prompt.hasFocus()


def test_going_elsewhere_closes_it(qtbot, window, prompt, completion) -> None:
    for leave in (
        lambda: press(Qt.Key.Key_Left),
        lambda: QTest.mouseClick(prompt.viewport(), Qt.MouseButton.LeftButton),
        window.parts.panel.prompts.negative.setFocus,
    ):
        prompt.setFocus()
        prompt.clear()
        qtbot.keyClicks(prompt, "gold")
        qtbot.waitUntil(lambda: completion.is_open)
        leave()
        qtbot.waitUntil(lambda: not completion.is_open)


def test_korean_is_offered_while_it_is_composed_and_not_disturbed(
    qtbot, prompt, completion
) -> None:
    compose(prompt, "", "빨")
    compose(prompt, "가")
    compose(prompt, "간")
    qtbot.waitUntil(lambda: "빨간 사과" in offered(completion))
    layout = prompt.textCursor().block().layout()
    assert layout.preeditAreaText() == "간", "still composed"
    for _ in range(offered(completion).index("빨간 사과") + 1):
        press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)
    assert prompt.toPlainText() == "빨간 사과"
    assert layout.preeditAreaText() == ""


def test_emoji_before_the_word_and_the_case(qtbot, prompt, completion) -> None:
    prompt.insertPlainText("🦊🏔️, ")
    qtbot.keyClicks(prompt, "Gol")
    qtbot.waitUntil(lambda: completion.is_open)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Tab)
    assert prompt.toPlainText() == "🦊🏔️, golden hour"


def test_a_style_is_put_around_the_prompt(qtbot, window, prompt, completion) -> None:
    qtbot.keyClicks(prompt, "boat Watercol")
    qtbot.waitUntil(lambda: offered(completion) == ["Style: Watercolor"])
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)
    assert prompt.toPlainText() == "boat "
    assert [style.name for style in window.parts.values.styles] == ["Watercolor"]


def test_what_was_drawn_is_known_at_once(qtbot, window, prompt, completion) -> None:
    qtbot.keyClicks(prompt, "a zeppelin over roofs")
    window.parts.panel.prompts.remember()
    prompt.clear()
    qtbot.keyClicks(prompt, "a zep")
    qtbot.waitUntil(lambda: "a zeppelin over roofs" in offered(completion))


def test_trigger_words_of_the_loras_that_fit(
    qtbot, window, prompt, completion, tmp_path: Path
) -> None:
    path = tmp_path / "ink.safetensors"
    save_file({"x": torch.zeros(1)}, path, metadata={"modelspec.trigger_phrase": "inkstyle"})
    registry = window.parts.registry
    ink = Asset(name="brush", path=str(path), kind="lora", family=registry.models[0].family)
    give_models(registry, registry.models, [ink])
    qtbot.keyClicks(prompt, "fox, inks")
    qtbot.waitUntil(lambda: offered(completion) == ["inkstyle"])
    prompt.clear()
    qtbot.keyClicks(prompt, "fox <br")
    assert offered(completion) == ["<lora:brush:1>"]


def test_it_can_be_switched_off(qtbot, window, prompt, completion) -> None:
    qtbot.keyClicks(prompt, "__an")
    qtbot.waitUntil(lambda: offered(completion) == ["__animal__"])
    dialog = opened(window)
    dialog.general.complete.click()
    assert not window.parts.services.settings.values.complete_words
    dialog.close()
    active(qtbot, window)
    prompt.setFocus()
    qtbot.keyClicks(prompt, "i")
    assert prompt.toPlainText() == "__ani"
    assert not completion.is_open


def test_the_starters_words_are_those_of_its_card() -> None:
    words = resource("starter_words.txt").read_text("utf-8").splitlines()
    card = " ".join(resource("starter", "README.md").read_text("utf-8").split())
    names = card.partition("It knows: ")[2].partition(". ")[0].split(", ")
    assert len(names) == 780
    assert words[: len(names)] == names
    korean = [word for word in words[len(names) :] if not word.isascii()]
    assert len(korean) > 700
