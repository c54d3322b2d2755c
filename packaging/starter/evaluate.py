"""How good the model is: the coder against all pictures, the painter against their names."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
from diffusers import AutoencoderKL, StableDiffusionPipeline

from . import colour
from .config import LANGUAGES, SAMPLE_GUIDANCE, SAMPLE_STEPS
from .data import Item
from .features import Gallery
from .vae import as_tensor, decode, encode

NAMES = 300
CHOICE_SEED = 2024
FIRST_SEED = 1000
AT_ONCE = 6


@dataclass(frozen=True)
class Coder:
    """Reconstruction of pictures through the coder."""

    pictures: int
    psnr: float
    colour_error: float


@dataclass(frozen=True)
class UnetScore:
    """How often the drawn picture's nearest is the one that was asked for, in one language."""

    language: str
    names: int
    first: float
    first_five: float
    shuffled_first: float
    shuffled_first_five: float


@torch.no_grad()
def evaluate_coder(vae: AutoencoderKL, pictures: np.ndarray, every: int = 1) -> Coder:
    """PSNR of each picture and CIEDE2000 of each pixel, both as means; of every n-th picture."""
    ratios, errors = [], []
    for index in range(0, len(pictures), every):
        wanted = as_tensor(pictures[index : index + 1])
        drawn = decode(vae, encode(vae, wanted)[0]).clamp(-1, 1)
        wanted, drawn = wanted / 2 + 0.5, drawn / 2 + 0.5
        ratios.append(-10 * (wanted - drawn).square().mean().log10().item())
        errors.append(colour.difference(colour.lab(wanted), colour.lab(drawn)).mean().item())
    return Coder(len(ratios), float(np.mean(ratios)), float(np.mean(errors)))


def chosen_names(trained: list[int], count: int = NAMES) -> list[int]:
    """The same names each time, of those that the model was trained on."""
    random = np.random.default_rng(CHOICE_SEED)
    return random.permutation(trained)[:count].tolist()


def evaluate_unet(
    pipeline: StableDiffusionPipeline,
    items: list[Item],
    chosen: list[int],
    gallery: Gallery,
) -> list[UnetScore]:
    """Draws each chosen name once in each language with fixed seeds and looks for the nearest."""
    shuffled = np.random.default_rng(CHOICE_SEED + 1).permutation(chosen).tolist()
    results = []
    for language in LANGUAGES:
        names = [items[index].names[language] for index in chosen]
        drawn = draw(pipeline, names, [FIRST_SEED + index for index in chosen])
        right, wrong = gallery.ranks(drawn, chosen), gallery.ranks(drawn, shuffled)
        results.append(
            UnetScore(
                language=language,
                names=len(names),
                first=_within(right, 1),
                first_five=_within(right, 5),
                shuffled_first=_within(wrong, 1),
                shuffled_first_five=_within(wrong, 5),
            )
        )
    return results


def draw(
    pipeline: StableDiffusionPipeline,
    prompts: list[str],
    seeds: list[int],
    steps: int = SAMPLE_STEPS,
    guidance: float = SAMPLE_GUIDANCE,
) -> np.ndarray:
    """Pictures as bytes, one a prompt, each from its own seed whatever is drawn beside it."""
    parts = []
    for start in range(0, len(prompts), AT_ONCE):
        some = slice(start, start + AT_ONCE)
        images = pipeline(
            prompts[some],
            num_inference_steps=steps,
            guidance_scale=guidance,
            generator=[torch.Generator().manual_seed(seed) for seed in seeds[some]],
            output_type="np",
        ).images
        parts.append((images * 255).round().astype(np.uint8))
    return np.concatenate(parts)


def write(file: Path, coder: Coder, painter: list[UnetScore]) -> None:
    """The figures as JSON, for the card and for whoever compares."""
    figures = {"coder": asdict(coder), "painter": [asdict(one) for one in painter]}
    file.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")


def _within(ranks: list[int], first: int) -> float:
    return float(np.mean([rank < first for rank in ranks]))
