"""Trains the picture coder: crops and whole pictures, with a loss that minds colour."""

from __future__ import annotations

import numpy as np
import torch
from diffusers import AutoencoderKL
from torch import Tensor
from torch.nn import functional

from . import colour
from .optim import Average, shared_adam
from .shared_weights_trainer import SharedWeightsTrainer
from .training_time import TrainingClock, rate
from .vae import (
    LightDecoder,
    as_tensor,
    decode,
    encode_quickly,
    freeze_linear_levels,
    new_vae,
)

LATENT_NOISE = 0.3

CROP = 128
CROPS = 4
WHOLES = 1
CROPS_UNTIL = 0.7
RATE = 4e-4


class EncoderTask:
    """The encoder, trained with a light decoder in the real one's place."""

    def __init__(self, pictures: np.ndarray, weights: np.ndarray, seed: int = 0) -> None:
        torch.manual_seed(seed)
        self.pictures, self.weights = pictures, weights
        self.vae, self.light = new_vae(), LightDecoder()
        freeze_linear_levels(self.vae)
        self.vae.decoder.requires_grad_(False)
        self.vae.post_quant_conv.requires_grad_(False)
        self.modules = [self.vae, self.light]

    def rate(self, progress: float, step: int) -> float:
        return RATE * rate(progress, step, 30, 0.6)

    def loss(self, _progress: float, random: np.random.Generator) -> tuple[Tensor, float]:
        whole = random.random() < 0.5
        wanted = batch(self.pictures, self.weights, whole, random)
        mean, log_variance = encode_quickly(self.vae, wanted)
        drawn = self.light(mean + (log_variance / 2).exp() * torch.randn_like(mean))
        spread = (mean.square() + log_variance.exp() - 1 - log_variance).mean() / 2
        part = (wanted.shape[-1] / self.pictures.shape[1]) ** 2
        return picture_loss(drawn, wanted) + 1e-5 * spread, len(wanted) * part


class DecoderTask:
    """The decoder, trained on the latents of an encoder that no longer changes."""

    def __init__(self, vae: AutoencoderKL, pictures: np.ndarray, weights: np.ndarray) -> None:
        self.vae, self.pictures, self.weights = vae, pictures, weights
        vae.encoder.requires_grad_(False)
        vae.quant_conv.requires_grad_(False)
        self.modules = [vae.decoder, vae.post_quant_conv]

    def rate(self, progress: float, step: int) -> float:
        return RATE * rate(progress, step, 30, 0.6)

    def loss(self, progress: float, random: np.random.Generator) -> tuple[Tensor, float]:
        whole = progress > CROPS_UNTIL or random.random() < 0.5
        wanted = batch(self.pictures, self.weights, whole, random)
        with torch.no_grad():
            latents = encode_quickly(self.vae, wanted)[0]
        latents = latents + LATENT_NOISE * torch.randn_like(latents)
        part = (wanted.shape[-1] / self.pictures.shape[1]) ** 2
        return picture_loss(decode(self.vae, latents), wanted), len(wanted) * part


def encoder_trainer(task: EncoderTask, minutes: float, workers: int = 2) -> SharedWeightsTrainer:
    optimizer = shared_adam(task.modules)
    return SharedWeightsTrainer(
        task, optimizer, Average(task.modules, 0.99), TrainingClock(minutes), workers=workers
    )


def decoder_trainer(task: DecoderTask, minutes: float, workers: int = 2) -> SharedWeightsTrainer:
    optimizer = shared_adam(task.modules)
    return SharedWeightsTrainer(
        task, optimizer, Average(task.modules, 0.99), TrainingClock(minutes), workers=workers
    )


def picture_loss(drawn: Tensor, wanted: Tensor) -> Tensor:
    """Absolute and squared error, edges, and colour in L*a*b* on means of 4x4 pixels."""
    drawn, wanted = drawn / 2 + 0.5, wanted / 2 + 0.5
    error = drawn - wanted
    across = (error[..., 1:] - error[..., :-1]).abs().mean()
    down = (error[..., 1:, :] - error[..., :-1, :]).abs().mean()
    small = functional.avg_pool2d(torch.cat((drawn.clamp(0, 1), wanted)), 4)
    first, second = colour.lab(small).chunk(2)
    hue = (first - second).abs().mean()
    return error.abs().mean() + 5 * error.square().mean() + 0.3 * (across + down) + 0.005 * hue


def batch(
    pictures: np.ndarray, weights: np.ndarray, whole: bool, random: np.random.Generator
) -> Tensor:
    """Whole pictures, or crops on the latent grid that prefer places where something is."""
    chosen = random.choice(len(pictures), WHOLES if whole else CROPS, p=weights)
    if whole:
        return as_tensor(pictures[np.sort(chosen)])
    crops = []
    for index in chosen:
        tries = [_crop(pictures[index], random) for _ in range(2 if random.random() < 0.8 else 1)]
        crops.append(max(tries, key=lambda crop: float((crop[::4, ::4] < 250).mean())))
    return as_tensor(np.stack(crops))


def _crop(picture: np.ndarray, random: np.random.Generator) -> np.ndarray:
    top, left = random.integers(0, (picture.shape[0] - CROP) // 8 + 1, 2) * 8
    return picture[top : top + CROP, left : left + CROP]
