"""What people type as a grid's values, and what is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.errors import BadInput
from desktop.core.grids.grid_axes import KINDS, joined, parse_axis, parse_option, split_values


def values(text: str) -> list[object]:
    return [value.value for value in parse_option(text).values]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("steps=4, 8,20", [4, 8, 20]),
        ("steps=1-4", [1, 2, 3, 4]),
        ("steps=1-10 (+3)", [1, 4, 7, 10]),
        ("steps=20-10(5)", [20, 15, 10]),
        ("seed=18446744073709551615", [2**64 - 1]),
        ("cfg=1, 7.5", [1.0, 7.5]),
        ("guidance=1-2 [3]", [1.0, 1.5, 2.0]),
        ("guidance-scale=-1", [-1.0]),
        ("sampler=euler, DPM++ 2M Karras", [("euler", None), ("dpmpp_2m", "karras")]),
        ("scheduler=dpmpp_2m+karras", [("dpmpp_2m", "karras")]),
        ("noise-schedule=karras,SGM Uniform", ["karras", "sgm_uniform"]),
        ('prompt=red,"blue, big"', ["red", "blue, big"]),
        ("model=Starter", ["Starter"]),
        ("denoise=0.3", [0.3]),
    ],
)
def test_values_as_people_type_them(text: str, wanted: list[object]) -> None:
    assert values(text) == wanted


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("steps", "steps=4,8,20"),
        ("steps=", "needs values"),
        ("steps=,,", "needs values"),
        ("steps=many", "“many” is no value"),
        ("steps=1.5", "“1.5” is no value"),
        ("steps=1e999", "no value"),
        ("seed=1.5", "no value"),
        ("width=1", "can’t go over “width”"),
        ("sampler=eulr", "did you mean euler"),
        ("sampler=karras", "is a schedule"),
        ("noise-schedule=euler", "is no schedule"),
        ("seed=1-1000000", "100 values"),
    ],
)
def test_what_is_refused_in_one_sentence(text: str, words: str) -> None:
    with pytest.raises(BadInput) as caught:
        parse_option(text)
    assert words in str(caught.value)


@given(st.lists(st.text(st.characters(exclude_categories=("C", "Z")), min_size=1), max_size=5))
def test_names_survive_the_line(names: list[str]) -> None:
    plain = [name for name in names if '"' not in name]
    assert split_values(joined(plain)) == plain


@given(st.sampled_from(list(KINDS)), st.text(max_size=60))
def test_nothing_typed_breaks_it(kind: str, text: str) -> None:
    try:
        axis = parse_axis(kind, text)
    except BadInput:
        return
    assert axis.values


def test_a_range_that_is_longer_than_a_range_or_without_end_is_no_range() -> None:
    with pytest.raises(BadInput, match="is no value"):
        parse_axis("steps", "1" * 40 + "-" + "1" * 40 + "x")
    with pytest.raises(BadInput, match="is no value"):
        parse_axis("guidance", "1e999-2")
