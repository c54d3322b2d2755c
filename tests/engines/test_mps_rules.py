"""The pretended device refuses what a Mac's GPU refuses, and each of Easel's cures is needed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path

import diffusers
import pytest
import torch
import torch.nn.functional as F

from desktop.core.request import GenerationRequest, LoraUse
from desktop.engines.sampling import schedulers
from desktop.engines.sampling.pipelines import Pipelines
from desktop.engines.sampling.schedulers import PlannedScheduler, make_scheduler
from desktop.engines.torch_engine import TorchEngine
from tests.identified import identified

from . import tiny
from .conftest import go_on
from .pretended_mps import Float64OnMps, PretendedMps, RefusedByMps, active, pretended_mps
from .test_schedulers import CONFIG


@pytest.fixture
def mps() -> Iterator[PretendedMps]:
    with pretended_mps() as mps, torch.inference_mode(), active(mps):
        yield mps


def there(*shape: int) -> torch.Tensor:
    return torch.arange(1.0, 1 + torch.Size(shape).numel()).reshape(shape).to("mps")


def test_numbers_come_back_as_they_went(mps: PretendedMps) -> None:
    tensor = there(2, 3)
    assert tensor.device.type == "mps"
    assert (tensor * 2 + 1).cpu().tolist() == [[3, 5, 7], [9, 11, 13]]
    tensor[0, 1:] += 10
    assert tensor[0].tolist() == [1, 12, 13]
    assert float(tensor.sum()) == 41
    assert mps.transfers == 1
    with pytest.raises(TypeError, match="numpy"):
        tensor.numpy()
    layer = torch.nn.Linear(3, 2).requires_grad_(False)
    wanted = layer(torch.ones(1, 3))
    assert torch.equal(layer.to("mps")(torch.ones(1, 3, device="mps")).cpu(), wanted)


REFUSED: dict[str, Callable[[], object]] = {
    "two devices": lambda: there(3) + torch.ones(3),
    "two devices in attention": lambda: F.scaled_dot_product_attention(
        there(1, 1, 2, 4), there(1, 1, 2, 4), torch.ones(1, 1, 2, 4)
    ),
    "a CPU generator": lambda: there(3).normal_(generator=torch.Generator()),
    "a CPU scalar that is a view": lambda: there(3) * torch.tensor([9.0, 2.0, 7.0])[1],
    "strided weights": lambda: F.conv2d(there(1, 4, 5, 5), there(2, 4, 3, 3, 3)[:, :, 1]),
}


@pytest.mark.parametrize("what", REFUSED)
def test_it_is_refused(mps: PretendedMps, what: str) -> None:
    with pytest.raises(RefusedByMps):
        REFUSED[what]()


@pytest.mark.parametrize("dtype", [torch.float64, torch.complex128])
def test_wide_numbers_are_refused(mps: PretendedMps, dtype: torch.dtype) -> None:
    with pytest.raises(Float64OnMps):
        torch.ones(2, dtype=dtype).to("mps")
    with pytest.raises(Float64OnMps):
        there(2).to(dtype)
    with pytest.raises(Float64OnMps):
        torch.zeros(2, dtype=dtype, device="mps")


def test_scalars_of_their_own_are_taken(mps: PretendedMps) -> None:
    table = torch.tensor([9.0, 2.0])
    assert (there(2) * table[0]).tolist() == [9, 18]
    assert (there(2) * table[1].clone()).tolist() == [2, 4]


def test_arrays_of_more_than_4_gib_are_refused() -> None:
    with pretended_mps(shapes_only=True) as mps, active(mps):
        torch.empty(2**30, dtype=torch.float32, device="mps")
        with pytest.raises(RefusedByMps, match=r"2\*\*32"):
            torch.empty(2**30 + 1, dtype=torch.float32, device="mps")
        query = torch.empty(2, 8, 16384, 40, dtype=torch.float16, device="mps")
        with pytest.raises(RefusedByMps, match="scores"):
            F.scaled_dot_product_attention(query, query, query)
        flash = torch.empty(2, 8, 16384, 64, dtype=torch.float16, device="mps")
        assert F.scaled_dot_product_attention(flash, flash, flash).shape == flash.shape


def load(model: Path, cache: Path, **changes: object) -> tuple[TorchEngine, GenerationRequest]:
    request = GenerationRequest(
        prompt="a red apple", model=str(model), seed=7, width=16, height=16, steps=2,
        precision="fp32", **changes,  # type: ignore[arg-type]
    )  # fmt: skip
    request = identified(request)
    return TorchEngine.load(request, "job", lambda _: None, go_on, cache_dir=cache), request


@pytest.mark.parametrize("deactivated", ["1", "0"])
def test_a_loras_text_encoder_is_moved_by_one_thread(
    mps: PretendedMps, sd: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, deactivated: str
) -> None:
    """diffusers' loader needs what the engine child tells transformers, Easel's own nothing."""
    monkeypatch.setenv("HF_DEACTIVATE_ASYNC_LOAD", deactivated)
    lora = tiny.make_lora(tmp_path / "l.safetensors")
    uses = (LoraUse(name="l", path=str(lora)),)
    engine, request = load(sd, tmp_path, loras=uses)
    assert next(engine.generate("job", request, lambda _: None, go_on)).recipe["loras"]
    engine, _ = load(sd, tmp_path)
    pipeline = Pipelines(engine.generator.parts).get("text")
    refused = pytest.raises(RefusedByMps, match="two threads")
    with refused if deactivated == "0" else nullcontext():
        pipeline.load_lora_weights(str(tmp_path), weight_name=lora.name, local_files_only=True)


def steps_of(scheduler: object, device: str) -> list[torch.Tensor]:
    scheduler.set_timesteps(4, device=device)  # type: ignore[attr-defined]
    sample = torch.ones(1, 4, 2, 2, device=device)
    seen = []
    for time in scheduler.timesteps:  # type: ignore[attr-defined]
        scaled = scheduler.scale_model_input(sample, time)  # type: ignore[attr-defined]
        generator = torch.Generator().manual_seed(0)
        more = {"generator": generator} if "Ancestral" in type(scheduler).__name__ else {}
        sample = scheduler.step(scaled * 0.1, time, sample, return_dict=False, **more)[0]  # type: ignore[attr-defined]
        seen.append(sample)
    return seen


@pytest.mark.parametrize(
    ("sampler", "schedule"),
    [("heun", "karras"), ("dpm_2", "karras"), ("dpm_2_ancestral", "default")],
)
def test_samplers_that_take_a_level_from_a_table(
    mps: PretendedMps, monkeypatch: pytest.MonkeyPatch, sampler: str, schedule: str
) -> None:
    """With PyTorch up to 2.13 a Mac draws them from the first level again and again."""
    steps_of(make_scheduler(sampler, schedule, 4, CONFIG), "mps")
    monkeypatch.setattr(schedulers, "keep_tables", lambda _: None)
    with pytest.raises(RefusedByMps, match="offset"):
        steps_of(make_scheduler(sampler, schedule, 4, CONFIG), "mps")


def test_dpm_2_interpolates_down_to_no_noise(mps: PretendedMps) -> None:
    """diffusers' own makes the table on the device, where the last level is NaN."""
    bare = diffusers.KDPM2DiscreteScheduler(**CONFIG)
    bare.set_timesteps(4, device="mps")
    assert bare.sigmas_interpol.isnan().any()
    ours = make_scheduler("dpm_2", "default", 4, CONFIG)
    assert all(sample.isfinite().all() for sample in steps_of(ours, "mps"))


@pytest.mark.parametrize("flag", ["use_karras_sigmas", "use_exponential_sigmas", "use_beta_sigmas"])
def test_dpm_2_on_a_models_own_curve(
    mps: PretendedMps, monkeypatch: pytest.MonkeyPatch, flag: str
) -> None:
    config = CONFIG | {flag: True}
    make_scheduler("dpm_2", "default", 4, config).set_timesteps(4, device="mps")

    def plain(self: PlannedScheduler, sigma: float, log_sigmas: torch.Tensor) -> object:
        return super(PlannedScheduler, self)._sigma_to_t(sigma, log_sigmas)  # type: ignore[misc]

    monkeypatch.setattr(PlannedScheduler, "_sigma_to_t", plain)
    with pytest.raises(Float64OnMps):
        make_scheduler("dpm_2", "default", 4, config).set_timesteps(4, device="mps")
