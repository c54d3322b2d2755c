"""A model whose layers are kept in eight bits while it draws: chosen, or planned by itself."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import gguf
import pytest
import torch

from desktop.engines.flow.int8_layers import int8_parts
from desktop.engines.flow.int8_linear import SCALE, Int8Linear, quantized
from desktop.engines.torch_engine import TorchEngine
from desktop.models.library import ModelLibrary
from desktop.models.memory import picture_plan
from desktop.models.memory.flow_precision import flow_precision
from desktop.models.memory.picture_plan import plan_picture
from tests.cli.conftest import Result, easel

from . import flow_files as files
from .flow_files import MODEL
from .test_flow_drawing import decibels, make_z_image, pixels, request_for

__all__ = ["easel"]


def q8(root: Path) -> Path:
    return files.write_gguf(root, gguf.GGMLQuantizationType.Q8_0)


def z_image(root: Path) -> Path:
    files.write_parts(root)
    make_z_image(root)
    return root / "diffusion_models" / "z_image_turbo.safetensors"


FORMS: dict[str, Callable[[Path], Path]] = {
    "folder": lambda root: Path(shutil.copytree(MODEL, root / "klein-base")),
    "split": files.write_split,
    "fp8 with scales": files.write_scaled,
    "gguf": q8,
    "all in one": files.write_all_in_one,
    "z-image": z_image,
}


@pytest.mark.parametrize("form", list(FORMS))
def test_every_form_draws_the_same_with_int8_layers(form: str, tmp_path: Path) -> None:
    path = FORMS[form](tmp_path)
    wide = request_for(path, tmp_path, precision="auto")
    small = request_for(path, tmp_path, precision="int8")
    engine = TorchEngine.load(small, "j", lambda _: None, lambda: None, cache_dir=tmp_path / "c")
    (picture,) = engine.generate("j", small, lambda _: None, lambda: None)
    modules = list(engine.generator.parts.unet.get().modules())
    kept = [one for one in modules if isinstance(one, Int8Linear)]
    assert all(one.weight.dtype == torch.int8 for one in kept)
    assert len(kept) > 2 * len([one for one in modules if isinstance(one, torch.nn.Linear)])
    assert engine.serves(small)
    assert not engine.serves(wide), "another request loads the whole weights"
    engine.close()
    assert (picture.recipe["precision"], picture.recipe["precision_wanted"]) == ("int8", "int8")
    (plain,) = files.draw(wide, tmp_path / "c")
    assert "precision_wanted" not in plain.recipe
    assert decibels(pixels(plain), pixels(picture)) > 30


def test_a_large_layer_is_quantized_some_rows_at_a_time() -> None:
    weight = torch.randn(5000, 8)
    small, scales = quantized(weight)
    assert torch.allclose(small * scales[:, None], weight, atol=float(scales.max()) / 2 + 1e-6)
    assert scales.shape == (5000,)
    names = [name for name, _ in int8_parts("layers.0.attention.to_q.weight", weight)]
    assert names == ["layers.0.attention.to_q.weight", "layers.0.attention.to_q" + SCALE]
    assert [name for name, _ in int8_parts("layers.0.norm.weight", weight)] == [
        "layers.0.norm.weight"
    ]


@pytest.mark.draws
def test_the_command_draws_so_where_nothing_else_fits(
    easel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = ModelLibrary([]).at(MODEL)
    own, int8 = (plan_picture(model, 64, 64, precision=one) for one in ("auto", "int8"))
    assert own is not None
    assert int8 is not None
    assert own.precision == "auto"
    between = own.usable - (own.peak + int8.peak) // 2 + picture_plan.PROGRAM
    monkeypatch.setattr(picture_plan, "PROGRAM", between)
    words = ("generate", "red apple", "--model", MODEL, "--steps", "1", "--seed", "1")
    size = ("--width", "64", "--height", "64", "-o", tmp_path, "--json")
    run: Result = easel(*words, *size)
    assert run.code == 0, run.err
    assert "with int8 layers" in run.err
    assert run.objects[0]["precision_wanted"] == "int8"
    assert model.machine is not None
    whole = flow_precision(model.machine, on_gpu=False)
    refused = easel(*words, *size, "--precision", whole)
    assert refused.code == 0, refused.err
    assert "int8" not in refused.err
    assert "close" in refused.err
    assert refused.objects[0]["precision_wanted"] == whole
    wrong = easel("generate", "red apple", "--precision", "int8", "-o", tmp_path)
    assert wrong.code == 2
    assert "int8" in wrong.err
    assert wrong.err.count("\n") == 1
