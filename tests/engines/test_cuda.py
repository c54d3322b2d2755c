"""Drawing on an NVIDIA GPU: what the CPU draws, in the precision that the card is made for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from desktop.core.hardware.compute import ComputeUnit
from desktop.core.request import GenerationRequest, StartingImage
from desktop.core.tasks import UpscaleRequest
from desktop.engines.sampling.philox import philox_randn
from desktop.engines.torch.devices import DEVICE_VARIABLE, cuda_works, pick_device, pick_precision
from desktop.engines.torch_engine import TorchEngine
from desktop.engines.upscale.upscale_job import upscale
from desktop.models.resources import resource
from tests.identified import identified

from . import tiny
from .conftest import Drawer, go_on
from .test_control_coverage_engine import CHANGES

UNSTEADY = {"prompt_dialect"}
"""A1111's words divide by the mean of normalised values, which in a tiny random model is the noise
of rounding."""
on_a_card = pytest.mark.skipif(not cuda_works(), reason="needs an NVIDIA GPU")


class PretendedCard:
    """torch's answers on a machine with a card of this compute capability."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capability: tuple[int, int]) -> None:
        monkeypatch.delenv(DEVICE_VARIABLE, raising=False)
        monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
        monkeypatch.setattr(torch.cuda, "get_device_capability", lambda: capability)
        monkeypatch.setattr(torch, "ones", lambda size, **_: torch.full((size,), 1.0))


@pytest.mark.parametrize("unit", [ComputeUnit.ALL, ComputeUnit.CPU_AND_GPU])
def test_mps_comes_before_cuda_and_cuda_before_the_cpu(
    monkeypatch: pytest.MonkeyPatch, unit: ComputeUnit
) -> None:
    PretendedCard(monkeypatch, (9, 0))
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: True)
    assert pick_device(unit).type == "mps"
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: False)
    assert pick_device(unit).type == "cuda"
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    assert pick_device(unit).type == "cpu"


def test_the_card_can_be_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    PretendedCard(monkeypatch, (9, 0))
    assert pick_device(ComputeUnit.CPU_ONLY).type == "cpu"
    monkeypatch.setenv(DEVICE_VARIABLE, "cpu")
    assert pick_device(ComputeUnit.ALL).type == "cpu"


@pytest.mark.expects_warnings("The GPU can't be used")
def test_a_card_too_old_for_this_pytorch_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    PretendedCard(monkeypatch, (5, 0))

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("CUDA error: no kernel image is available for execution on the device")

    monkeypatch.setattr(torch, "ones", fail)
    assert pick_device(ComputeUnit.ALL).type == "cpu"


@pytest.mark.parametrize(
    ("capability", "precision"),
    [((7, 0), "fp16"), ((7, 5), "fp16"), ((8, 0), "bf16"), ((12, 0), "bf16")],
)
def test_precision_follows_the_cards_capability(
    monkeypatch: pytest.MonkeyPatch, capability: tuple[int, int], precision: str
) -> None:
    PretendedCard(monkeypatch, capability)
    cuda = torch.device("cuda")
    assert pick_precision("auto", cuda) == precision
    assert [pick_precision(wanted, cuda) for wanted in ("fp16", "fp32")] == ["fp16", "fp32"]


def drawn(request: GenerationRequest, cache: Path) -> tuple[NDArray[np.float64], dict[str, Any]]:
    """The picture's H x W x 3 values, 0 to 255, and its recipe."""
    engine = TorchEngine.load(request, "job", lambda _: None, go_on, cache_dir=cache)
    picture = next(engine.generate("job", request, lambda _: None, go_on))
    engine.close()
    pixels = np.frombuffer(picture.rgb, np.uint8).astype(float)
    return pixels.reshape(picture.height, picture.width, 3), picture.recipe


def psnr(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    """dB, for values of 0 to 255."""
    return float(10 * np.log10(255**2 / max(np.mean((one - other) ** 2), 1e-9)))


def starter(**settings: Any) -> GenerationRequest:
    """The starter's red apple."""
    return identified(
        GenerationRequest(
            prompt="red apple",
            model=str(resource("starter")),
            seed=7,
            width=256,
            height=256,
            steps=20,
            guidance_scale=4.0,
            **settings,
        )
    )


@on_a_card
@pytest.mark.cuda
@pytest.mark.parametrize(("precision", "least"), [("fp32", 30.0), ("fp16", 25.0), ("bf16", 18.0)])
def test_a_card_draws_what_the_cpu_draws(tmp_path: Path, precision: Any, least: float) -> None:
    on_cpu = starter(precision="fp32", compute_unit=ComputeUnit.CPU_ONLY)
    exact, _ = drawn(on_cpu, tmp_path)
    pixels, recipe = drawn(starter(precision=precision), tmp_path)
    assert (recipe["device"], recipe["precision"]) == ("cuda", precision)
    found = psnr(pixels, exact)
    print(f"{precision}: {found:.1f} dB")
    assert found >= least


@on_a_card
@pytest.mark.cuda
@pytest.mark.parametrize("name", [*sorted(set(CHANGES) - UNSTEADY), "mask"])
def test_every_setting_draws_the_same_on_a_card(tmp_path: Path, name: str) -> None:
    """What lies on the wrong device fails, and so does what is computed otherwise there."""
    base = identified(
        GenerationRequest(
            prompt="a red apple",
            model=str(tiny.make_sd(tmp_path / "model")),
            seed=7,
            width=64,
            height=64,
            steps=3,
            guidance_scale=4.0,
            precision="fp32",
        )
    )
    drawn: list[NDArray[np.float64]] = []
    for unit in (ComputeUnit.CPU_ONLY, ComputeUnit.ALL):
        request = msgspec.structs.replace(base, compute_unit=unit)
        engine = TorchEngine.load(request, "job", lambda _: None, go_on, cache_dir=tmp_path)
        drawer = Drawer(engine, request)
        torch.manual_seed(1)
        changes = _masked(tmp_path) if name == "mask" else CHANGES[name](tmp_path, drawer)
        drawn.append(drawer.draw(**changes).astype(float))
        assert drawer.recipes[0]["device"] == ("cpu" if unit is ComputeUnit.CPU_ONLY else "cuda")
        engine.close()
    assert psnr(*drawn) >= 30


def _masked(folder: Path) -> dict[str, Any]:
    picture, mask = tiny.make_picture(folder / "a.png"), tiny.make_mask(folder / "mask.png")
    return {"starting_image": StartingImage(path=str(picture), mask=str(mask), strength=0.9)}


@on_a_card
@pytest.mark.cuda
def test_an_upscaler_runs_on_a_card(tmp_path: Path) -> None:
    task = UpscaleRequest(
        image=str(tiny.make_picture(tmp_path / "a.png", (96, 96))),
        model=str(tiny.make_upscaler(tmp_path / "up.safetensors")),
    )
    picture = upscale(task, "job", lambda _: None, go_on, None)
    assert (picture.width, picture.height) == (192, 192)
    assert picture.recipe["upscaled"]["device"] == "cuda"


@on_a_card
@pytest.mark.cuda
@pytest.mark.parametrize("shape", [(1, 4, 64, 64), (1, 4, 128, 128), (1, 4, 192, 192)])
def test_nvidias_noise_is_the_cards_own(shape: tuple[int, ...]) -> None:
    generator = torch.Generator("cuda").manual_seed(7)
    there = torch.randn(shape, generator=generator, device="cuda").cpu().numpy()
    assert philox_randn(7, shape) == pytest.approx(there, abs=1e-5)
