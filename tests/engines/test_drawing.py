"""Drawing with torch: same request, same pixels; steps, previews, cancelling, what is kept."""

from __future__ import annotations

import math
import os
from pathlib import Path
from typing import Any

import diffusers
import numpy as np
import pytest
import torch

from desktop.core.errors import EaselError, JobCancelled
from desktop.core.events import Loading, Preview, Step
from desktop.core.hardware.compute import ComputeUnit
from desktop.engines.engine_factory import open_engine
from desktop.engines.torch.devices import DEVICE_VARIABLE, cpu_has_bf16, pick_device, pick_precision
from desktop.engines.torch_engine import TorchEngine, _stamp

from .conftest import Drawer, Opener, go_on


def counted(module: Any) -> list[int]:
    """A list that grows by the batch size of each call of `module`."""
    calls: list[int] = []

    def note(_module: Any, inputs: Any) -> None:
        calls.append(len(inputs[0]))

    module.register_forward_pre_hook(note)
    return calls


def test_the_same_request_gives_the_same_pixels(sd_drawer: Drawer) -> None:
    first = sd_drawer.draw()
    sd_drawer.draw(seed=99, sampler="euler_ancestral")
    assert np.array_equal(first, sd_drawer.draw())
    assert not np.array_equal(first, sd_drawer.draw(seed=8))


def test_picture_k_has_seed_plus_k(sd_drawer: Drawer) -> None:
    three = sd_drawer.draw_all(count=3, seed=2**64 - 2)
    assert [recipe["seed"] for recipe in sd_drawer.recipes] == [2**64 - 2, 2**64 - 1, 0]
    assert [recipe["index"] for recipe in sd_drawer.recipes] == [0, 1, 2]
    assert np.array_equal(three[2], sd_drawer.draw(seed=0))


@pytest.mark.parametrize(
    ("sampler", "kwargs"),
    [
        ("euler", {}),
        ("euler_ancestral", {}),
        ("dpmpp_2m_sde", {"algorithm_type": "sde-dpmsolver++"}),
    ],
)
def test_it_draws_what_bare_diffusers_draws(
    sd_drawer: Drawer, sd: Path, sampler: str, kwargs: dict[str, str]
) -> None:
    pipeline = diffusers.StableDiffusionPipeline.from_pretrained(str(sd), local_files_only=True)
    cls = {
        "euler": diffusers.EulerDiscreteScheduler,
        "euler_ancestral": diffusers.EulerAncestralDiscreteScheduler,
        "dpmpp_2m_sde": diffusers.DPMSolverMultistepScheduler,
    }[sampler]
    pipeline.scheduler = cls.from_config(pipeline.scheduler.config, **kwargs)
    pipeline.set_progress_bar_config(disable=True)
    bare = pipeline(
        "a red apple",
        negative_prompt="blue",
        width=64,
        height=64,
        num_inference_steps=4,
        guidance_scale=4.0,
        generator=torch.Generator("cpu").manual_seed(7),
        output_type="np",
    ).images[0]
    ours = sd_drawer.draw(steps=4, sampler=sampler, negative_prompt="blue")
    assert np.abs(ours.astype(int) - (bare * 255).round().astype(int)).max() <= 1


def test_sdxl_draws_what_bare_diffusers_draws(xl_drawer: Drawer, sdxl: Path) -> None:
    pipeline = diffusers.StableDiffusionXLPipeline.from_pretrained(
        str(sdxl), local_files_only=True, add_watermarker=False
    )
    pipeline.set_progress_bar_config(disable=True)
    for negative in ("", "blue"):
        bare = pipeline(
            "a red apple",
            negative_prompt=negative or None,
            width=64,
            height=64,
            num_inference_steps=3,
            guidance_scale=4.0,
            generator=torch.Generator("cpu").manual_seed(7),
            output_type="np",
        ).images[0]
        ours = xl_drawer.draw(negative_prompt=negative)
        assert np.abs(ours.astype(int) - (bare * 255).round().astype(int)).max() <= 1


def test_turbos_four_numbers_take_one_evaluation(xl_drawer: Drawer) -> None:
    calls = counted(xl_drawer.engine.generator.parts.unet)
    settings = {"steps": 1, "guidance_scale": 1.0, "sampler": "euler", "noise_schedule": "karras"}
    first = xl_drawer.draw(**settings)
    assert calls == [1]
    assert np.array_equal(first, xl_drawer.draw(**settings, negative_prompt="ignored"))
    calls.clear()
    xl_drawer.draw(steps=1, guidance_scale=2.0)
    assert calls == [2]


