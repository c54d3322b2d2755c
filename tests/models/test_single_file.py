"""A single safetensors file of every family opens with diffusers and no network at all."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.core.errors import EaselError
from desktop.models.library import ModelLibrary
from desktop.models.recognition.single_file_configs import (
    assemble,
    config_dir_for,
    config_name,
    scheduler_config,
)
from desktop.models.resources import resource

FAMILIES = json.loads(resource("configs", "families.json").read_text())


@pytest.fixture
def no_sockets(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*args: object, **kwargs: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket.socket, "connect", refused)
    monkeypatch.setattr(socket, "getaddrinfo", refused)


def _opens(name: str, hollow: Callable[..., Path], tmp_path: Path) -> None:
    import diffusers
    import torch

    file = hollow(tmp_path / f"{name}-768v.safetensors" if "768" in name else
                  tmp_path / f"{name.replace('_', '-')}.safetensors", name)  # fmt: skip
    model = ModelLibrary().at(file)
    configs = config_dir_for(model, tmp_path / "cache")
    index = json.loads((configs / "model_index.json").read_text())
    pipeline = getattr(diffusers, index["_class_name"]).from_single_file(
        str(file), config=str(configs), local_files_only=True, dtype=torch.float16
    )
    for part in pipeline.components.values():
        if isinstance(part, torch.nn.Module):
            assert {value.device.type for value in part.parameters()} == {"cpu"}  # none left empty
    tokenizer = pipeline.tokenizer or pipeline.tokenizer_2
    assert tokenizer("a photo of a cat").input_ids == [49406, 320, 1125, 539, 320, 2368, 49407]
    assert (
        pipeline.scheduler.config["_class_name"]
        == (
            scheduler_config(config_name(model.family, model.variant, model.prediction))[
                "_class_name"
            ]
        )
    )


@pytest.mark.usefixtures("no_sockets")
@pytest.mark.parametrize("name", ["sd1"])
def test_opens_offline(name: str, hollow: Callable[..., Path], tmp_path: Path) -> None:
    _opens(name, hollow, tmp_path)


@pytest.mark.slow
@pytest.mark.usefixtures("no_sockets")
@pytest.mark.parametrize("name", [name for name in FAMILIES if name != "sd1"])
def test_every_other_family_opens_offline(
    name: str, hollow: Callable[..., Path], tmp_path: Path
) -> None:
    _opens(name, hollow, tmp_path)


def test_turbo_has_trailing_spacing_so_that_one_step_starts_from_noise() -> None:
    assert scheduler_config("sdxl_turbo")["timestep_spacing"] == "trailing"
    assert scheduler_config("sd2_turbo")["timestep_spacing"] == "trailing"
    assert scheduler_config("sdxl_lightning")["timestep_spacing"] == "trailing"


def test_second_tokenizer_pads_as_trained(tmp_path: Path) -> None:
    folder = assemble("sdxl", tmp_path)
    first = json.loads((folder / "tokenizer" / "tokenizer_config.json").read_text())
    second = json.loads((folder / "tokenizer_2" / "tokenizer_config.json").read_text())
    assert (first["pad_token"], second["pad_token"]) == ("<|endoftext|>", "!")


def test_assembled_once_and_mended_when_damaged(tmp_path: Path) -> None:
    folder = assemble("sd1", tmp_path)
    vocabulary = folder / "tokenizer" / "vocab.json"
    before = vocabulary.stat().st_mtime_ns
    assert assemble("sd1", tmp_path) == folder
    assert vocabulary.stat().st_mtime_ns == before
    vocabulary.unlink()
    assert assemble("sd1", tmp_path) == folder
    assert len(json.loads(vocabulary.read_text())) == 49408
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]


def test_an_unknown_family_is_refused() -> None:
    with pytest.raises(EaselError, match="no configs"):
        config_name("unknown")
