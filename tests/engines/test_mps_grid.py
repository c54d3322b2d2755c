"""What the engine draws on the pretended Mac's GPU: every sampler, schedule, family and control."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from desktop.core.hardware.compute import ComputeUnit
from desktop.core.hardware.proof import DeviceChoices
from desktop.core.request import ControlNetUse, GenerationRequest, StartingImage
from desktop.core.sampling.samplers import NOISE_SCHEDULES, SAMPLERS
from desktop.engines.mps_attention import chunk_attention, mode_of
from desktop.engines.sampling.schedulers import make_scheduler
from desktop.engines.torch_engine import TorchEngine
from tests.identified import identified

from . import tiny
from .conftest import Drawer, go_on
from .pretended_mps import PretendedMps, active, pretended_mps
from .test_control_coverage_engine import CHANGES
from .test_schedulers import CONFIG, run

CURVES = ("", "use_karras_sigmas", "use_exponential_sigmas", "use_beta_sigmas")
SIDE = 16


@pytest.fixture(scope="module")
def mps() -> Iterator[PretendedMps]:
    with pretended_mps() as mps:
        yield mps


class MpsDrawer(Drawer):
    """Draws on the pretended device."""

    def __init__(self, mps: PretendedMps, base: GenerationRequest, cache: Path) -> None:
        self.mps = mps
        with active(mps):
            engine = TorchEngine.load(base, "job", lambda _: None, go_on, cache_dir=cache)
        super().__init__(engine, base)

    def draw_all(self, **changes: Any) -> list[Any]:
        with active(self.mps):
            pictures = super().draw_all(**changes)
        assert {recipe["device"] for recipe in self.recipes} == {"mps"}
        return pictures


def on_the_cpu(request: GenerationRequest, cache: Path) -> TorchEngine:
    """An engine there, its VAE laid out as on MPS: a CPU's own layout rounds otherwise."""
    engine = TorchEngine.load(request, "job", lambda _: None, go_on, cache_dir=cache)
    engine.generator.parts.vae.to(memory_format=torch.contiguous_format)
    return engine


def alike(one: NDArray[np.uint8], other: NDArray[np.uint8]) -> bool:
    """Whether two pictures are the same but for the rounding of 255 levels: processors differ."""
    return one.shape == other.shape and bool(np.abs(one.astype(int) - other).max() <= 1)


Pair = tuple[Drawer, MpsDrawer]


@pytest.fixture(scope="module")
def pair_of(
    mps: PretendedMps, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[Path], Pair]]:
    """A model's drawers, on the CPU and on the device, by its folder."""
    cache = tmp_path_factory.mktemp("cache")
    known: dict[Path, Pair] = {}

    def pair(folder: Path) -> Pair:
        if folder not in known:
            asked = GenerationRequest(
                prompt="a red apple", model=str(folder), seed=7, width=SIDE, height=SIDE, steps=2,
                guidance_scale=4.0, precision="fp32",
            )  # fmt: skip
            base = identified(asked)
            on_cpu = msgspec.structs.replace(base, compute_unit=ComputeUnit.CPU_ONLY)
            engine = on_the_cpu(on_cpu, cache)
            known[folder] = (Drawer(engine, on_cpu), MpsDrawer(mps, base, cache))
        return known[folder]

    yield pair
    for drawers in known.values():
        for drawer in drawers:
            drawer.engine.close()


@pytest.mark.parametrize("sampler", SAMPLERS)
def test_every_sampler_with_every_schedule(mps: PretendedMps, sampler: str) -> None:
    """On each of the curves that a model's own config may ask for; latents equal the CPU's."""
    for schedule in NOISE_SCHEDULES:
        for curve in CURVES if schedule == "default" else CURVES[:1]:
            config = CONFIG | ({curve: True} if curve else {})
            torch.manual_seed(0)
            here, _ = run(make_scheduler(sampler, schedule, 4, config), 4)
            torch.manual_seed(0)
            with torch.inference_mode(), active(mps):
                there, _ = run(make_scheduler(sampler, schedule, 4, config), 4, device="mps")
                assert torch.equal(there.cpu(), here), (schedule, curve)


@pytest.mark.parametrize("sampler", SAMPLERS)
def test_every_sampler_through_the_engine(
    pair_of: Callable[[Path], Pair], sd: Path, sampler: str
) -> None:
    here, there = pair_of(sd)
    for schedule in ("default", "karras"):
        settings = {"sampler": sampler, "noise_schedule": schedule}
        assert alike(here.draw(**settings), there.draw(**settings))


