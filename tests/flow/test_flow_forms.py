"""Every layout as `easel models list` tells it, and as `easel generate -i` draws or refuses it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import gguf
import numpy as np
import pytest
import torch
from PIL import Image

from desktop.models.hashing import model_hash
from desktop.storage.app_paths import AppPaths
from tests.cli.conftest import Result, easel
from tests.models import flow_layouts as flow
from tests.models.test_flow_recognition import BAD, write_parts, write_tree

from . import flow_files as files
from .flow_files import MODEL
from .test_flow_drawing import decibels, make_z_image
from .test_flow_loras import KLEIN_MODULES, as_file, pairs_for

__all__ = ["easel"]
QUICK = ("--steps", "1", "--width", "64", "--height", "64", "--seed", "1", "--precision", "fp32")


@pytest.fixture
def models(easel_home: Path) -> Path:
    """Easel's own folder of models, empty."""
    folder = AppPaths.under(easel_home).models
    folder.mkdir(parents=True)
    return folder


def test_the_list_tells_every_layout(easel, models: Path) -> None:
    expected = write_tree(models)
    assert len(expected) > 40
    write_parts(models)
    run: Result = easel("models", "list", "--json")
    assert run.code == 0, run.err
    found: dict[str, Any] = {one["path"]: one for one in json.loads(run.out)}
    for name, (family, variant, problem) in expected.items():
        model = found[str(models / name)]
        assert (model["family"], model["variant"]) == (family, variant), name
        assert problem in (model["problem"] or ""), name
        assert bool(model["problem"]) == bool(problem), (name, model["problem"])
    shutil.rmtree(models / "vae")
    (models / "text_encoders" / "qwen_3_4b.safetensors").unlink()
    told = {
        one["path"]: one["problem"] for one in json.loads(easel("models", "list", "--json").out)
    }
    for name, missing in (
        ("unet/flux-2-klein-4b-Q8_0.gguf", "qwen3-4b"),
        ("diffusion_models/z_image_turbo.safetensors", "qwen3-4b"),
    ):
        assert missing in told[str(models / name)], "what is missing is named"
    assert not told[str(models / "checkpoints/flux-2-klein-4b-aio.safetensors")]


def pixels_of(picture: Path) -> np.ndarray:
    return np.asarray(Image.open(picture), dtype=np.float64)


@pytest.mark.draws
def test_every_way_to_name_a_model_draws_the_same(
    easel, models: Path, tmp_path: Path, easel_home: Path
) -> None:
    """By path, name, hash and folder, in each form of file."""
    split = files.write_split(models / "split")
    scaled = files.write_scaled(models / "scaled")
    folder = Path(shutil.copytree(MODEL, models / "diffusers-klein-base"))
    files.write_gguf(models / "gguf", gguf.GGMLQuantizationType.Q8_0)
    one = models / "one"
    one.mkdir()
    files.write_all_in_one(one)
    alone = tmp_path / "alone"
    alone.mkdir()
    shutil.copy(split, alone / "copied-klein-base.safetensors")
    digest = model_hash(split, AppPaths.under(easel_home).cache)
    ways = {
        "path of a file": split,
        "path of a folder": folder,
        "folder with one file": alone,
        "name": "klein-base",
        "name of a folder": "diffusers-klein-base",
        "name of a GGUF": "klein-base-Q8_0",
        "name of a checkpoint": "klein-base-all-in-one",
        "hash": digest[:10],
        "whole hash": digest.upper(),
        "fp8": scaled,
        "int8": split,
    }
    first: Path | None = None
    for way, named in ways.items():
        words = ("generate", "red apple", *QUICK[:-1], "int8" if way == "int8" else "fp32")
        run: Result = easel(*words, "-i", named, "-o", tmp_path / "out")
        assert run.code == 0, (way, run.err)
        picture = Path(run.out.strip())
        first = first or picture
        quality = decibels(pixels_of(first), pixels_of(picture))
        assert quality > (20 if way == "fp8" else 30), (way, quality)


