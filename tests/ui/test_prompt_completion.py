"""Wildcards, embeddings and LoRAs are completed while they are typed."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from desktop.ui.generate.prompt.prompt_completion import matches

from .conftest import MakeWindow
from .test_accessibility import active, press

OFFERS = ["__animal__", "__art/style__", "embedding:ink", "<lora:tone:1>"]


@pytest.mark.parametrize(
    ("fragment", "found"),
    [
        ("__", ["__animal__", "__art/style__"]),
        ("__an", ["__animal__"]),
        ("ani", ["__animal__"]),
        ("an", []),
        ("<", ["<lora:tone:1>"]),
        ("<lora:to", ["<lora:tone:1>"]),
        ("embedding:i", ["embedding:ink"]),
        ("animal", ["__animal__"]),
        ("__animal__", []),
        ("", []),
        ("house", []),
    ],
)
def test_what_is_offered(fragment: str, found: list[str]) -> None:
    assert matches(fragment, OFFERS) == found


@pytest.fixture
def prompt(qtbot, make_window: MakeWindow, app_paths):
    app_paths.wildcards.mkdir(parents=True)
    (app_paths.wildcards / "animal.txt").write_text("bird\n")
    window = active(qtbot, make_window())
    box = window.parts.panel.prompts.prompt
    box.setFocus()
    return box


def test_tab_takes_the_first(qtbot, prompt) -> None:
    qtbot.keyClicks(prompt, "a red __an")
    assert prompt.completer.popup().isVisible()
    qtbot.keyClick(prompt.completer.popup(), Qt.Key.Key_Tab)
    assert prompt.toPlainText() == "a red __animal__"
    assert not prompt.completer.popup().isVisible()


def test_escape_closes_the_list_and_typing_goes_on(qtbot, prompt) -> None:
    qtbot.keyClicks(prompt, "__an")
    qtbot.keyClick(prompt.completer.popup(), Qt.Key.Key_Escape)
    assert not prompt.completer.popup().isVisible()
    prompt.setFocus()
    press(Qt.Key.Key_Return)
    assert prompt.toPlainText() == "__an\n"


def test_plain_words_open_nothing(qtbot, prompt) -> None:
    qtbot.keyClicks(prompt, "a house by the sea")
    assert not prompt.completer.popup().isVisible()
