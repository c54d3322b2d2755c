"""What a prompt may go on with."""

from __future__ import annotations

import pytest

from desktop.core.prompts.lexicon import Completion, Lexicon
from desktop.core.prompts.styles import Style

NAMES = ["__animal__", "__art/style__", "embedding:ink", "<lora:tone:1>"]


def texts(lexicon: Lexicon, before: str) -> list[str]:
    return [one.text for one in lexicon.find(before)]


@pytest.mark.parametrize(
    ("before", "found"),
    [
        ("__", ["__animal__", "__art/style__"]),
        ("a red __an", ["__animal__"]),
        ("ani", ["__animal__"]),
        ("an", []),
        ("<", ["<lora:tone:1>"]),
        ("<to", ["<lora:tone:1>"]),
        ("house, <LORA:to", ["<lora:tone:1>"]),
        ("embedding:i", ["embedding:ink"]),
        ("__animal__", []),
        ("", []),
        ("house", []),
    ],
)
def test_names(before: str, found: list[str]) -> None:
    assert texts(Lexicon(names=NAMES), before) == found


def test_a_mark_leaves_room_for_names_only() -> None:
    lexicon = Lexicon(["animals", "an old house"], names=NAMES)
    assert lexicon.find("__ani") == [Completion("__animal__", 5, marked=True)]
    assert texts(lexicon, "ani") == ["__animal__", "animals"]


def test_what_was_used_more_comes_first_and_phrases_before_words() -> None:
    prompts = ["a red house, at night", "a red hat", "a red house (on a hill:1.2)", "redwood"]
    lexicon = Lexicon(prompts)
    assert lexicon.find("photo, a red") == [
        Completion("a red house", 5),
        Completion("a red hat", 5),
        Completion("redwood", 3),
    ]
    assert texts(lexicon, "on the hil") == ["hill"]


def test_one_of_each_spelling_and_never_what_stands_there() -> None:
    lexicon = Lexicon(["Watercolor", "watercolor", "watercolor paper"])
    assert texts(lexicon, "Waterc") == ["watercolor paper", "watercolor"]
    assert texts(lexicon, "watercolor") == ["watercolor paper"]


def test_a_style_is_found_by_the_name_that_is_shown() -> None:
    style = Style("Watercolor", "watercolor of {prompt}")
    lexicon = Lexicon(styles=[("수채화", style)])
    assert lexicon.find("사과, 수채") == [Completion("수채화", 2, style)]
    assert texts(lexicon, "wat") == []


def test_words_of_a_model_count_as_used_once() -> None:
    lexicon = Lexicon(["red apples"], ["red apple", "rocket"])
    assert texts(lexicon, "red") == ["red apple", "red apples"]
    assert texts(lexicon, "roc") == ["rocket"]


def test_korean_needs_two_letters_and_decomposed_text_is_left_alone() -> None:
    lexicon = Lexicon(words=["빨간 사과", "고양이 얼굴"])
    assert texts(lexicon, "빨") == []
    assert texts(lexicon, "빨간") == ["빨간 사과"]
    assert texts(lexicon, "고양") == ["고양이 얼굴"]
    assert texts(lexicon, "\u1107\u1161\u11af\u1100\u1161\u11ab") == []


def test_no_more_than_asked_for() -> None:
    lexicon = Lexicon([f"painting number {number}" for number in range(10_000)])
    assert len(lexicon.find("pai", most=8)) == 8
    assert len(lexicon.find("painting number 99", most=3)) == 3
