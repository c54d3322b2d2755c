"""Prompts that change by step, as A1111 reads them: the examples are those of its own parser."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.prompts.prompt_schedule import (
    Sampling,
    first_feature,
    prompt_parts,
    prompt_schedule,
)

TEN = Sampling(10)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("test", [(10, "test")]),
        ("a [b:3]", [(3, "a "), (10, "a b")]),
        ("a [b: 3]", [(3, "a "), (10, "a b")]),
        ("a [[[b]]:2]", [(2, "a "), (10, "a [[b]]")]),
        ("[(a:2):3]", [(3, ""), (10, "(a:2)")]),
        ("a [b : c : 1] d", [(1, "a b  d"), (10, "a  c  d")]),
        ("a[b:[c:d:2]:1]e", [(1, "abe"), (2, "ace"), (10, "ade")]),
        ("a [unbalanced", [(10, "a [unbalanced")]),
        ("a [b:.5] c", [(5, "a  c"), (10, "a b c")]),
        ("a [{b|d{:.5] c", [(5, "a  c"), (10, "a {b|d{ c")]),
        ("((a][:b:c [d:3]", [(3, "((a][:b:c "), (10, "((a][:b:c d")]),
        ("[fe|]male", [(k, "female" if k % 2 else "male") for k in range(1, 11)]),
        ("[fe|||]male", [(k, "female" if k % 4 == 1 else "male") for k in range(1, 11)]),
        ("[a|(b:1.1)]", [(k, "a" if k % 2 else "(b:1.1)") for k in range(1, 11)]),
        ("a [b] (c:1.2) \\[d:3\\]", [(10, "a [b] (c:1.2) \\[d:3\\]")]),
    ],
)
def test_a1111s_own_examples(text: str, wanted: list[tuple[int, str]]) -> None:
    assert list(prompt_schedule(text, TEN)) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("a [b:.5] c", [(10, "a b c")]),
        ("a [b:1.5] c", [(5, "a  c"), (10, "a b c")]),
        ("a [b:13] c", [(3, "a  c"), (10, "a b c")]),
    ],
)
def test_a_second_pass_counts_on(text: str, wanted: list[tuple[int, str]]) -> None:
    assert list(prompt_schedule(text, Sampling(10, before=10))) == wanted


def test_a_step_is_counted_from_zero_as_there() -> None:
    (part,) = prompt_parts("[a:b:3]", TEN)
    assert [part.at(step) for step in range(6)] == ["a", "a", "a", "a", "b", "b"]
    (part,) = prompt_parts("[a|b]", TEN)
    assert [part.at(step) for step in range(5)] == ["a", "a", "b", "a", "b"]


def test_and_joins_weighted_prompts() -> None:
    parts = prompt_parts("a cat :1.2 AND a dog AND [x:y:2]: -0.5", TEN)
    assert [(part.weight, part.at(0).strip()) for part in parts] == [
        (1.2, "a cat"),
        (1.0, "a dog"),
        (-0.5, "x"),
    ]
    assert len(prompt_parts("a BRAND and a cat: 2", TEN)) == 1
    assert prompt_parts("a cat: 2", TEN)[0].at(0) == "a cat: 2"


def test_what_changes_is_found() -> None:
    for text in ("[a:b:0.5]", "[a|b]", "[b:3]", "a AND b"):
        assert first_feature(f"x {text} y") in text
        assert first_feature(f"x {text} y")
    for text in ("[a]", "(a:1.2)", "\\[a|b\\]", "BRAND", "[a:b]", "a|b"):
        assert first_feature(text) == ""


@given(st.text(alphabet="ab[]():|\\.1 AND", max_size=60), st.integers(1, 12))
def test_nothing_is_an_error(text: str, steps: int) -> None:
    for part in prompt_parts(text, Sampling(steps)):
        lasts = [last for last, _ in part.texts]
        assert lasts == sorted(set(lasts))
        assert lasts[-1] == steps
