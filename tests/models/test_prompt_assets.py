"""LoRAs, embeddings and wildcards that the words of a prompt name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec
import pytest

from desktop.core.capabilities import Support
from desktop.core.errors import BadInput
from desktop.core.messages import Message
from desktop.core.request import EmbeddingUse, LoraUse
from desktop.models.asset import Asset, AssetKind
from desktop.models.library import ModelLibrary
from desktop.models.model import Model
from desktop.models.requests.draft import Draft
from desktop.models.requests.prompt_assets import ExpandedDraft, expand_prompt_assets
from tests.decomposed import decomposed

from .conftest import write_tensors

ASSETS = (
    Asset(name="Ink wash", path="/m/ink_v2.safetensors", kind="lora"),
    Asset(
        name="broken", path="/m/broken.safetensors", kind="lora", problem=Message("It is damaged.")
    ),
    Asset(name="badhands", path="/m/badhands.safetensors", kind="embedding"),
)


def find(kind: AssetKind) -> Sequence[Asset]:
    return [asset for asset in ASSETS if asset.kind == kind]


@pytest.fixture(scope="module")
def model() -> Model:
    return ModelLibrary().starter()


def expanded(
    model: Model, prompt: str, negative: str = "", loras: tuple[LoraUse, ...] = ()
) -> ExpandedDraft:
    draft = Draft(prompt=prompt, negative_prompt=negative, loras=loras)
    return expand_prompt_assets(draft, model, find, Path("/w"))


def test_tags_become_loras_and_leave_the_prompts(model: Model) -> None:
    given = LoraUse(name="x", path="/x.safetensors")
    draft = expanded(model, "a cat <lora:ink_v2:0.8>", "b <lora:ink wash:-1>", (given,)).draft
    assert (draft.prompt, draft.negative_prompt) == ("a cat", "b")
    assert draft.loras == (
        given,
        LoraUse(name="Ink wash", path="/m/ink_v2.safetensors", weight=0.8),
        LoraUse(name="Ink wash", path="/m/ink_v2.safetensors", weight=-1.0),
    )


def test_unknown_and_unusable_loras_are_refused(model: Model) -> None:
    with pytest.raises(BadInput, match=r"no LoRA “nope” .*Ink wash"):
        expanded(model, "<lora:nope:1>")
    with pytest.raises(BadInput, match="damaged"):
        expanded(model, "<lora:broken>")


def test_embeddings_are_found_by_their_names(model: Model) -> None:
    use = EmbeddingUse(name="badhands", path="/m/badhands.safetensors")
    assert expanded(model, "a cat", "BadHands, ugly").embeddings == (use,)
    assert expanded(model, "embedding:badhands").embeddings == (use,)
    assert expanded(model, "mybadhandset").embeddings == ()
    with pytest.raises(BadInput, match="no embedding “nope”"):
        expanded(model, "embedding:nope")


def test_the_embeddings_of_a_lora_are_found_too(model: Model, tmp_path: Path) -> None:
    names = {"bundle_emb.badhands.emb_params": (2, 768), "bundle_emb.blot.emb_params": (1, 768)}
    path = str(write_tensors(tmp_path / "l.safetensors", names))
    lora = (LoraUse(name="l", path=path),)
    found = expanded(model, "a blot", "embedding:badhands", lora).embeddings
    assert {(use.name, use.path) for use in found} == {("badhands", path), ("blot", path)}
    assert expanded(model, "nothing", loras=lora).embeddings == ()
    (own,) = expanded(model, "badhands").embeddings
    assert own.path == "/m/badhands.safetensors"


def test_models_without_inversions_have_none(model: Model) -> None:
    no = msgspec.structs.replace(
        model,
        capabilities=msgspec.structs.replace(
            model.capabilities, textual_inversion=Support(False, Message("No."))
        ),
    )
    assert expanded(no, "badhands").embeddings == ()
    with pytest.raises(BadInput, match=r"No\."):
        expanded(no, "embedding:badhands")


def test_a_model_that_takes_no_loras_says_why_even_of_one_that_is_not_there(model: Model) -> None:
    capabilities = msgspec.structs.replace(
        model.capabilities, loras=Support(False, Message("Fixed."))
    )
    no = msgspec.structs.replace(model, capabilities=capabilities)
    for tag in ("<lora:ink wash:1>", "<lora:nope:1>"):
        with pytest.raises(BadInput, match=r"Fixed\."):
            expanded(no, tag)


def test_the_wildcard_folder_is_named_where_it_is_needed(model: Model) -> None:
    assert expanded(model, "a __animal__").wildcards == "/w"
    assert expanded(model, "a cat").wildcards == ""


@pytest.mark.parametrize("negative", [None, "", "  ugly"])
def test_a_plain_draft_stays_as_it_is(model: Model, negative: str | None) -> None:
    draft = Draft(prompt="two  spaces", negative_prompt=negative, steps=3)
    assert expand_prompt_assets(draft, model, find, Path("/w")) == (draft, (), "")


NAMED_IN_HANGUL = (
    Asset(name=decomposed("수묵화"), path=decomposed("/m/수묵화_v2.safetensors"), kind="lora"),
    Asset(name=decomposed("나쁜손"), path=decomposed("/m/나쁜손.safetensors"), kind="embedding"),
    Asset(name=decomposed("café"), path=decomposed("/m/café.safetensors"), kind="embedding"),
)


@pytest.mark.parametrize("typed", [str, decomposed], ids=["typed", "pasted"])
def test_files_named_in_decomposed_hangul_are_found(
    model: Model, typed: Callable[[str], str]
) -> None:
    def among(kind: AssetKind) -> Sequence[Asset]:
        return [asset for asset in NAMED_IN_HANGUL if asset.kind == kind]

    for tag in ("<lora:수묵화:0.8>", "<lora:수묵화_v2:0.8>"):
        draft = Draft(prompt=typed(f"고양이 {tag}"))
        (use,) = expand_prompt_assets(draft, model, among).draft.loras
        assert (use.path, use.weight) == (NAMED_IN_HANGUL[0].path, 0.8)
    for words in ("나쁜손, 흐림", "embedding:나쁜손", "embedding:café and 나쁜손"):
        found = expand_prompt_assets(Draft(prompt=typed(words)), model, among).embeddings
        paths = [use.path for use in found]
        assert NAMED_IN_HANGUL[1].path in paths
        assert (NAMED_IN_HANGUL[2].path in paths) == ("café" in words)
    draft = Draft(prompt=typed("나쁜손가락"))
    assert expand_prompt_assets(draft, model, among).embeddings == ()
