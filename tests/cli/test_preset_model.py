"""The model that a preset means: by the hash that A1111 writes, by name, or said to be missing."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from desktop.cli.cli_context import CliContext
from desktop.cli.commands.generate_command import resolve_options
from desktop.cli.parser import build_parser
from desktop.core.errors import BadInput
from desktop.core.request import GenerationRequest
from desktop.models.hashing import sha256_of
from desktop.models.loras.lora_hashes import hashes_of
from desktop.models.resources import resource
from desktop.storage.app_paths import AppPaths
from tests.models.test_lora_hashes import lora


@pytest.fixture
def mine(easel_home: Path) -> Path:
    """A model of the user's, and its UNet's weights are no other model's."""
    folder = AppPaths.under(easel_home).models / "called otherwise"
    shutil.copytree(resource("starter"), folder)
    (folder / "easel.json").unlink()
    weights = folder / "unet" / "diffusion_pytorch_model.safetensors"
    weights.write_bytes(weights.read_bytes() + b" ")
    return folder


def picture(tmp_path: Path, said: str, more: str = "") -> Path:
    """A picture of A1111's."""
    info = PngInfo()
    text = f"a fox{more}\nSteps: 4, Sampler: Euler, CFG scale: 5, Seed: 3, Size: 64x64{said}"
    text += ", Version: 1"
    info.add_text("parameters", text)
    path = tmp_path / "theirs.png"
    Image.new("RGB", (8, 8)).save(path, pnginfo=info)
    return path


def request(*words: str | Path) -> GenerationRequest:
    options = build_parser().parse_args(["generate", *map(str, words)])
    task = resolve_options(options, CliContext.find()).task
    assert isinstance(task, GenerationRequest)
    return task


def digits(mine: Path) -> str:
    return sha256_of(mine / "unet" / "diffusion_pytorch_model.safetensors")[:10]


@pytest.mark.parametrize("name", [", Model: v1-5-pruned", ""])
def test_a_picture_of_a1111_finds_its_model_by_hash(
    mine: Path, tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    theirs = picture(tmp_path, f"{name}, Model hash: {digits(mine)}")
    drawn = request("--preset", theirs)
    assert (drawn.model, drawn.prompt, drawn.seed) == (str(mine), "a fox", 3)
    assert "looking for it by its hash" in capsys.readouterr().err
    assert request("--preset", theirs).model == str(mine)
    assert capsys.readouterr().err == "", "the hash is known now"


@pytest.mark.parametrize("name", ["Called_Otherwise.safetensors", "called otherwise_fp16"])
def test_a_name_that_other_programs_write_in_another_way_is_enough(
    mine: Path, tmp_path: Path, name: str
) -> None:
    assert request("--preset", picture(tmp_path, f", Model: {name}")).model == str(mine)


def test_a_model_that_is_missing_is_said_with_the_nearest(mine: Path, tmp_path: Path) -> None:
    theirs = picture(tmp_path, ", Model: called otherwize, Model hash: 0123456789")
    with pytest.raises(BadInput) as caught:
        request("--preset", theirs)
    assert "“called otherwize” is not among yours" in str(caught.value)
    assert "“called otherwise”" in str(caught.value)
    assert request("--preset", theirs, "-i", "starter").model != str(mine)
    with pytest.raises(BadInput, match="0123456789"):
        request("--preset", picture(tmp_path, ", Model hash: 0123456789"))


def test_a_preset_without_a_model_draws_with_the_starter(mine: Path, tmp_path: Path) -> None:
    assert request("--preset", picture(tmp_path, "")).model == str(resource("starter"))


def test_a_lora_of_a_picture_is_the_file_of_its_hash(
    easel_home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = AppPaths.under(easel_home).models
    right = lora(folder / "called otherwise.safetensors", 0.1)
    wrong = lora(folder / "theirs.safetensors", 0.2)
    for digits in (digit[:12] for digit in hashes_of(right)):
        said = f', Lora hashes: "theirs: {digits}"'
        (use,) = request("--preset", picture(tmp_path, said, " <lora:theirs:0.5>")).loras
        assert (use.name, use.path) == ("called otherwise", str(right))
        assert use.weight == 0.5
    assert capsys.readouterr().err == ""
    said = ', Lora hashes: "theirs: 0123456789ab"'
    (use,) = request("--preset", picture(tmp_path, said, " <lora:theirs:0.5>")).loras
    assert use.path == str(wrong)
    assert "has the hash of the preset’s “theirs”" in capsys.readouterr().err
    (use,) = request("--preset", picture(tmp_path, said), "--lora", "theirs:1").loras
    assert use.weight == 1
