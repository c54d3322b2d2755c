"""A model that lacks a tensor, brings code or hides pickles is refused by name."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
import torch
import transformers
from diffusers import AutoencoderKL
from safetensors.torch import load_file, save_file

import desktop
from desktop.core.errors import BadInput, EaselError
from desktop.core.messages import Message
from desktop.engines.torch.loading import load_folder, load_tokenizer
from desktop.engines.torch.single_file_loader import load_with_configs
from desktop.engines.torch.whole_modules import load_module

from . import tiny
from .test_loading import checkpoint_of


@pytest.fixture
def copy(sd: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "copy"
    shutil.copytree(sd, folder)
    return folder


def without_one(path: Path, wanted: str) -> str:
    """Take the first tensor whose name has `wanted` out of a file; its name."""
    tensors = load_file(path)
    name = next(name for name in sorted(tensors) if wanted in name)
    del tensors[name]
    save_file(tensors, path, metadata={"format": "pt"})
    return name


@pytest.mark.parametrize("part", ["unet", "vae", "text_encoder"])
def test_a_part_that_lacks_a_tensor_is_refused_by_name(copy: Path, part: str) -> None:
    name = without_one(next((copy / part).glob("*.safetensors")), "weight")
    with pytest.raises(EaselError, match=re.escape(name.removeprefix("text_model."))):
        load_folder(copy, torch.float32, lambda _what, _fraction: None)


def test_a_tokenizer_that_brings_code_is_never_run(
    copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """transformers asks on the terminal whether to run it: nobody is asked, nothing is run."""
    marker, place = tmp_path / "ran", copy / "tokenizer"
    (place / "evil.py").write_text(
        "from transformers import CLIPTokenizer\n"
        f"open({str(marker)!r}, 'w').close()\n"
        "class Evil(CLIPTokenizer): pass\n"
    )
    config = json.loads((place / "tokenizer_config.json").read_text())
    config |= {"auto_map": {"AutoTokenizer": ["evil.Evil", "evil.Evil"]}, "tokenizer_class": "Evil"}
    (place / "tokenizer_config.json").write_text(json.dumps(config))
    monkeypatch.setattr("builtins.input", lambda *_: pytest.fail("it asked"))
    try:
        load_tokenizer(copy, "tokenizer")
    except EaselError as error:
        assert "code of its own" in str(error)  # noqa: PT017
    assert not marker.exists()


@pytest.mark.parametrize("name", ["evil.bin", "../evil.safetensors", 3])
def test_an_index_that_names_anything_but_safetensors_is_refused(
    copy: Path, name: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = copy / "vae"
    next(place.glob("*.safetensors")).unlink()
    (place / "evil.bin").write_bytes(b"\x80\x04.")
    index = {"metadata": {}, "weight_map": {"encoder.conv_in.weight": name}}
    (place / "diffusion_pytorch_model.safetensors.index.json").write_text(json.dumps(index))
    monkeypatch.setattr(torch, "load", lambda *_args, **_options: pytest.fail("it was opened"))
    with pytest.raises(BadInput, match="pickles"):
        load_module(AutoencoderKL, place, Message("VAE x"))


def test_a_damaged_index_is_refused(copy: Path) -> None:
    place = copy / "vae"
    (place / "diffusion_pytorch_model.safetensors.index.json").write_text("{")
    with pytest.raises(EaselError, match="is damaged"):
        load_module(AutoencoderKL, place, Message("VAE x"))


def test_networks_are_loaded_in_one_place_only() -> None:
    sources = Path(desktop.__file__).parent.rglob("*.py")
    users = [path.name for path in sources if ".from_pretrained(" in path.read_text("utf-8")]
    assert users == ["whole_modules.py"]
    assert transformers.AutoTokenizer is not None


@pytest.mark.parametrize(
    "name", ["model.diffusion_model.out.2.weight", "first_stage_model.quant_conv.weight", "q_proj"]
)
def test_a_checkpoint_that_lacks_a_tensor_is_refused(name: str, tmp_path: Path) -> None:
    folder = tiny.make_sd(tmp_path / "folder", layers=2)
    path = checkpoint_of(folder, tmp_path / "model.safetensors")
    without_one(path, name)
    with pytest.raises(EaselError, match="lacks “"):
        load_with_configs(path, folder, torch.float32, lambda _what, _fraction: None)
