"""The model that is given away: whole, loadable, small, and drawing what was recorded."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import numpy as np
import pytest
import torch
from diffusers import StableDiffusionPipeline
from PIL import Image
from safetensors import safe_open

LARGEST = 60_000_000
# Two kinds of CPU round differently, and twenty steps of guidance make more of it.
LEAST_PSNR = 30.0


@pytest.fixture(scope="module")
def own(shipped: Path) -> dict:
    return json.loads((shipped / "easel.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def pipeline(shipped: Path) -> StableDiffusionPipeline:
    loaded = StableDiffusionPipeline.from_pretrained(
        shipped, dtype=torch.float32, local_files_only=True
    )
    loaded.set_progress_bar_config(disable=True)
    return loaded


def test_every_file_has_its_recorded_sha256(shipped: Path) -> None:
    recorded = {}
    for line in (shipped / "SHA256SUMS").read_text(encoding="utf-8").splitlines():
        digest, name = line.split("  ", 1)
        recorded[name] = digest
    found = {
        path.relative_to(shipped).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in shipped.rglob("*")
        if path.is_file() and path.name != "SHA256SUMS"
    }
    assert found == recorded


def test_it_is_small(shipped: Path) -> None:
    assert sum(path.stat().st_size for path in shipped.rglob("*") if path.is_file()) <= LARGEST


def test_weights_are_finite_half_precision_safetensors(shipped: Path) -> None:
    files = list(shipped.rglob("*.safetensors"))
    assert len(files) == 3
    for file in files:
        with safe_open(file, "pt") as weights:
            for name in weights.keys():  # noqa: SIM118 - not a dict
                tensor = weights.get_tensor(name)
                assert not tensor.is_floating_point() or tensor.dtype == torch.float16, name
                assert torch.isfinite(tensor.float()).all(), name
    assert not list(shipped.rglob("*.bin"))


def test_the_layout_is_stable_diffusion_1(shipped: Path) -> None:
    index = json.loads((shipped / "model_index.json").read_text(encoding="utf-8"))
    assert index["_class_name"] == "StableDiffusionPipeline"
    assert index["tokenizer"] == ["transformers", "CLIPTokenizer"]
    assert index["text_encoder"] == ["transformers", "CLIPTextModel"]
    assert index["unet"] == ["diffusers", "UNet2DConditionModel"]
    assert index["vae"] == ["diffusers", "AutoencoderKL"]


def test_the_scheduler_needs_no_special_case(shipped: Path) -> None:
    file = shipped / "scheduler" / "scheduler_config.json"
    config = json.loads(file.read_text(encoding="utf-8"))
    wanted = {
        "num_train_timesteps": 1000,
        "beta_start": 0.00085,
        "beta_end": 0.012,
        "beta_schedule": "scaled_linear",
        "prediction_type": "epsilon",
        "steps_offset": 1,
        "timestep_spacing": "leading",
    }
    assert {key: config[key] for key in wanted} == wanted


def test_the_tokenizer_is_clips_with_words_of_its_own(pipeline, shipped: Path) -> None:
    assert {path.name for path in (shipped / "tokenizer").iterdir()} >= {"vocab.json", "merges.txt"}
    tokenizer = pipeline.tokenizer
    assert tokenizer.model_max_length == 77
    assert pipeline.text_encoder.config.max_position_embeddings == 77
    vocabulary = json.loads((shipped / "tokenizer" / "vocab.json").read_text(encoding="utf-8"))
    assert sorted(vocabulary.values()) == list(range(len(vocabulary)))
    assert len(vocabulary) == pipeline.text_encoder.config.vocab_size
    start, end = vocabulary["<|startoftext|>"], vocabulary["<|endoftext|>"]
    assert (start, end) == (len(vocabulary) - 2, len(vocabulary) - 1)
    for text in ("red apple", "빨간 사과"):
        ids = tokenizer(text, padding="max_length", max_length=77).input_ids
        assert ids[0] == start
        assert set(ids[3:]) == {end}
        assert tokenizer.decode(ids, skip_special_tokens=True) == text
    assert tokenizer("RED Apple").input_ids == tokenizer("red apple").input_ids


def test_any_text_has_tokens(pipeline) -> None:
    unknown = pipeline.tokenizer("뷁 🦄 çğ ß").input_ids
    end = pipeline.tokenizer.eos_token_id
    assert end not in unknown[:-1]


def test_it_describes_itself(own: dict, pipeline) -> None:
    assert own["family"] == "sd1"
    assert own["prediction_type"] == pipeline.scheduler.config.prediction_type
    assert own["vae_scale"] == pipeline.vae.config.scaling_factor
    assert own["name"] == "Starter (draws icons)"
    assert np.shape(own["latent_rgb_factors"]) == (4, 3)
    assert np.shape(own["latent_rgb_offset"]) == (3,)
    assert own["size"] == [256, 256]


def test_it_draws_the_recorded_picture(own: dict, pipeline, shipped: Path) -> None:
    recorded = own["recorded"]
    with Image.open(shipped / recorded["file"]) as image:
        wanted = np.asarray(image.convert("RGB")).astype(float)
    drawn = pipeline(
        recorded["prompt"],
        num_inference_steps=own["steps"],
        guidance_scale=own["guidance_scale"],
        generator=torch.Generator().manual_seed(recorded["seed"]),
        output_type="np",
    ).images[0]
    error = np.square(drawn * 255 - wanted).mean()
    assert 10 * np.log10(255**2 / max(error, 1e-9)) >= LEAST_PSNR


@pytest.mark.parametrize("prompt", ["red apple", "빨간 사과"])
def test_a_red_apple_is_red_in_both_languages(own: dict, pipeline, prompt: str) -> None:
    drawn = pipeline(
        prompt,
        num_inference_steps=own["steps"],
        guidance_scale=own["guidance_scale"],
        generator=torch.Generator().manual_seed(7),
        output_type="np",
    ).images[0]
    filled = drawn[drawn.min(-1) < 0.8]
    assert 0.15 < len(filled) / drawn[..., 0].size < 0.9
    red, green, blue = filled.mean(0)
    assert red > green + 0.2
    assert red > blue + 0.2


@pytest.mark.parametrize("size", [(256, 320), (320, 256)])
def test_oblong_sizes_work(pipeline, size: tuple[int, int]) -> None:
    height, width = size
    drawn = pipeline("red heart", height=height, width=width, num_inference_steps=3).images[0]
    assert drawn.size == (width, height)


def test_the_coder_keeps_a_colour(pipeline) -> None:
    colour = torch.tensor([0.8, 0.1, 0.2]) * 2 - 1
    picture = torch.ones(1, 3, 256, 256)
    picture[..., 64:192, 64:192] = colour.view(1, 3, 1, 1)
    with torch.no_grad():
        latents = pipeline.vae.encode(picture).latent_dist.mean
        drawn = pipeline.vae.decode(latents).sample
    middle = drawn[0, :, 96:160, 96:160].mean((1, 2))
    assert torch.allclose(middle, colour, atol=0.15)
