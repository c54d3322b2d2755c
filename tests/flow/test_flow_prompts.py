"""The encoder of a flow family's prompts: its precision, the room it asks for."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import torch

from desktop.core.request import GenerationRequest
from desktop.engines.families.draw_flux2_klein import KleinFamily
from desktop.engines.flow.flow_family import FlowModel

from . import flow_files as files


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for part in ("text_encoder", "tokenizer"):
        shutil.copytree(files.MODEL / part, tmp_path / part)
    return tmp_path


def model_at(
    folder: Path, dtype: torch.dtype, make_room: Callable[[int], None] = lambda _: None
) -> FlowModel:
    place, cache = folder.joinpath, folder / "cache"
    return FlowModel(place, torch.device("cpu"), dtype, cache, lambda *_: None, make_room)


def test_words_beyond_fp16_are_its_largest_number(folder: Path) -> None:
    """The encoder computes in bf16, which has no 65,504: its nearest is 65,536."""
    tensors = files.tensors_of("text_encoder")
    name = next(name for name in tensors if name.endswith("embed_tokens.weight"))
    weights = folder / "text_encoder" / "model.safetensors"
    files.write(weights, tensors | {name: tensors[name] * 1e7})
    request = GenerationRequest(model=str(folder), prompt="red apple")
    prompts = KleinFamily().prompts(model_at(folder, torch.float16))
    heard = prompts.guidance(request)["prompt_embeds"]
    assert heard.dtype == torch.float16
    assert heard.abs().max() == 65_504


def test_the_room_asked_for_is_that_of_the_files_that_are_read(folder: Path) -> None:
    """Of two variants in a folder only the one in half precision is."""
    weights = folder / "text_encoder" / "model.safetensors"
    shutil.copy(weights, weights.with_suffix(".fp16.safetensors"))
    asked: list[int] = []
    KleinFamily().encoder(model_at(folder, torch.float32, asked.append))
    assert asked == [weights.stat().st_size]