@pytest.mark.parametrize(("sampler", "steps"), [("euler", 4), ("heun", 3), ("dpm_2", 3)])
def test_steps_are_told_one_by_one(sd_drawer: Drawer, sampler: str, steps: int) -> None:
    sd_drawer.draw_all(steps=steps, sampler=sampler, noise_schedule="karras", count=2)
    told = sd_drawer.of(Step)
    assert [event.step for event in told] == [*range(1, steps + 1)] * 2
    assert {event.steps for event in told} == {steps}
    assert [event.index for event in told] == [0] * steps + [1] * steps
    assert all(event.seconds_per_step > 0 and event.job == "job" for event in told)


@pytest.mark.parametrize("sampler", ["dpm_adaptive", "heunpp2", "restart"])
def test_a_sampler_that_paces_itself_tells_whole_steps(sd_drawer: Drawer, sampler: str) -> None:
    calls = counted(sd_drawer.engine.generator.parts.unet)
    sd_drawer.draw(steps=4, sampler=sampler, noise_schedule="karras")
    told = [event.step for event in sd_drawer.of(Step)]
    assert told == sorted(set(told))
    assert told[-1] == 4
    assert 4 < len(calls) < 100


def test_cfg_pp_hears_the_negative_prompt_at_any_guidance(sd_drawer: Drawer) -> None:
    calls = counted(sd_drawer.engine.generator.parts.unet)
    settings = {"steps": 3, "sampler": "euler_cfg_pp", "noise_schedule": "karras"}
    pictures = [
        sd_drawer.draw(**settings, guidance_scale=scale, negative_prompt=negative)
        for scale, negative in ((1.0, ""), (1.0, "blue"), (0.6, ""), (1.8, ""))
    ]
    assert calls == [2] * 12
    assert len({picture.tobytes() for picture in pictures}) == 4


def test_the_last_preview_always_comes(sd_drawer: Drawer) -> None:
    sd_drawer.draw(steps=5)
    last = sd_drawer.of(Preview)[-1]
    assert (last.step, last.width, last.height) == (5, 8, 8)
    assert len(last.rgb) == 8 * 8 * 3
    sd_drawer.draw(steps=5, previews=False)
    assert sd_drawer.of(Preview) == []


def test_previews_are_rationed(sd_drawer: Drawer) -> None:
    sd_drawer.draw(steps=60)
    told = sd_drawer.of(Step)[-1]
    expected = told.seconds_per_step * 60 / 0.1
    assert len(sd_drawer.of(Preview)) <= math.ceil(expected) + 2


def test_a_repeated_prompt_is_not_encoded_again(sd_drawer: Drawer) -> None:
    calls = counted(sd_drawer.engine.generator.parts.text_encoders[0].get_input_embeddings())
    sd_drawer.draw(prompt="a green tree, new")
    assert len(calls) >= 1
    calls.clear()
    sd_drawer.draw(prompt="a green tree, new", seed=3, steps=2)
    assert calls == []


def test_what_changes_needs_no_reload(sd_drawer: Drawer, sd: Path, sdxl: Path) -> None:
    engine = sd_drawer.engine
    changes: dict[str, Any] = {"seed": 1, "steps": 9, "sampler": "heun", "width": 128}
    changes |= {"prompt": "x", "guidance_scale": 1.0, "compute_unit": ComputeUnit.CPU_ONLY}
    for name, value in changes.items():
        assert engine.serves(sd_drawer.request(**{name: value}))
    assert not engine.serves(sd_drawer.request(model=str(sdxl)))
    os.utime(sd / "unet" / "diffusion_pytorch_model.safetensors")
    try:
        assert not engine.serves(sd_drawer.base), "the files were exchanged"
    finally:
        engine._stamp = _stamp(sd)
    assert not engine.serves(sd_drawer.request(precision="bf16"))
    assert not engine.serves(sd_drawer.request(compute_unit=ComputeUnit.CPU_AND_NE))


def test_the_recipe_says_where_it_came_from(sd_drawer: Drawer) -> None:
    sd_drawer.draw()
    recipe = sd_drawer.recipes[0]
    assert recipe["model"] == {
        "name": "tiny-sd",
        "family": "sd1",
        "hash": recipe["model"]["hash"],
    }
    assert len(recipe["model"]["hash"]) == 64
    assert (recipe["runtime"], recipe["device"], recipe["precision"]) == ("torch", "cpu", "fp32")
    assert recipe["app"].startswith("Easel ")
    assert list(recipe)[:5] == ["version", "prompt", "negative_prompt", "seed", "index"]


