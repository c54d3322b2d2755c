"""Weights, chunks, clip skip and textual inversion in the embeddings themselves."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import save_file

from desktop.core.errors import BadInput
from desktop.core.request import EmbeddingUse
from desktop.engines.conditioning.prompt_chunks import Chunker
from desktop.engines.conditioning.prompt_embeddings import PromptEncoder, PromptWords
from desktop.models.requests.resolve_choices import folder_lookup
from tests.decomposed import decomposed

from . import tiny
from .conftest import Drawer


@pytest.fixture
def encoder(sd_drawer: Drawer) -> PromptEncoder:
    return PromptEncoder(sd_drawer.engine.generator.parts, torch.device("cpu"))


@pytest.fixture
def xl_encoder(xl_drawer: Drawer) -> PromptEncoder:
    return PromptEncoder(xl_drawer.engine.generator.parts, torch.device("cpu"))


@pytest.fixture
def chunker(sd_drawer: Drawer) -> Chunker:
    return Chunker(sd_drawer.engine.generator.parts.tokenizers[0], 77)


def test_weights_move_tokens_away_from_the_empty_prompt(encoder: PromptEncoder) -> None:
    plain = encoder.encode("red apple").tokens
    heavy = encoder.encode("red (apple:1.5)").tokens
    nothing = encoder.encode("").tokens
    assert torch.equal(plain[:, :2], heavy[:, :2])
    assert heavy[:, 2] == pytest.approx(
        nothing[:, 2] + 1.5 * (plain[:, 2] - nothing[:, 2]), abs=1e-5
    )
    assert torch.equal(plain[:, 3:], heavy[:, 3:])


def test_plain_weight_is_plain_text(encoder: PromptEncoder) -> None:
    assert torch.equal(encoder.encode("red apple").tokens, encoder.encode("red (apple:1)").tokens)


def test_weight_zero_is_the_empty_prompts_place(encoder: PromptEncoder) -> None:
    none = encoder.encode("(apple:0)").tokens
    assert none[:, 1] == pytest.approx(encoder.encode("").tokens[:, 1], abs=1e-6)


def test_sdxls_pooled_output_is_the_first_chunks(xl_encoder: PromptEncoder) -> None:
    plain = xl_encoder.encode("red apple")
    long = xl_encoder.encode("red apple BREAK blue bird")
    assert plain.pooled is not None
    assert torch.equal(plain.pooled, long.pooled)
    assert (plain.tokens.shape[1:], long.tokens.shape[1:]) == ((77, 64), (154, 64))


def test_long_prompts_are_cut_at_words(chunker: Chunker) -> None:
    text = "cat " * 74 + "red unknown"
    first, second = chunker.chunks(text)
    assert len(first.ids) == len(second.ids) == 77
    assert chunker.count(text) == 75 + len("unknown")
    assert first.ids[75] == chunker.chunks("red")[0].ids[1]
    assert second.ids[1 : 1 + len("unknown")] == chunker.chunks("unknown")[0].ids[1:8]


def test_words_longer_than_all_room_are_cut(chunker: Chunker) -> None:
    assert len(chunker.chunks("x" * 200)) == 3


def test_break_begins_a_chunk(chunker: Chunker) -> None:
    assert len(chunker.chunks("red BREAK blue")) == 2


def test_both_prompts_get_one_length(encoder: PromptEncoder) -> None:
    positive, negative = encoder.pair("red " * 100, "blue")
    assert positive.tokens.shape == negative.tokens.shape == (1, 154, tiny.WIDTH)
    assert torch.equal(negative.tokens, encoder.encode("blue").tokens.repeat(1, 2, 1))


def test_the_hundredth_word_counts(sd_drawer: Drawer) -> None:
    head = "red " * 99
    assert not np.array_equal(
        sd_drawer.draw(prompt=head + "cat"), sd_drawer.draw(prompt=head + "bird")
    )


def test_an_inversion_takes_the_place_of_its_name(encoder: PromptEncoder, tmp_path: Path) -> None:
    path = tmp_path / "ink.safetensors"
    save_file({"emb_params": torch.randn(3, tiny.WIDTH)}, str(path))
    uses = (EmbeddingUse(name="ink", path=str(path)),)
    bare, named = (
        encoder.encode("a ink", PromptWords(uses=uses)),
        encoder.encode("a embedding:ink", PromptWords(uses=uses)),
    )
    assert torch.equal(bare.tokens, named.tokens)
    assert not torch.equal(bare.tokens, encoder.encode("a ink").tokens)
    assert torch.equal(
        encoder.encode("pink", PromptWords(uses=uses)).tokens, encoder.encode("pink").tokens
    )


def test_an_inversion_in_a_loras_file_acts_as_one_alone(
    encoder: PromptEncoder, xl_encoder: PromptEncoder, tmp_path: Path
) -> None:
    for heard, roles in ((encoder, ("string_to_param.*",)), (xl_encoder, ("clip_l", "clip_g"))):
        rows = {role: torch.full((2, tiny.WIDTH), 0.3) for role in roles}
        alone, lora = (tmp_path / f"{name}{len(roles)}.safetensors" for name in ("one", "lora"))
        names = {"string_to_param.*": "emb_params"}
        save_file({names.get(role, role): row for role, row in rows.items()}, alone)
        bundled = {f"bundle_emb.ink.{role}": row for role, row in rows.items()}
        save_file(bundled | {"lora_unet_conv_in.diff": torch.ones(3)}, lora)
        told = [
            heard.encode("an ink", PromptWords(uses=(EmbeddingUse(name="ink", path=str(path)),)))
            for path in (alone, lora)
        ]
        assert torch.equal(told[0].tokens, told[1].tokens)
        assert not torch.equal(told[0].tokens, heard.encode("an ink").tokens)


def test_sdxl_takes_both_halves_of_an_inversion(xl_encoder: PromptEncoder, tmp_path: Path) -> None:
    path = tmp_path / "ink.safetensors"
    halves = {name: torch.randn(2, tiny.WIDTH) for name in ("clip_l", "clip_g")}
    save_file(halves, str(path))
    uses = (EmbeddingUse(name="ink", path=str(path)),)
    changed = (
        xl_encoder.encode("ink", PromptWords(uses=uses)).tokens != xl_encoder.encode("ink").tokens
    )
    assert changed[..., : tiny.WIDTH].any()
    assert changed[..., tiny.WIDTH :].any()


def test_inversions_of_other_families_are_refused(encoder: PromptEncoder, tmp_path: Path) -> None:
    path = tmp_path / "ink.safetensors"
    save_file({"emb_params": torch.randn(3, 768)}, str(path))
    with pytest.raises(BadInput, match="another family"):
        encoder.encode("ink", PromptWords(uses=(EmbeddingUse(name="ink", path=str(path)),)))
    path = tmp_path / "damaged.safetensors"
    path.write_bytes(b"nonsense")
    with pytest.raises(BadInput, match="can’t be read"):
        encoder.encode("an ink", PromptWords(uses=(EmbeddingUse(name="ink", path=str(path)),)))
    path = tmp_path / "pickle.pt"
    path.write_bytes(b"\x80\x04.")
    with pytest.raises(BadInput, match="safetensors"):
        encoder.encode("ink", PromptWords(uses=(EmbeddingUse(name="ink", path=str(path)),)))


@pytest.mark.parametrize("skip", [1, 2])
def test_clip_skip_is_an_encoder_without_its_last_layers(
    encoder: PromptEncoder, chunker: Chunker, sd_drawer: Drawer, skip: int
) -> None:
    import copy

    shorter = copy.deepcopy(sd_drawer.engine.generator.parts.text_encoders[0])
    shorter.encoder.layers = shorter.encoder.layers[:-skip]
    with torch.inference_mode():
        wanted = shorter(torch.tensor([chunker.chunks("red apple")[0].ids]))[0]
    assert encoder.encode("red apple", PromptWords(clip_skip=skip)).tokens == pytest.approx(
        wanted, abs=1e-6
    )


@pytest.mark.parametrize("skip", [0, 1])
def test_sdxls_clip_skip_is_diffusers(xl_encoder: PromptEncoder, sdxl: Path, skip: int) -> None:
    import diffusers

    pipeline = diffusers.StableDiffusionXLPipeline.from_pretrained(
        str(sdxl), local_files_only=True, add_watermarker=False
    )
    theirs = pipeline.encode_prompt(
        "red apple", do_classifier_free_guidance=False, clip_skip=skip or None
    )
    ours = xl_encoder.encode("red apple", PromptWords(clip_skip=skip))
    assert ours.tokens == pytest.approx(theirs[0].detach(), abs=1e-6)
    assert ours.pooled == pytest.approx(theirs[2].detach(), abs=1e-6)


def test_emoji_and_korean_are_prompts_too(sd_drawer: Drawer) -> None:
    assert sd_drawer.draw(prompt="🍎 사과 " * 30).shape == (64, 64, 3)
    assert sd_drawer.draw(prompt="").shape == (64, 64, 3)


def test_an_inversion_named_in_decomposed_hangul_acts(
    encoder: PromptEncoder, tmp_path: Path
) -> None:
    path = tmp_path / "ink.safetensors"
    save_file({"emb_params": torch.randn(2, tiny.WIDTH)}, str(path))
    plain = encoder.encode("a 수묵").tokens
    for name, text in ((decomposed("수묵"), "a 수묵"), ("수묵", decomposed("a 수묵"))):
        acted = encoder.encode(
            text, PromptWords(uses=(EmbeddingUse(name=name, path=str(path)),))
        ).tokens
        assert not torch.equal(acted, plain)


def test_a_wildcard_file_named_in_decomposed_hangul_is_read(tmp_path: Path) -> None:
    (tmp_path / "음식").mkdir()
    (tmp_path / "음식" / decomposed("과일.txt")).write_text("사과\n", encoding="utf-8")
    assert list(folder_lookup(tmp_path)("음식/과일")) == ["사과"]
    with pytest.raises(BadInput, match="나물"):
        folder_lookup(tmp_path)("음식/나물")
