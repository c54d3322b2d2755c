"""A model made smaller lies beside the first, and draws the same picture from eight bits."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
import torch

from desktop.core.errors import EaselError, JobCancelled
from desktop.core.request import LoraUse
from desktop.engines import shrink as shrinking
from desktop.engines.flow.int8_linear import Int8Linear, quantized
from desktop.engines.shrink import shrink
from desktop.engines.torch_engine import TorchEngine
from desktop.models.conversion.shrinking import shrink_request, why_not_shrink
from desktop.models.library import ModelLibrary
from desktop.models.memory.picture_plan import plan_picture
from desktop.models.model import Model
from tests.cli.conftest import easel

from . import flow_files as files
from .flow_files import MODEL, draw
from .test_flow_drawing import decibels, make_z_image, pixels, request_for
from .test_flow_loras import KLEIN_MODULES, as_file, pairs_for

__all__ = ["easel"]


def copied_folder(root: Path) -> Path:
    return Path(shutil.copytree(MODEL, root / "klein-base"))


FORMS: dict[str, Callable[[Path], Path]] = {
    "split": files.write_split,
    "folder": copied_folder,
    "all in one": files.write_all_in_one,
}


def made_smaller(path: Path, *folders: Path) -> tuple[Model, Model]:
    """The model at `path` and the small one that is made of it, both as the library finds them."""
    library = ModelLibrary(folders)
    model = library.at(path)
    assert why_not_shrink(model) is None
    report = shrink(shrink_request(model), lambda _: None)
    return model, library.at(Path(str(report["path"])))


@pytest.mark.parametrize("form", list(FORMS))
def test_every_form_draws_the_same(form: str, tmp_path: Path) -> None:
    path = FORMS[form](tmp_path)
    model, small = made_smaller(path, tmp_path)
    assert small.problem is None
    assert small.name == f"{model.name}-int8"
    assert (small.family, small.variant) == (model.family, model.variant)
    assert small.precision == "int8" if form == "split" else small.weights["int8"] > 0
    assert why_not_shrink(small) is not None
    one, other = (
        pixels(draw(request_for(Path(each.path), tmp_path), tmp_path / "cache")[0])
        for each in (model, small)
    )
    assert decibels(one, other) > 30
    wide, narrow = (plan_picture(each, 512, 512, precision="bf16") for each in (model, small))
    assert wide is not None
    assert narrow is not None
    assert narrow.peak < wide.peak
    names = {one.name for one in ModelLibrary([tmp_path]).models()}
    assert {model.name, small.name} <= names


def test_weights_stay_small_and_take_loras(tmp_path: Path) -> None:
    path = files.write_split(tmp_path)
    _, small = made_smaller(path, tmp_path)
    pairs = pairs_for(files.tensors_of("transformer"), KLEIN_MODULES)
    lora = files.write(tmp_path / "loras" / "l.safetensors", as_file(pairs, "kohya"))
    use = (LoraUse(name="l", path=str(lora), weight=0.6),)
    wanted = pixels(draw(request_for(path, tmp_path, loras=use), tmp_path / "cache")[0])
    request = request_for(Path(small.path), tmp_path, loras=use)
    engine = TorchEngine.load(
        request, "j", lambda _: None, lambda: None, cache_dir=tmp_path / "cache"
    )
    picture = next(iter(engine.generate("j", request, lambda _: None, lambda: None)))
    assert picture.notices == ()
    assert decibels(wanted, pixels(picture)) > 25
    modules = list(engine.generator.parts.unet.get().modules())
    linears = [one for one in modules if isinstance(one, torch.nn.Linear)]
    small_ones = [one for one in modules if isinstance(one, Int8Linear)]
    assert all(one.weight.dtype == torch.int8 for one in small_ones)
    assert len(small_ones) > 2 * len(linears)
    engine.close()


def test_z_image(tmp_path: Path) -> None:
    files.write_parts(tmp_path)
    make_z_image(tmp_path)
    path = tmp_path / "diffusion_models" / "z_image_turbo.safetensors"
    model, small = made_smaller(path, tmp_path)
    assert small.variant == "turbo"
    one, other = (
        pixels(draw(request_for(Path(each.path), tmp_path), tmp_path / "cache")[0])
        for each in (model, small)
    )
    assert decibels(one, other) > 30


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
@pytest.mark.parametrize("bias", [True, False])
def test_a_linear_in_eight_bits(dtype: torch.dtype, bias: bool) -> None:
    whole = torch.nn.Linear(256, 96, bias=bias).to(dtype)
    small = Int8Linear(256, 96, bias=bias)
    small.weight, small.weight_scale = quantized(whole.weight.data)
    small.bias = whole.bias
    values = torch.randn(2, 7, 256).to(dtype)
    with torch.no_grad():
        expected, found = whole(values), small(values)
    assert found.dtype == dtype
    error = (found - expected).float().norm() / expected.float().norm()
    assert float(error) < 0.02


def leftovers(root: Path) -> list[str]:
    return [path.name for path in root.rglob("*") if "int8" in path.name or ".part" in path.name]


@pytest.mark.parametrize("form", ["split", "folder"])
def test_a_full_disk_is_said_and_leaves_nothing(
    form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    task = shrink_request(ModelLibrary([tmp_path]).at(FORMS[form](tmp_path)))
    with monkeypatch.context() as patch:
        usage = shutil.disk_usage(tmp_path)._replace(free=1000)
        patch.setattr(shutil, "disk_usage", lambda _: usage)
        with pytest.raises(EaselError, match=r"needs [\d.]+ GB, and the disk of “[^.]*” has"):
            shrink(task, lambda _: None)
    assert leftovers(tmp_path) == []

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(shrinking, "_put", full)
        with pytest.raises(EaselError, match="is full"):
            shrink(task, lambda _: None)
    assert leftovers(tmp_path) == []


def test_stopping_leaves_nothing(tmp_path: Path) -> None:
    task = shrink_request(ModelLibrary([tmp_path]).at(files.write_split(tmp_path)))

    def stop(share: float) -> None:
        if share > 0.5:
            raise JobCancelled

    with pytest.raises(JobCancelled):
        shrink(task, stop)
    assert leftovers(tmp_path) == []


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    model = ModelLibrary([tmp_path]).at(files.write_split(tmp_path))
    task = shrink_request(model)
    Path(task.output).write_bytes(b"mine")
    with pytest.raises(EaselError, match="there already"):
        shrink(task, lambda _: None)
    assert Path(task.output).read_bytes() == b"mine"
    assert shrink_request(model).output.endswith("-int8-2.safetensors")


def test_what_can_not_be_made_smaller(tmp_path: Path) -> None:
    starter = ModelLibrary([]).starter()
    assert "klein and Z-Image" in str(why_not_shrink(starter))
    scaled = ModelLibrary([tmp_path]).at(files.write_scaled(tmp_path))
    assert "small already" in str(why_not_shrink(scaled))
    broken = msgspec.structs.replace(scaled, problem="It is cut off.")
    assert "cut off" in str(why_not_shrink(broken))


@pytest.mark.draws
def test_the_command(easel, tmp_path: Path) -> None:
    path = files.write_split(tmp_path)
    run = easel("models", "shrink", path)
    assert run.code == 0, run.err
    assert Path(run.out.strip()).name == "klein-base-int8.safetensors"
    again = easel("models", "shrink", run.out.strip())
    assert again.code == 2
    assert "small already" in again.err
