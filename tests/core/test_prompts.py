"""The prompt syntax: weights, BREAK, LoRA tags, choices and wildcards."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.errors import BadInput
from desktop.core.prompts.choices import expand, has_choices
from desktop.core.prompts.prompt_syntax import LoraTag, Piece, parse_prompt, take_loras


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("a cat", [("a cat", 1)]),
        ("a (cat)", [("a ", 1), ("cat", 1.1)]),
        ("((cat))", [("cat", 1.21)]),
        ("(cat:1.3) tail", [("cat", 1.3), (" tail", 1)]),
        ("[cat]", [("cat", 1 / 1.1)]),
        ("(a (b:2) c:0.5)", [("a ", 0.5), ("b", 1.0), (" c", 0.5)]),
        (r"a \(b\) \[c\]", [("a (b) [c]", 1)]),
        ("at 12:30", [("at 12:30", 1)]),
        ("(never closed", [("never closed", 1.1)]),
        ("no partner)", [("no partner)", 1)]),
        ("", [("", 1)]),
    ],
)
def test_weights(text: str, pieces: list[tuple[str, float]]) -> None:
    (part,) = parse_prompt(text)
    assert [piece.text for piece in part] == [words for words, _ in pieces]
    assert [piece.weight for piece in part] == pytest.approx([weight for _, weight in pieces])


def test_break_parts_the_prompt() -> None:
    assert parse_prompt("a BREAK b") == ((Piece("a"),), (Piece("b"),))
    assert parse_prompt("BREAKFAST") == ((Piece("BREAKFAST"),),)


@given(st.text(max_size=60))
def test_no_prompt_is_an_error(text: str) -> None:
    assert parse_prompt(text)


@given(st.text(alphabet=st.characters(exclude_characters="()[]\\:"), max_size=60))
def test_plain_text_stays_as_it_is(text: str) -> None:
    if "BREAK" not in text:
        assert parse_prompt(text) == ((Piece(text.strip()),),)


def test_lora_tags_are_taken_out() -> None:
    clean, tags = take_loras("a <lora:ink:0.8> cat <LORA:my file>")
    assert clean == "a cat"
    assert tags == (LoraTag("ink", 0.8), LoraTag("my file", 1.0))
    assert take_loras("two  spaces") == ("two  spaces", ())


def test_choices_follow_the_seed() -> None:
    text = "{red|green|{dark|light} blue} bird"
    assert expand(text, 5) == expand(text, 5)
    seen = {expand(text, seed) for seed in range(60)}
    assert seen == {"red bird", "green bird", "dark blue bird", "light blue bird"}


def test_weighted_choices() -> None:
    drawn = [expand("{9::a|1::b}", seed) for seed in range(300)]
    assert 230 < drawn.count("a") < 295
    assert expand("{0::a|0::b}", 1) in ("a", "b")


def test_wildcards_come_from_the_lookup() -> None:
    files = {"animal": ["# comment", "", "cat"], "deep/er": ["{fat|fat} __animal__"]}
    assert expand("a __deep/er__", 3, files.__getitem__) == "a fat cat"
    with pytest.raises(BadInput, match="no wildcard file"):
        expand("a __animal__", 3)
    with pytest.raises(BadInput, match="is empty"):
        expand("__x__", 3, lambda _: ["", "#"])
    with pytest.raises(BadInput, match="back to themselves"):
        expand("__x__", 3, lambda _: ["__x__"])


def test_a_prompt_without_choices_is_left_alone() -> None:
    assert not has_choices("a_b __ {unclosed")
    assert expand("a_b __ {unclosed", 1) == "a_b __ {unclosed"


def test_brackets_deeper_than_anybody_writes_are_plain_text() -> None:
    (pieces,) = parse_prompt("(" * 60 + "a" + ")" * 60)
    assert [piece.text for piece in pieces] == ["(" * 10 + "a", ")" * 10]
    assert pieces[0].weight == pytest.approx(1.1**50)
    assert pieces[1].weight == 1


@pytest.mark.parametrize(
    ("tag", "unet", "text"),
    [
        ("<lora:x>", 1.0, None),
        ("<lora:x:0.8>", 0.8, None),
        ("<lora:x:0.2:0.7>", 0.7, 0.2),
        ("<lora:x:te=0.2:unet=0.7>", 0.7, 0.2),
        ("<lora:x:0.5:unet=0.7>", 0.7, 0.5),
        ("<lora:x:0.5:MIDD>", 0.5, None),
        ("<lora:x:0.5:lbw=1,0,1>", 0.5, None),
    ],
)
def test_a_lora_weighs_text_encoder_and_unet_apart(
    tag: str, unet: float, text: float | None
) -> None:
    rest, (found,) = take_loras(f"a fox {tag}")
    assert rest == "a fox"
    assert (found.name, found.weight, found.text_weight) == ("x", unet, text)
