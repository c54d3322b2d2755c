"""The window's counter for families that hear a language model: their tokenizer, their room."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.engines.flow.qwen_tokenizer import tokenizer_beside
from desktop.models.families.flux2_klein import FLUX2_KLEIN
from desktop.models.families.z_image import Z_IMAGE
from desktop.models.library import ModelLibrary
from desktop.models.requests.token_count import sentence_counter
from desktop.ui.generate.prompt.token_label import counter_of, room_of

from .flow_files import MODEL, write_split

pytestmark = pytest.mark.draws


def test_a_language_model_reads_plain_words(tmp_path: Path) -> None:
    """Without a tokenizer beside it Qwen3's own counts; 512 tokens hold prompt and frame."""
    encoder = tmp_path / "text_encoders" / "qwen.safetensors"
    theirs = tokenizer_beside(encoder)
    for record in (FLUX2_KLEIN, Z_IMAGE):
        assert record.text is not None
        counter = sentence_counter(encoder, record.text)
        room = 512 - len(theirs(record.text.frame.format("")).input_ids)
        for text in ("a (red:1.3) apple BREAK on snow", "사과 🍎 it's 2024", "word " * 600):
            assert counter.count(text) == len(theirs(text).input_ids)
            assert counter.room_for(text) == room
    assert counter.count("a {red|blue} apple <lora:ink:1>") == counter.count("a red apple")


def test_split_files_count_with_the_tokenizer_beside_their_encoder(tmp_path: Path) -> None:
    """The little model hears 40 tokens with its frame; its label doesn't show CLIP's 75."""
    model = ModelLibrary([tmp_path]).at(write_split(tmp_path))
    counter = counter_of(model)
    assert room_of(model, counter, "red apple") == counter.room < 40
    assert room_of(model, counter, "apple " * 60) == counter.room
    whole = counter_of(ModelLibrary([MODEL.parent]).at(MODEL))
    assert (whole.room, whole.count("red apple")) == (counter.room, counter.count("red apple"))
