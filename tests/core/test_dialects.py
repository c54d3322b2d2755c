"""Prompts as A1111, ComfyUI and InvokeAI read them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.prompts.dialects import (
    Parts,
    parse_a1111,
    parse_as,
    parse_comfyui,
    parse_invokeai,
)
from desktop.core.request import PromptDialect

PUBLISHED = [
    ("normal text", [("normal text", 1.0)]),
    ("an (important) word", [("an ", 1.0), ("important", 1.1), (" word", 1.0)]),
    ("(unbalanced", [("unbalanced", 1.1)]),
    (r"\(literal\]", [("(literal]", 1.0)]),
    ("(unnecessary)(parens)", [("unnecessaryparens", 1.1)]),
    (
        "a (((house:1.3)) [on] a (hill:0.5), sun, (((sky))).",
        [
            ("a ", 1.0),
            ("house", 1.573),
            (" ", 1.1),
            ("on", 1.0),
            (" a ", 1.1),
            ("hill", 0.55),
            (", sun, ", 1.1),
            ("sky", 1.4641),
            (".", 1.1),
        ],
    ),
]
"""What A1111's own documentation says of its parser."""


def flat(parts: Parts) -> list[tuple[str, float]]:
    return [(piece.text, round(piece.weight, 6)) for part in parts for piece in part]


@pytest.mark.parametrize(("text", "pieces"), PUBLISHED)
def test_a1111s_published_examples(text: str, pieces: list[tuple[str, float]]) -> None:
    assert flat(parse_a1111(text)) == pieces


def test_a1111_drops_a_lone_backslash_and_keeps_brackets_apart() -> None:
    assert flat(parse_a1111(r"a \b")) == [("a b", 1.0)]
    assert flat(parse_a1111("([a)]")) == [("a", 1.0)]
    assert flat(parse_a1111("a) b]")) == [("a) b]", 1.0)]


def test_a1111_breaks_outside_brackets_only() -> None:
    assert [flat((part,)) for part in parse_a1111("red BREAK blue")] == [
        [("red", 1.0)],
        [("blue", 1.0)],
    ]
    assert flat(parse_a1111("(red BREAK blue)")) == [("red", 1.1), ("BREAK", -1.1), ("blue", 1.1)]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("a (cat:1.2) b", [("a ", 1.0), ("cat", 1.2), (" b", 1.0)]),
        ("((cat:1.2) sky:1.1)", [("cat", 1.2), (" sky", 1.1)]),
        ("((cat))", [("cat", 1.21)]),
        ("[cat:dog:0.5]", [("[cat:dog:0.5]", 1.0)]),
        (r"a \(b\)", [("a (b)", 1.0)]),
        ("red BREAK blue", [("red BREAK blue", 1.0)]),
        ("(a:b)", [("a:b", 1.1)]),
        ("(open", [("(open", 1.0)]),
    ],
)
def test_comfyui_takes_the_innermost_weight(text: str, pieces: list[tuple[str, float]]) -> None:
    assert flat(parse_comfyui(text)) == pieces


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("a cat++ here", [("a ", 1.0), ("cat ", 1.21), ("here", 1.0)]),
        ("a well-lit cat-", [("a well-lit ", 1.0), ("cat", 0.9)]),
        ("(a cat)1.5", [("a cat", 1.5)]),
        ("(a (red)0.5 cat)++", [("a ", 1.21), ("red ", 0.605), ("cat", 1.21)]),
        ("(plain brackets)", [("plain brackets", 1.0)]),
        (r"\(shown\)", [("(shown)", 1.0)]),
    ],
)
def test_invokeais_signs(text: str, pieces: list[tuple[str, float]]) -> None:
    assert flat(parse_invokeai(text)) == pieces


@given(st.text(alphabet="ab()[]\\:+-.1 ,BREAK\n", max_size=80))
@pytest.mark.parametrize("dialect", ["a1111", "comfyui", "invokeai"])
def test_no_text_is_an_error(dialect: PromptDialect, text: str) -> None:
    assert all(len(part) >= 1 for part in parse_as(dialect, text))