class StopAfter:
    """Cancels at the n-th time it is asked."""

    def __init__(self, times: int) -> None:
        self.left = times

    def __call__(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise JobCancelled


def test_a_cancel_ends_between_steps_and_skips_the_decoding(sd_drawer: Drawer) -> None:
    generator = sd_drawer.engine.generator
    unet, decoder = counted(generator.parts.unet), counted(generator.parts.vae.decoder)
    events: list[Any] = []
    drawing = sd_drawer.engine.generate(
        "job", sd_drawer.request(steps=50), events.append, StopAfter(8)
    )
    with pytest.raises(JobCancelled):
        next(drawing)
    assert 0 < len(unet) < 10
    assert decoder == []
    assert sd_drawer.draw().shape == (64, 64, 3)


def test_a_cancel_while_loading_ends_between_parts(sd_drawer: Drawer, tmp_path: Path) -> None:
    events: list[Any] = []
    with pytest.raises(JobCancelled):
        open_engine(sd_drawer.base, events.append, StopAfter(2), cache_dir=tmp_path, job="job")
    assert [str(event.what) for event in events] == ["UNet", "VAE"]


def test_loading_is_told(sd_drawer: Drawer, tmp_path: Path) -> None:
    events: list[Any] = []
    engine = open_engine(sd_drawer.base, events.append, go_on, cache_dir=tmp_path, job="j")
    fractions = [event.fraction for event in events]
    assert all(isinstance(event, Loading) for event in events)
    assert fractions == sorted(fractions)
    assert fractions[-1] == 1.0
    engine.close()
    with pytest.raises(EaselError, match="no longer loaded"):
        next(engine.generate("j", sd_drawer.base, events.append, go_on))


def test_closing_lets_go_of_the_weights(sd: Path, tmp_path: Path, sd_drawer: Drawer) -> None:
    import gc
    import weakref

    engine = TorchEngine.load(sd_drawer.base, "job", lambda _: None, go_on, cache_dir=tmp_path)
    next(engine.generate("job", sd_drawer.base, lambda _: None, go_on))
    weights = weakref.ref(engine.generator.parts.unet)
    engine.close()
    gc.collect()
    assert weights() is None


def test_every_family_draws(opener: Opener, sd2v: Path, inpainting: Path) -> None:
    for folder, family in ((sd2v, "sd2"), (inpainting, "sd1")):
        drawer = opener(folder)
        assert drawer.draw().std() > 1
        assert drawer.engine.generator.parts.family == family


def test_low_memory_decodes_in_strips(sd_drawer: Drawer, tmp_path: Path) -> None:
    engine = TorchEngine.load(
        sd_drawer.base, "job", lambda _: None, go_on, cache_dir=tmp_path, low_memory=True
    )
    calls = counted(engine.generator.parts.vae.decoder)
    request = sd_drawer.request(width=576, height=512, steps=1, guidance_scale=1.0)
    picture = next(engine.generate("job", request, lambda _: None, go_on))
    assert not calls, "the decoder runs at once"
    assert (picture.width, picture.height) == (576, 512)
    assert np.frombuffer(picture.rgb, np.uint8).std() > 1
    engine.close()


def test_bf16_on_a_cpu(sd_drawer: Drawer, tmp_path: Path) -> None:
    request = sd_drawer.request(precision="bf16")
    engine = TorchEngine.load(request, "job", lambda _: None, go_on, cache_dir=tmp_path)
    picture = next(engine.generate("job", request, lambda _: None, go_on))
    assert picture.recipe["precision"] == "bf16"
    pixels = np.frombuffer(picture.rgb, np.uint8).astype(float)
    exact = sd_drawer.draw().astype(float).ravel()
    assert np.corrcoef(pixels, exact)[0, 1] > 0.9
    engine.close()


def test_precision_follows_the_machine() -> None:
    cpu, mps = torch.device("cpu"), torch.device("mps")
    assert pick_precision("auto", mps) == "fp16"
    assert pick_precision("auto", cpu) == ("bf16" if cpu_has_bf16() else "fp32")
    assert pick_precision("fp32", mps) == "fp32"


def test_a_virtual_macs_gpu_can_be_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: True)
    monkeypatch.delenv(DEVICE_VARIABLE, raising=False)
    assert pick_device(ComputeUnit.ALL).type == "mps"
    monkeypatch.setenv(DEVICE_VARIABLE, "cpu")
    assert pick_device(ComputeUnit.ALL).type == "cpu"


@pytest.mark.skipif(pick_device(ComputeUnit.ALL).type != "mps", reason="needs a Mac's GPU")
def test_mps_draws_what_the_cpu_draws(sd_drawer: Drawer, tmp_path: Path) -> None:
    request = sd_drawer.request(precision="auto")
    engine = TorchEngine.load(request, "job", lambda _: None, go_on, cache_dir=tmp_path)
    picture = next(engine.generate("job", request, lambda _: None, go_on))
    assert (picture.recipe["device"], picture.recipe["precision"]) == ("mps", "fp16")
    pixels = np.frombuffer(picture.rgb, np.uint8).astype(float)
    assert np.corrcoef(pixels, sd_drawer.draw().astype(float).ravel())[0, 1] > 0.9
    engine.close()