@pytest.mark.parametrize("name", CHANGES)
def test_every_control(
    pair_of: Callable[[Path], Pair], sd: Path, tmp_path: Path, name: str
) -> None:
    here, there = pair_of(sd)
    if name in ("width", "height"):
        changes: dict[str, Any] = {name: SIDE + 8}
    else:
        changes = CHANGES[name](tmp_path, here)
    assert alike(here.draw(**changes), there.draw(**changes))


def control_of(drawer: Drawer, folder: Path) -> dict[str, Any]:
    net = tiny.make_controlnet(folder / "net", drawer.engine.generator.parts.unet)
    picture = tiny.make_picture(folder / "map.png")
    return {"controlnets": (ControlNetUse(name="net", path=str(net), image=str(picture)),)}


def start_of(folder: Path, *, mask: bool) -> dict[str, Any]:
    picture = tiny.make_picture(folder / "start.png", (SIDE, SIDE))
    painted = str(tiny.make_mask(folder / "mask.png", (SIDE, SIDE))) if mask else None
    return {"starting_image": StartingImage(path=str(picture), mask=painted, strength=0.8)}


ROLES = ("text", "image", "mask")


@pytest.mark.parametrize("controlled", [False, True], ids=["", "controlnet"])
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("family", ["sd", "sd2v", "sdxl", "inpainting"])
def test_every_family_in_every_role(
    pair_of: Callable[[Path], Pair],
    request: pytest.FixtureRequest,
    tmp_path: Path,
    family: str,
    role: str,
    controlled: bool,
) -> None:
    if family == "inpainting" and controlled:
        pytest.skip("no ControlNet has nine channels")
    here, there = pair_of(request.getfixturevalue(family))
    changes: dict[str, Any] = {"negative_prompt": "blue"}
    if role != "text":
        changes |= start_of(tmp_path, mask=role == "mask")
    if controlled:
        changes |= control_of(here, tmp_path)
    assert alike(here.draw(**changes), there.draw(**changes))


@pytest.mark.parametrize("precision", ["fp16", "auto"])
def test_half_precision(
    mps: PretendedMps, pair_of: Callable[[Path], Pair], sdxl: Path, tmp_path: Path, precision: str
) -> None:
    """auto is fp16 there; the numbers are a CPU's, so only near those of fp32."""
    here, _ = pair_of(sdxl)
    there = MpsDrawer(
        mps, here.request(precision=precision, compute_unit=ComputeUnit.ALL), tmp_path
    )
    picture = there.draw().astype(float).ravel()
    assert there.recipes[0]["precision"] == "fp16"
    assert np.corrcoef(picture, here.draw().astype(float).ravel())[0, 1] > 0.9
    there.engine.close()


def test_what_was_proved_decides_how_it_draws(
    mps: PretendedMps, pair_of: Callable[[Path], Pair], sd: Path, tmp_path: Path
) -> None:
    """The choices of `easel doctor --prove`; in fp32 a CPU's numbers with the same attention."""
    here, _ = pair_of(sd)
    choices = DeviceChoices(precision="fp32", attention="math", vae="fp32")
    asked = here.request(precision="auto", compute_unit=ComputeUnit.ALL)
    with active(mps):
        engine = TorchEngine.load(
            asked, "job", lambda _: None, go_on, cache_dir=tmp_path, choices=choices
        )
        assert engine.serves(asked)
        picture = next(engine.generate("job", asked, lambda _: None, go_on))
    assert (picture.recipe["device"], picture.recipe["precision"]) == ("mps", "fp32")
    parts = engine.generator.parts
    assert parts.vae.dtype == torch.float32
    assert mode_of(parts.unet) == mode_of(parts.vae) == "math"
    on_cpu = here.request()
    plain = on_the_cpu(on_cpu, tmp_path)
    chunk_attention(plain.generator.parts.unet, "math")
    chunk_attention(plain.generator.parts.vae, "math")
    expected = next(plain.generate("job", on_cpu, lambda _: None, go_on))
    assert alike(*(np.frombuffer(made.rgb, np.uint8) for made in (picture, expected)))
    plain.close()
    half = msgspec.structs.replace(choices, precision="")
    with active(mps):
        other = TorchEngine.load(
            asked, "job", lambda _: None, go_on, cache_dir=tmp_path, choices=half
        )
    assert other.generator.parts.unet.dtype == torch.float16
    assert other.generator.parts.vae.dtype == torch.float32
    engine.close()
    other.close()


def test_all_of_it_was_handed_over_by_one_thread(mps: PretendedMps) -> None:
    assert len(mps.threads) <= 1
    assert mps.transfers > 0
