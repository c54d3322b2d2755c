"""Writes the model as a diffusers folder: fp16 safetensors, Easel's own file, checksums."""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import diffusers
import numpy as np
import torch
from diffusers import (
    AutoencoderKL,
    EulerAncestralDiscreteScheduler,
    StableDiffusionPipeline,
    UNet2DConditionModel,
)
from safetensors.torch import save_file
from torch import Tensor
from transformers import CLIPTextModel

from .config import IMAGE_SIZE, SAMPLE_GUIDANCE, SAMPLE_STEPS, SCHEDULE
from .vae import as_tensor

NAME = "Starter (draws icons)"
CHECKSUMS = "SHA256SUMS"
SCHEDULER = "EulerAncestralDiscreteScheduler"
RECORDED = {"prompt": "red apple", "seed": 7, "file": "recorded.png"}
WEIGHTS = (
    "text_encoder/model.safetensors",
    "unet/diffusion_pytorch_model.safetensors",
    "vae/diffusion_pytorch_model.safetensors",
)


@dataclass(frozen=True)
class Model:
    """The parts that are shipped, in fp32; the tokenizer is a folder."""

    vae: AutoencoderKL
    unet: UNet2DConditionModel
    text_encoder: CLIPTextModel
    tokenizer: Path


def preview_factors(latents: Tensor, pictures: np.ndarray) -> tuple[list[list[float]], list[float]]:
    """The least squares map from scaled latents to colours in -1..1: 4x3 and an offset."""
    small = torch.nn.functional.avg_pool2d(as_tensor(pictures), 8)
    inputs = latents.permute(0, 2, 3, 1).reshape(-1, latents.shape[1]).double()
    inputs = torch.cat((inputs, torch.ones(len(inputs), 1, dtype=torch.float64)), 1)
    wanted = small.permute(0, 2, 3, 1).reshape(-1, 3).double()
    solved = torch.linalg.lstsq(inputs, wanted).solution
    rows = [[round(value, 5) for value in row] for row in solved.tolist()]
    return rows[:-1], rows[-1]


def write_model(
    model: Model,
    folder: Path,
    factors: tuple[list[list[float]], list[float]],
    trained: dict[str, Any],
) -> None:
    """Everything but card, contact sheet and checksums, into an empty folder."""
    folder.mkdir(parents=True)
    parts = {"text_encoder": model.text_encoder, "unet": model.unet, "vae": model.vae}
    for (name, part), weights in zip(parts.items(), WEIGHTS, strict=True):
        (folder / name).mkdir()
        half = {key: value.half().contiguous() for key, value in part.state_dict().items()}
        save_file(half, folder / weights, {"format": "pt"})
        if name == "text_encoder":
            part.config.save_pretrained(folder / name)
        else:
            part.save_config(folder / name)
    shutil.copytree(model.tokenizer, folder / "tokenizer")
    _scheduler().save_pretrained(folder / "scheduler")
    _write_json(folder / "model_index.json", _index())
    for config in folder.glob("*/config.json"):
        _tidy(config)
    own = {
        "family": "sd1",
        "name": NAME,
        "prediction_type": SCHEDULE["prediction_type"],
        "scheduler": {"class": SCHEDULER, "timestep_spacing": "leading"},
        "vae_scale": model.vae.config.scaling_factor,
        "latent_rgb_factors": factors[0],
        "latent_rgb_offset": factors[1],
        "size": [IMAGE_SIZE, IMAGE_SIZE],
        "steps": SAMPLE_STEPS,
        "guidance_scale": SAMPLE_GUIDANCE,
        "sampler": "euler_ancestral",
        "noise_schedule": "default",
        "trained": trained,
        "recorded": RECORDED,
    }
    _write_json(folder / "easel.json", own)


def load(folder: Path) -> StableDiffusionPipeline:
    """The folder as the app loads it, in fp32 and quiet."""
    pipeline = StableDiffusionPipeline.from_pretrained(
        folder, dtype=torch.float32, local_files_only=True
    )
    pipeline.set_progress_bar_config(disable=True)
    return pipeline


def trained_before(folder: Path | None) -> dict[str, Any]:
    """What the model that a run went on from had seen."""
    if folder is None or not (folder / "easel.json").exists():
        return {}
    return json.loads((folder / "easel.json").read_text(encoding="utf-8")).get("trained", {})


def added(before: dict[str, int] | None, now: dict[str, int]) -> dict[str, int]:
    """Counters of two runs together."""
    return {key: value + (before or {}).get(key, 0) for key, value in now.items()}


def write_checksums(folder: Path) -> None:
    """The sha256 of every file, in the form that `sha256sum --check` reads."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != CHECKSUMS)
    lines = [f"{_digest(path)}  {path.relative_to(folder).as_posix()}\n" for path in files]
    (folder / CHECKSUMS).write_text("".join(lines), encoding="utf-8")


def put(finished: Path, output: Path) -> None:
    """Puts a finished folder in the place of the one that is there."""
    waiting = output.with_name(f".{output.name}.new")
    old = output.with_name(f".{output.name}.old")
    for leftover in (waiting, old):
        shutil.rmtree(leftover, ignore_errors=True)
    output.parent.mkdir(parents=True, exist_ok=True)
    shutil.copytree(finished, waiting)
    if output.exists():
        output.rename(old)
    waiting.rename(output)
    shutil.rmtree(old, ignore_errors=True)


def _scheduler() -> EulerAncestralDiscreteScheduler:
    """Fresh noise at each step: without it, small pictures keep the grain of the first noise."""
    return EulerAncestralDiscreteScheduler(**SCHEDULE, timestep_spacing="leading", steps_offset=1)


def _index() -> dict[str, Any]:
    return {
        "_class_name": "StableDiffusionPipeline",
        "_diffusers_version": diffusers.__version__,
        "feature_extractor": [None, None],
        "image_encoder": [None, None],
        "requires_safety_checker": False,
        "safety_checker": [None, None],
        "scheduler": ["diffusers", SCHEDULER],
        "text_encoder": ["transformers", "CLIPTextModel"],
        "tokenizer": ["transformers", "CLIPTokenizer"],
        "unet": ["diffusers", "UNet2DConditionModel"],
        "vae": ["diffusers", "AutoencoderKL"],
    }


def _tidy(config: Path) -> None:
    """No trace of the folder that a part once came from."""
    values = json.loads(config.read_text(encoding="utf-8"))
    values.pop("_name_or_path", None)
    if values.get("model_type") == "clip_text_model":
        values |= {"architectures": ["CLIPTextModel"], "dtype": "float16"}
    _write_json(config, values)


def _write_json(file: Path, values: dict[str, Any]) -> None:
    text = json.dumps(values, indent=2, ensure_ascii=False)
    file.write_text(text + "\n", encoding="utf-8")


def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()
