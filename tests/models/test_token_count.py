"""The token counter of the window against the published counts of CLIP."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from desktop.core.errors import EaselError
from desktop.models.requests.token_count import TokenCounter, counter_for
from desktop.models.resources import resource


@pytest.fixture(scope="module")
def clip() -> TokenCounter:
    return counter_for(Path("some-file.safetensors"))


@pytest.mark.parametrize(
    ("prompt", "tokens"),
    [
        ("", 0),
        ("a photo of a cat", 5),
        ("a photo of an astronaut riding a horse on mars", 10),
        ("(a photo:1.3) of [a] ((cat))", 5),
        ("a cat <lora:ink:0.8>", 2),
        ("a {red|blue} cat", 3),
        ("a __animal__", 2),
        ("it's 2024", 6),
        ("a BREAK b", 2),
    ],
)
def test_known_counts(clip: TokenCounter, prompt: str, tokens: int) -> None:
    assert clip.count(prompt) == tokens


@pytest.mark.parametrize(
    "text", ["Ünïcode Straße", "🍎 사과", "a,b;c!!", "don't   stop\n\tnow", "x" * 300]
)
def test_it_counts_as_transformers_does(clip: TokenCounter, text: str) -> None:
    from transformers import CLIPTokenizer

    theirs = CLIPTokenizer(str(resource("clip", "vocab.json")), str(resource("clip", "merges.txt")))
    assert clip.count(text) == len(theirs(text, add_special_tokens=False).input_ids)


def test_room_grows_in_chunks(clip: TokenCounter) -> None:
    assert clip.room_for("") == 75
    assert clip.room_for("cat " * 75) == 75
    assert clip.room_for("cat " * 76) == 150
    assert clip.room_for("cat BREAK dog") == 150


def test_a_model_counts_with_its_own_tokenizer() -> None:
    counter = counter_for(resource("starter"))
    config = json.loads((resource("starter") / "text_encoder" / "config.json").read_bytes())
    assert counter.room == config["max_position_embeddings"] - 2
    assert counter.count("red apple") == 2


def test_a_damaged_tokenizer_is_said(tmp_path: Path) -> None:
    (tmp_path / "tokenizer").mkdir()
    (tmp_path / "tokenizer" / "tokenizer.json").write_text("{nonsense")
    with pytest.raises(EaselError, match="damaged"):
        counter_for(tmp_path)


def test_endless_wildcards_do_not_stop_the_counter(clip: TokenCounter) -> None:
    assert clip.count("{a|{b}") > 0