def one_sentence(run: Result) -> str:
    """What was said: exit code 2, nothing on stdout, no traceback, one line for the reason."""
    assert run.code == 2, run.err
    assert not run.out
    assert "Traceback" not in run.err
    lines = [line for line in run.err.splitlines() if line.startswith("easel: ")]
    lines = [line for line in lines if "the details are in" not in line and "Needs" not in line]
    (line,) = lines
    return line


@pytest.mark.parametrize("name", BAD)
def test_a_bad_gguf_is_refused(easel, tmp_path: Path, name: str) -> None:
    data, said = BAD[name]
    path = tmp_path / "bad.gguf"
    path.write_bytes(data)
    assert said in one_sentence(easel("generate", "red apple", "-i", path))


def test_a_gguf_cut_short_is_refused(easel, tmp_path: Path) -> None:
    whole = files.write_gguf(tmp_path, gguf.GGMLQuantizationType.Q8_0)
    data = whole.read_bytes()
    for share in (0.001, 0.1, 0.5, 0.999):
        whole.write_bytes(data[: int(len(data) * share)])
        assert "cut off" in one_sentence(easel("generate", "red apple", "-i", whole))


def test_parts_that_do_not_fit_are_named(easel, models: Path) -> None:
    """Two encoders of other sizes, the other family's VAE: each as if there was none."""
    place = models / "diffusion_models" / "klein.safetensors"
    flow.write_hole(place, flow.klein_as_bfl(flow.klein()))
    encoders = models / "text_encoders"
    flow.write_hole(encoders / "qwen_3_8b.safetensors", flow.encoder(4096, 2))
    flow.write_hole(encoders / "qwen_3_06b.safetensors", flow.encoder(1024, 2))
    ask = ("generate", "red apple", "-i", "klein")
    assert "qwen3-4b" in one_sentence(easel(*ask))
    flow.write_hole(encoders / "right.safetensors", flow.encoder(layers=2))
    flow.write_hole(models / "vae" / "ae.safetensors", flow.vae_as_bfl(flow.flux1_vae()))
    assert "flux2-vae" in one_sentence(easel(*ask))
    assert "text_encoder" in one_sentence(easel(*ask[:-1], encoders / "right.safetensors"))
    assert "vae" in one_sentence(easel(*ask[:-1], models / "vae" / "ae.safetensors"))


@pytest.mark.draws
def test_fp8_without_its_scales_is_refused(easel, models: Path) -> None:
    """None of them by the header; some of them when they are read."""
    files.write_parts(models)
    tensors: flow.Tensors = {"scaled_fp8": torch.empty(0)}
    for name, tensor in files.transformer().items():
        tensors[name] = tensor.to(torch.float8_e4m3fn) if tensor.ndim > 1 else tensor
    files.write(models / "diffusion_models" / "none.safetensors", tensors)
    words = ("generate", "red apple", *QUICK, "-i")
    assert "scales" in one_sentence(easel(*words, "none"))
    tensors["img_in.scale_weight"] = torch.ones(())
    files.write(models / "diffusion_models" / "some.safetensors", tensors)
    assert "scales" in one_sentence(easel(*words, "some"))


@pytest.mark.draws
def test_settings_that_do_not_fit_are_refused(easel, models: Path, tmp_path: Path) -> None:
    klein = files.write_split(models)
    make_z_image(models)
    lora = pairs_for(files.tensors_of("transformer"), KLEIN_MODULES)
    other = files.write(tmp_path / "for-klein.safetensors", as_file(lora, "kohya"))
    words = ("generate", "red apple", *QUICK)
    said = one_sentence(easel(*words, "-i", "z_image_turbo", "--lora", other))
    assert "klein" in said
    for width in ("72", "100"):
        wide = ("generate", "red apple", "--width", width, "--height", "64", "-i", klein)
        assert "multiple of 16" in one_sentence(easel(*wide))
