"""Styles around a prompt, and weights changed by a key."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.prompts.prompt_syntax import parse_prompt
from desktop.core.prompts.prompt_weights import STEP, weighed
from desktop.core.prompts.styles import styled


@pytest.mark.parametrize(
    ("text", "snippets", "result"),
    [
        ("a fox", ["oil painting"], "a fox, oil painting"),
        ("a fox", ["photo of {prompt}, sharp"], "photo of a fox, sharp"),
        ("a fox", ["photo of {prompt}", "at night"], "photo of a fox, at night"),
        ("", ["at night"], "at night"),
        (" a fox ", ["", "  "], " a fox "),
        ("a fox", [], "a fox"),
    ],
)
def test_styles_go_around_the_prompt(text: str, snippets: list[str], result: str) -> None:
    assert styled(text, snippets) == result


@pytest.mark.parametrize(
    ("text", "start", "end", "result"),
    [
        ("a red apple", 3, 3, "a (red:1.05) apple"),
        ("a red apple", 2, 11, "a (red apple:1.05)"),
        ("a (red:1.05) apple", 4, 4, "a (red:1.1) apple"),
        ("a (red:0.95) apple", 4, 4, "a red apple"),
        ("a (red:1.05) apple", 2, 12, "a (red:1.1) apple"),
        ("  ", 1, 1, "  "),
        ("빨간 사과", 1, 1, "(빨간:1.05) 사과"),
    ],
)
def test_a_key_makes_words_heavier(text: str, start: int, end: int, result: str) -> None:
    assert weighed(text, start, end, STEP).text == result


@given(st.text(max_size=40), st.integers(0, 40), st.integers(0, 40))
def test_weighing_keeps_the_selection_inside(text: str, one: int, two: int) -> None:
    start, end = sorted((min(one, len(text)), min(two, len(text))))
    new = weighed(text, start, end, STEP)
    assert 0 <= new.start <= new.end <= len(new.text)


def test_what_the_key_writes_is_what_the_parser_reads() -> None:
    new = weighed("a red apple", 3, 3, 0.2)
    assert [(piece.text, piece.weight) for piece in parse_prompt(new.text)[0]] == [
        ("a ", 1.0),
        ("red", 1.2),
        (" apple", 1.0),
    ]
