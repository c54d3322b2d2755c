"""What a model folder or file may be, and how anything else is refused."""

from __future__ import annotations

import json
import pickle
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file

from desktop.core.errors import BadInput, EaselError, JobCancelled
from desktop.core.request import ModelIdentity
from desktop.engines.engine_factory import open_engine
from desktop.engines.sampling.picture_generator import PictureGenerator
from desktop.engines.torch import tensor_file
from desktop.engines.torch.loading import CLASSES, load_folder, wanted
from desktop.engines.torch.single_file_loader import load_with_configs, tensors_of
from desktop.models.recognition.single_file_configs import assemble
from desktop.models.resources import resource
from tests.models import ldm_layout

from . import tiny
from .conftest import Drawer, go_on
from .test_extras import identity


@pytest.fixture
def copy(sd: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "copy"
    shutil.copytree(sd, folder)
    return folder


def opened(folder: Path, drawer: Drawer, cache: Path) -> Any:
    return open_engine(
        drawer.request(model=str(folder)), lambda _: None, go_on, cache_dir=cache, job="j"
    )


def test_no_model_there(sd_drawer: Drawer, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="There is no model"):
        opened(tmp_path / "missing", sd_drawer, tmp_path)


def test_a_job_that_an_earlier_easel_queued_says_what_to_do(
    sd_drawer: Drawer, sd: Path, tmp_path: Path
) -> None:
    queued = sd_drawer.request(identity=ModelIdentity())
    with pytest.raises(EaselError, match="queue it again"):
        open_engine(queued, lambda _: None, go_on, cache_dir=tmp_path)


class Bomb:
    """Writes a file when it is unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Any, ...]:
        return (Path.touch, (self.path,))


@pytest.mark.parametrize("name", ["model.ckpt", "model.pt", "model.bin", "model.safetensors"])
def test_nothing_is_unpickled_whatever_a_request_says(
    sd_drawer: Drawer, tmp_path: Path, name: str
) -> None:
    (tmp_path / name).write_bytes(pickle.dumps(Bomb(tmp_path / "ran")))
    told = ModelIdentity(kind="single_file", name="model", family="sd1")
    asked = sd_drawer.request(model=str(tmp_path / name), identity=told)
    with pytest.raises(EaselError, match="can’t be read"):
        open_engine(asked, lambda _: None, go_on, cache_dir=tmp_path)
    assert not (tmp_path / "ran").exists()


def test_folders_of_pickles_are_refused(copy: Path, sd_drawer: Drawer, tmp_path: Path) -> None:
    (copy / "unet" / "diffusion_pytorch_model.safetensors").unlink()
    (copy / "unet" / "diffusion_pytorch_model.bin").write_bytes(b"\x80\x04.")
    with pytest.raises(BadInput, match="pickles"):
        opened(copy, sd_drawer, tmp_path)


NAMES = {"unet": "UNet", "vae": "VAE", "text_encoder": "text encoder"}


@pytest.mark.parametrize("part", NAMES)
def test_damaged_weights(copy: Path, sd_drawer: Drawer, tmp_path: Path, part: str) -> None:
    weights = next((copy / part).glob("*.safetensors"))
    weights.write_bytes(weights.read_bytes()[:3000])
    with pytest.raises(EaselError, match=f"{NAMES[part]} can’t be read"):
        opened(copy, sd_drawer, tmp_path)


@pytest.mark.parametrize("part", ["unet", "vae", "tokenizer", "scheduler"])
def test_missing_parts(copy: Path, sd_drawer: Drawer, tmp_path: Path, part: str) -> None:
    shutil.rmtree(copy / part)
    with pytest.raises(EaselError, match="again"):
        opened(copy, sd_drawer, tmp_path)


def test_weights_that_are_missing(copy: Path, sd_drawer: Drawer, tmp_path: Path) -> None:
    (copy / "unet" / "diffusion_pytorch_model.safetensors").unlink()
    with pytest.raises(EaselError, match="no weights for its UNet"):
        opened(copy, sd_drawer, tmp_path)


def test_other_kinds_of_models(copy: Path, sd_drawer: Drawer, tmp_path: Path) -> None:
    (copy / "model_index.json").write_text(json.dumps({"_class_name": "FluxPipeline"}))
    with pytest.raises(BadInput, match="FluxPipeline"):
        opened(copy, sd_drawer, tmp_path)
    (copy / "model_index.json").write_text("{nonsense")
    with pytest.raises(EaselError, match="damaged"):
        opened(copy, sd_drawer, tmp_path)


def test_half_precision_names_are_found(copy: Path, sd_drawer: Drawer, tmp_path: Path) -> None:
    for part in ("unet", "vae", "text_encoder"):
        path = next((copy / part).glob("*.safetensors"))
        half = {name: value.half() for name, value in load_file(str(path)).items()}
        save_file(
            half, str(path.with_name(path.name.replace(".safe", ".fp16.safe"))), {"format": "pt"}
        )
        path.unlink()
    engine = opened(copy, sd_drawer, tmp_path)
    picture = next(engine.generate("j", sd_drawer.request(), lambda _: None, go_on))
    exact = sd_drawer.draw().astype(float).ravel()
    assert np.corrcoef(np.frombuffer(picture.rgb, np.uint8), exact)[0, 1] > 0.99
    engine.close()


def checkpoint_of(folder: Path, path: Path) -> Path:
    """The tiny model as one file in the original layout."""
    tensors: dict[str, torch.Tensor] = {}
    unet = load_file(str(folder / "unet" / "diffusion_pytorch_model.safetensors"))
    shapes = {name: tuple(value.shape) for name, value in unet.items()}
    for name, value in unet.items():
        tensors[f"model.diffusion_model.{ldm_layout._unet_name(name, shapes)}"] = value
    vae = load_file(str(folder / "vae" / "diffusion_pytorch_model.safetensors"))
    for name, value in vae.items():
        ((key, shape),) = ldm_layout._vae_entry(name, tuple(value.shape))
        tensors[f"first_stage_model.{key}"] = value.reshape(shape)
    text = load_file(str(folder / "text_encoder" / "model.safetensors"))
    for name, value in text.items():
        stem = "cond_stage_model.transformer.text_model."
        tensors[stem + name.removeprefix("text_model.")] = value
    save_file({name: value.contiguous() for name, value in tensors.items()}, str(path))
    return path


def test_a_single_file_draws_what_its_folder_draws(sd_drawer: Drawer, tmp_path: Path) -> None:
    folder = tiny.make_sd(tmp_path / "folder", layers=2)
    file = checkpoint_of(folder, tmp_path / "one.safetensors")
    configs = tmp_path / "configs"
    shutil.copytree(folder, configs, ignore=shutil.ignore_patterns("*.safetensors"))
    told: dict[str, float | None] = {}
    parts = load_with_configs(file, configs, torch.float32, told.__setitem__)
    assert list(map(str, told)) == ["UNet", "VAE", "text encoder", "tokenizer"]
    assert list(told.values()) == sorted(told.values(), key=lambda value: value or 0.0)
    of_folder = load_folder(folder, torch.float32, lambda *_: None)
    pictures = []
    for loaded in (parts, of_folder):
        generator = PictureGenerator(loaded, identity(), torch.device("cpu"))
        picture = next(generator.generate("job", sd_drawer.base, lambda _: None, go_on))
        pictures.append(np.frombuffer(picture.rgb, np.uint8).astype(int))
    assert np.abs(pictures[0] - pictures[1]).max() <= 1


def test_damaged_single_files(sd_drawer: Drawer, tmp_path: Path) -> None:
    path = tmp_path / "bad.safetensors"
    path.write_bytes(b"nonsense")
    with pytest.raises(EaselError):
        opened(path, sd_drawer, tmp_path)


def test_parts_are_loaded_for_drawing_only(sd: Path) -> None:
    parts = load_folder(sd, torch.float32, lambda *_: None)
    for module in (parts.unet, parts.vae, *parts.text_encoders):
        assert not module.training
        assert not any(parameter.requires_grad for parameter in module.parameters())


@pytest.mark.parametrize("family", json.loads(resource("configs", "families.json").read_bytes()))
def test_each_tensor_of_a_file_belongs_to_one_part(family: str, tmp_path: Path) -> None:
    configs = assemble(family, tmp_path)
    index = json.loads((configs / "model_index.json").read_text())
    stored = dict.fromkeys(ldm_layout.checkpoint_shapes(configs), 1)
    parts = [name for name in CLASSES if wanted(index, name)]
    owned = [name for part in parts for name in tensors_of(part, stored)]
    assert sorted(owned) == sorted(stored)


def test_a_cancel_comes_between_two_groups_of_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tiny.make_sd(tmp_path / "folder", layers=2)
    file = checkpoint_of(folder, tmp_path / "one.safetensors")
    monkeypatch.setattr(tensor_file, "_GROUP", 1000)
    told: list[str] = []

    def tell(what: str, _: float | None) -> None:
        told.append(what)
        if len(told) == 3:
            raise JobCancelled

    with pytest.raises(JobCancelled):
        load_with_configs(file, folder, torch.bfloat16, tell)
    assert list(map(str, told)) == ["UNet"] * 3
