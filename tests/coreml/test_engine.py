"""The Core ML engine over small packages: pipelines, batches, chunks, ControlNets, refusals."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest
import torch
from PIL import Image

from desktop.core.errors import BadInput, JobCancelled
from desktop.core.events import READY, DrawnPicture, Loading, Step
from desktop.core.hardware.compute import ComputeUnit
from desktop.core.messages import Message
from desktop.core.request import ControlNetUse, GenerationRequest, LoraUse, StartingImage
from desktop.engines.coreml.coreml_engine import CoreMLEngine, bundle_at
from desktop.engines.coreml.coreml_unet import CoreMLUNet
from desktop.engines.coreml.part_cache import PartCache
from desktop.engines.coreml.runtime import PortableRuntime
from desktop.engines.engine_factory import open_engine
from tests.identified import identified

from . import tiny_model as tiny

SIDE = 8 * tiny.LATENT


@pytest.fixture(scope="module")
def sd(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tiny.write(tmp_path_factory.mktemp("tiny") / "sd")
    tiny.unet(folder, residuals=3)
    tiny.controlnet(folder, "lllyasviel_sd-controlnet-canny")
    tiny.safety_checker(folder)
    return folder


def variant(sd: Path, folder: Path, *gone: str) -> Path:
    """A copy of the model without some of its packages."""
    shutil.copytree(sd, folder, ignore=shutil.ignore_patterns("ControlNet_*", "*_safety_*", *gone))
    return folder


def request(model: Path, **changes: Any) -> GenerationRequest:
    values: dict[str, Any] = {
        "prompt": "red apple",
        "negative_prompt": "blue",
        "model": str(model),
        "seed": 7,
        "width": SIDE,
        "height": SIDE,
        "steps": 4,
        "guidance_scale": 3.0,
        "safety_checker": False,
    }
    return identified(GenerationRequest(**(values | changes)))


def nothing(*_: object) -> None:
    return None


def draw(
    asked: GenerationRequest,
    tmp_path: Path,
    *,
    events: list[Any] | None = None,
    check: Callable[[], None] = nothing,
    low_memory: bool = False,
) -> list[DrawnPicture]:
    seen: list[Any] = [] if events is None else events
    engine = open_engine(
        asked, seen.append, check, cache_dir=tmp_path, job="j", low_memory=low_memory
    )
    try:
        return list(engine.generate("j", asked, seen.append, check))
    finally:
        engine.close()


def pixels(picture: DrawnPicture) -> np.ndarray:
    return np.frombuffer(picture.rgb, np.uint8).reshape(picture.height, picture.width, 3)


def close(one: DrawnPicture, other: DrawnPicture) -> bool:
    return bool(np.abs(pixels(one).astype(int) - pixels(other)).max() <= 1)


def test_a_picture_and_its_recipe(sd: Path, tmp_path: Path) -> None:
    events: list[Any] = []
    asked = request(sd, count=2, compute_unit=ComputeUnit.CPU_AND_NE)
    first, second = draw(asked, tmp_path, events=events)
    assert (first.width, first.height, len(first.rgb)) == (SIDE, SIDE, SIDE * SIDE * 3)
    assert first.rgb != second.rgb
    assert len(np.unique(pixels(first))) > 20
    assert first.recipe["runtime"] == "portable"
    assert first.recipe["compute_unit"] == "CPU_AND_NE"
    assert first.recipe["model"]["family"] == "sd1"
    assert len(first.recipe["model"]["hash"]) == 64
    steps = [event for event in events if isinstance(event, Step)]
    assert [(e.index, e.step) for e in steps] == [(i, s) for i in range(2) for s in range(1, 5)]
    assert [e.what for e in events if isinstance(e, Loading)][-1] == READY


@pytest.mark.parametrize("unit", list(ComputeUnit))
def test_every_compute_unit_gives_the_same_here(
    sd: Path, tmp_path: Path, unit: ComputeUnit
) -> None:
    (one,) = draw(request(sd, compute_unit=unit), tmp_path)
    (two,) = draw(request(sd), tmp_path)
    assert one.rgb == two.rgb


def test_prompt_negative_prompt_seed_and_guidance_all_count(sd: Path, tmp_path: Path) -> None:
    (base,) = draw(request(sd), tmp_path)
    for change in (
        {"prompt": "green pear"},
        {"negative_prompt": "yellow"},
        {"seed": 8},
        {"guidance_scale": 6.0},
        {"guidance_scale": 1.0},
        {"sampler": "dpmpp_2m"},
        {"prompt": "(red:3) apple"},
        {"rng": "numpy"},
    ):
        (other,) = draw(request(sd, **change), tmp_path)
        assert base.rgb != other.rgb, change


def test_batch_one_and_batch_two_agree(sd: Path, tmp_path: Path) -> None:
    single = variant(sd, tmp_path / "single", "*_unet.mlpackage", "*control-unet*")
    tiny.unet(single, batch=1)
    for guidance in (3.0, 1.0):
        (two,) = draw(request(sd, guidance_scale=guidance), tmp_path)
        (one,) = draw(request(single, guidance_scale=guidance), tmp_path)
        assert close(one, two)


def test_batch_one_is_called_once_a_step_without_guidance(sd: Path, tmp_path: Path) -> None:
    single = variant(sd, tmp_path / "single", "*_unet.mlpackage", "*control-unet*")
    tiny.unet(single, batch=1)
    for guidance, calls in ((1.0, 4), (3.0, 8)):
        asked = request(single, guidance_scale=guidance)
        engine = CoreMLEngine.load(asked, "j", nothing, nothing, cache_dir=tmp_path)
        (runtime,) = engine.part_cache.load("unet", Message("UNet"), bundle_at(single).unet_parts())
        counted: list[int] = []
        predict = runtime.predict

        def counting(*args: Any, _predict: Any = predict, _seen: list[int] = counted, **more: Any):
            _seen.append(1)
            return _predict(*args, **more)

        runtime.predict = counting  # type: ignore[method-assign]
        list(engine.generate("j", asked, nothing, nothing))
        engine.close()
        assert len(counted) == calls


def test_two_chunks_agree_with_the_whole(sd: Path, tmp_path: Path) -> None:
    chunked = variant(sd, tmp_path / "chunked", "*_unet.mlpackage", "*control-unet*")
    tiny.chunked_unet(chunked)
    (whole,) = draw(request(sd), tmp_path)
    (halves,) = draw(request(chunked), tmp_path)
    assert close(whole, halves)


def test_older_and_newer_time_ids_agree(tmp_path: Path) -> None:
    new = tiny.write_xl(tmp_path / "new")
    old = tmp_path / "old"
    shutil.copytree(new, old, ignore=shutil.ignore_patterns("*_unet.mlpackage"))
    tiny.unet(old, ids=(12,))
    (one,) = draw(request(new), tmp_path)
    (two,) = draw(request(old), tmp_path)
    assert one.recipe["model"]["family"] == "sdxl"
    assert close(one, two)
    (image,) = draw(request(new, starting_image=_start(tmp_path)), tmp_path)
    assert not close(one, image)


def test_a_refiner_draws_the_last_fifth(tmp_path: Path) -> None:
    base = tiny.write_xl(tmp_path / "base")
    refined = tmp_path / "refined"
    shutil.copytree(base, refined)
    tiny.refiner(refined)
    plain, with_refiner = (CoreMLUNet(bundle_at(p), _part_cache()) for p in (base, refined))
    states = torch.randn(2, tiny.TOKENS, 768 + 96)
    pooled = torch.randn(2, 96)
    ids = torch.tensor([[64.0, 48, 0, 8, 64, 48]] * 2)
    added = {"text_embeds": pooled, "time_ids": ids}
    sample = torch.randn(2, 4, tiny.LATENT, tiny.LATENT)

    def noise(unet: CoreMLUNet, timestep: float, rows: slice = slice(0, 2)) -> torch.Tensor:
        conditions = {name: value[rows] for name, value in added.items()}
        return unet(sample[rows], timestep, states[rows], added_cond_kwargs=conditions).sample

    assert torch.equal(noise(plain, 200.0), noise(with_refiner, 200.0))
    text = states[..., -96:]
    expected = (
        sample
        + text.mean((1, 2)).reshape(2, 1, 1, 1) * 40 * torch.from_numpy(tiny._pattern)
        + 100.0 * 2e-4
        + torch.tensor([2.5, 6.0]).reshape(2, 1, 1, 1)
        + pooled.mean(1).reshape(2, 1, 1, 1)
        + text[:, 3 : 3 + tiny.LATENT, 0].reshape(2, 1, 1, tiny.LATENT)
    )
    assert torch.allclose(noise(with_refiner, 100.0), expected, atol=0.05)
    # Without guidance there is one row, and it is the prompt's.
    assert torch.allclose(noise(with_refiner, 100.0, slice(1, 2)), expected[1:], atol=0.05)
    events: list[Any] = []
    (one,) = draw(request(base, steps=10), tmp_path)
    (two,) = draw(request(refined, steps=10), tmp_path, events=events)
    assert not close(one, two)
    assert "refiner" in {str(event.what) for event in events if isinstance(event, Loading)}


def _part_cache() -> PartCache:
    return PartCache(PortableRuntime(ComputeUnit.ALL, "fp32"))


@pytest.mark.parametrize("other", ["family", "size"])
def test_a_refiner_that_does_not_fit_is_named(tmp_path: Path, other: str) -> None:
    folder = tmp_path / "model"
    if other == "family":
        tiny.write(folder)
    else:
        tiny.write_xl(folder)
    tiny.refiner(folder, latent=tiny.LATENT * (2 if other == "size" else 1))
    with pytest.raises(BadInput, match="refiner"):
        bundle_at(folder)


def _start(tmp_path: Path, **more: Any) -> StartingImage:
    path = tmp_path / "start.png"
    ramp = np.linspace(0, 255, 96 * 96 * 3).reshape(96, 96, 3).astype(np.uint8)
    Image.fromarray(ramp).save(path)
    return StartingImage(path=str(path), strength=0.5, **more)


def test_starting_image_and_older_encoder_output(sd: Path, tmp_path: Path) -> None:
    old = variant(sd, tmp_path / "old", "*vae_*")
    tiny.vae(old, "latent_dist")
    start = _start(tmp_path)
    (plain,) = draw(request(sd), tmp_path)
    (one,) = draw(request(sd, starting_image=start), tmp_path)
    (two,) = draw(request(old, starting_image=start), tmp_path)
    assert close(one, two)
    assert not close(one, plain)


def test_mask(sd: Path, tmp_path: Path) -> None:
    mask = np.zeros((SIDE, SIDE), np.uint8)
    mask[:, SIDE // 2 :] = 255
    Image.fromarray(mask).save(tmp_path / "mask.png")
    start = _start(tmp_path, mask=str(tmp_path / "mask.png"), fit="stretch")
    (picture,) = draw(request(sd, starting_image=start), tmp_path)
    given = Image.open(start.path).resize((SIDE, SIDE), Image.Resampling.LANCZOS)
    left = np.asarray(given, int)[:, : SIDE // 2 - 4]
    assert np.abs(pixels(picture)[:, : SIDE // 2 - 4].astype(int) - left).mean() < 6


def test_controlnet_changes_the_picture(sd: Path, tmp_path: Path) -> None:
    Image.fromarray(np.full((SIDE, SIDE, 3), 200, np.uint8)).save(tmp_path / "control.png")

    def use(name: str, weight: float) -> tuple[ControlNetUse, ...]:
        image = str(tmp_path / "control.png")
        return (ControlNetUse(name=name, path="", image=image, weight=weight),)

    name = "lllyasviel/sd-controlnet-canny"
    (plain,) = draw(request(sd), tmp_path)
    (none,) = draw(request(sd, controlnets=use(name, 0.0)), tmp_path)
    (full,) = draw(request(sd, controlnets=use(name, 1.0)), tmp_path)
    assert close(plain, none)
    assert not close(plain, full)
    with pytest.raises(BadInput, match="no converted ControlNet"):
        draw(request(sd, controlnets=use("depth", 1.0)), tmp_path)


def test_a_unet_for_controlnets_alone_draws_too(sd: Path, tmp_path: Path) -> None:
    alone = variant(sd, tmp_path / "alone", "*_unet.mlpackage")
    (whole,) = draw(request(sd), tmp_path)
    (same,) = draw(request(alone), tmp_path)
    assert close(whole, same)


def test_safety_checker_hides_what_it_rejects(sd: Path, tmp_path: Path) -> None:
    seen = [draw(request(sd, seed=seed), tmp_path)[0] for seed in range(3)]
    for seed, free in enumerate(seen):
        (judged,) = draw(request(sd, seed=seed, safety_checker=True), tmp_path)
        hidden = judged.recipe.get("filtered") is True
        assert close(judged, free) != hidden
        assert hidden == (pixels(free).mean() > 127.5)
        assert bool(judged.notices) == hidden


def test_low_memory_keeps_one_part_at_a_time(sd: Path, tmp_path: Path) -> None:
    events: list[Any] = []
    asked = request(sd, count=2)
    (one, _) = draw(asked, tmp_path, events=events, low_memory=True)
    loaded = [str(event.what) for event in events if isinstance(event, Loading)]
    wanted = ["text encoder", "UNet", "VAE decoder", "UNet", "VAE decoder"]
    assert [what for what in loaded if what in wanted] == wanted
    assert one.rgb == draw(request(sd), tmp_path)[0].rgb


def test_a_long_prompt_is_cut_and_said_to_be(sd: Path, tmp_path: Path) -> None:
    (picture,) = draw(request(sd, prompt="red apple " * 60), tmp_path)
    assert any("this model takes 75" in str(notice) for notice in picture.notices)


def test_words_behind_a_break_still_count(sd: Path, tmp_path: Path) -> None:
    (broken,) = draw(request(sd, prompt="red BREAK apple tree"), tmp_path)
    (whole,) = draw(request(sd, prompt="red apple tree"), tmp_path)
    assert broken.rgb == whole.rgb
    assert any("BREAK had no effect" in str(notice) for notice in broken.notices)
    assert whole.notices == ()


def test_cancel_between_and_inside_steps(sd: Path, tmp_path: Path) -> None:
    calls = 0

    def check() -> None:
        nonlocal calls
        calls += 1
        if calls > 60:
            raise JobCancelled

    events: list[Any] = []
    with pytest.raises(JobCancelled):
        draw(request(sd, steps=50), tmp_path, events=events, check=check)
    assert len([event for event in events if isinstance(event, Step)]) < 10


def test_what_is_fixed_is_refused(sd: Path, tmp_path: Path) -> None:
    lora = (LoraUse(name="x", path="/x.safetensors"),)
    for change, words in (
        ({"loras": lora}, "LoRAs"),
        ({"vae": "/x.safetensors"}, "VAE"),
        ({"clip_skip": 1}, "clip skip"),
        ({"width": 128}, "no other size"),
    ):
        with pytest.raises(BadInput, match=words):
            draw(request(sd, **change), tmp_path)
    bare = variant(sd, tmp_path / "bare", "*vae_encoder*")
    with pytest.raises(BadInput, match="no VAE encoder"):
        draw(request(bare, starting_image=_start(tmp_path)), tmp_path)


def test_truncated_weights_are_told(sd: Path, tmp_path: Path) -> None:
    cut = variant(sd, tmp_path / "cut")
    weights = next((cut / f"{tiny.NAME}text_encoder.mlpackage").rglob("weight.bin"))
    weights.write_bytes(weights.read_bytes()[:300])
    with pytest.raises(BadInput, match="not complete: download"):
        draw(request(cut), tmp_path)
    weights.unlink()
    with pytest.raises(BadInput, match="missing or empty"):
        draw(request(cut), tmp_path)


def test_prediction_type_may_be_told(sd: Path, tmp_path: Path) -> None:
    (one,) = draw(request(sd), tmp_path)
    (two,) = draw(request(sd, prediction="v_prediction"), tmp_path)
    assert not close(one, two)


def test_serves_only_what_is_loaded(sd: Path, tmp_path: Path) -> None:
    asked = request(sd)
    engine = CoreMLEngine.load(asked, "j", nothing, nothing, cache_dir=tmp_path)
    assert engine.serves(request(sd, prompt="other", seed=9))
    assert not engine.serves(request(sd, compute_unit=ComputeUnit.CPU_ONLY))
    assert not engine.serves(msgspec.structs.replace(asked, model=str(tmp_path)))
    engine.close()
    assert not engine.serves(asked)
