"""Embeddings, chunks and clip skip as each dialect means them, against plain references."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any, get_args

import pytest
import torch

from desktop.core.prompts.dialects import parse_a1111, parse_comfyui
from desktop.core.request import PromptDialect
from desktop.engines.conditioning.prompt_chunks import Chunker
from desktop.engines.conditioning.prompt_embeddings import PromptEncoder, PromptWords

from .conftest import Drawer

WORDS = ("red", "apple", "blue bird", "a", "tree,", "house", "of", "sky,", "stone")


@pytest.fixture
def encoder(sd_drawer: Drawer) -> PromptEncoder:
    return PromptEncoder(sd_drawer.engine.generator.parts, torch.device("cpu"))


@pytest.fixture
def xl_encoder(xl_drawer: Drawer) -> PromptEncoder:
    return PromptEncoder(xl_drawer.engine.generator.parts, torch.device("cpu"))


def prompts(count: int, longest: int) -> Iterator[str]:
    draw = random.Random(5)
    for _ in range(count):
        words = draw.choices(WORDS, k=draw.randint(1, longest))
        yield " ".join(
            f"({word}:{draw.choice((0.5, 1.2, 1.7))})" if draw.random() < 0.3 else word
            for word in words
        )


def plain_a1111(encoder: PromptEncoder, text: str) -> torch.Tensor:
    """A1111's embedding, written down plainly: 75 tokens a chunk, commas, multiply, same mean."""
    parts = encoder._parts
    tokenizer, model = parts.tokenizers[0], parts.text_encoders[0]
    start, end = tokenizer("").input_ids[0], tokenizer("").input_ids[-1]
    comma = tokenizer(",", add_special_tokens=False).input_ids[0]
    tokens = [
        (token, piece.weight)
        for part in parse_a1111(text)
        for piece in part
        for token in tokenizer(piece.text, add_special_tokens=False).input_ids
    ]
    chunks: list[list[tuple[int, float]]] = []
    current: list[tuple[int, float]] = []
    last = -1
    for token, weight in tokens:
        if token == comma:
            last = len(current)
        elif len(current) == 75 and last >= 0 and 75 - last <= 20:
            chunks.append(current[: last + 1])
            current, last = current[last + 1 :], -1
        if len(current) == 75:
            chunks.append(current)
            current, last = [], -1
        current.append((token, weight))
    if current or not chunks:
        chunks.append(current)
    found: list[torch.Tensor] = []
    for chunk in chunks:
        fill = 76 - len(chunk)
        ids = [start, *(token for token, _ in chunk), *[end] * fill]
        weights = torch.tensor([1.0, *(weight for _, weight in chunk), *[1.0] * fill])
        with torch.inference_mode():
            hidden = model(torch.tensor([ids]))[0]
        heavy = hidden * weights[None, :, None]
        found.append(heavy * (hidden.mean() / heavy.mean()))
    return torch.cat(found, dim=1)


def test_a1111s_embeddings(encoder: PromptEncoder) -> None:
    how = PromptWords(dialect="a1111")
    model = encoder._parts.text_encoders[0]
    norm = getattr(model, "text_model", model).final_layer_norm
    before = norm.bias.detach().clone()
    norm.bias.data += 0.3  # a fresh norm's mean is 0, which nothing can be brought back to
    try:
        for text in prompts(60, 60):
            ours = encoder.encode(text, how).tokens
            assert ours == pytest.approx(plain_a1111(encoder, text), abs=1e-4), text
    finally:
        norm.bias.data = before


def comfyui_chunks(tokenizer: Any, text: str) -> list[list[int]]:
    """ComfyUI's cut, written down plainly: pieces of up to 7 tokens stay whole."""
    chunks: list[list[int]] = [[]]
    for part in parse_comfyui(text):
        for piece in part:
            left = list(tokenizer(piece.text, add_special_tokens=False).input_ids)
            whole = len(left) < 8
            while left:
                room = 75 - len(chunks[-1])
                if len(left) <= room:
                    chunks[-1] += left
                    break
                if not whole:
                    chunks[-1] += left[:room]
                    left = left[room:]
                chunks.append([])
    return chunks


def test_comfyuis_chunks(encoder: PromptEncoder) -> None:
    tokenizer = encoder._parts.tokenizers[0]
    chunker = Chunker(tokenizer, 77, "comfyui")
    for text in prompts(60, 60):
        chunks = [chunk.ids[1 : chunk.ids.index(chunker._end)] for chunk in chunker.chunks(text)]
        assert chunks == comfyui_chunks(tokenizer, text), text


def test_invokeai_blends_light_words_with_the_prompt_without_them(encoder: PromptEncoder) -> None:
    how = PromptWords(dialect="invokeai")
    parts = encoder._parts
    model, tokenizer = parts.text_encoders[0], parts.tokenizers[0]
    ids = Chunker(tokenizer, 77).chunks("red apple")[0].ids
    light = len(tokenizer("red", add_special_tokens=False).input_ids)
    mask = torch.ones(1, 77, dtype=torch.long)
    mask[0, 1 : 1 + light] = 0
    with torch.inference_mode():
        whole = model(torch.tensor([ids]))[0]
        without = model(torch.tensor([ids]), attention_mask=mask)[0]
        nothing = model(torch.tensor([Chunker(tokenizer, 77).empty.ids]))[0]
    weights = torch.ones(1, 77, 1)
    weights[0, 1 : 1 + light] = 0.5
    wanted = nothing + ((whole + without) / 2 - nothing) * weights
    assert encoder.encode("(red)0.5 apple", how).tokens == pytest.approx(wanted, abs=1e-4)
    assert torch.equal(encoder.encode("red apple", how).tokens, whole)


def test_clip_skip_on_sdxl_as_each_program_means_it(xl_encoder: PromptEncoder) -> None:
    def skipped(skip: int, dialect: PromptDialect) -> torch.Tensor:
        return xl_encoder.encode("red apple", PromptWords(clip_skip=skip, dialect=dialect)).tokens

    usual = skipped(0, "easel")
    assert torch.equal(skipped(1, "a1111"), usual)
    assert torch.equal(skipped(1, "comfyui"), usual)
    assert torch.equal(skipped(2, "comfyui"), skipped(1, "easel"))
    assert not torch.equal(skipped(1, "easel"), usual)


@pytest.mark.parametrize("dialect", get_args(PromptDialect))
def test_clip_skip_on_sd_1_is_one_thing(encoder: PromptEncoder, dialect: PromptDialect) -> None:
    here = encoder.encode("red apple", PromptWords(clip_skip=1, dialect=dialect)).tokens
    assert torch.equal(here, encoder.encode("red apple", PromptWords(clip_skip=1)).tokens)


def test_empty_prompts_of_sdxl(xl_encoder: PromptEncoder) -> None:
    def empty(dialect: PromptDialect) -> bool:
        _, negative = xl_encoder.pair("red apple", "", PromptWords(dialect=dialect))
        return not negative.tokens.any()

    assert empty("a1111")
    assert empty("invokeai")
    assert not empty("comfyui")


def test_repeating_the_shorter_prompt_changes_nothing() -> None:
    torch.manual_seed(0)
    query, words = torch.randn(1, 4, 8), torch.randn(1, 77, 8)
    attention = torch.nn.functional.scaled_dot_product_attention
    twice = words.repeat(1, 2, 1)
    assert attention(query, twice, twice) == pytest.approx(attention(query, words, words), abs=1e-5)
