"""Trains the UNet to tell the noise in a latent from what the grid tokens say of the picture."""

from __future__ import annotations

import numpy as np
import torch
from diffusers import DDPMScheduler, UNet2DConditionModel
from torch import Tensor

from .conditioning import Conditioning
from .config import EMPTY_CAPTIONS, SCHEDULE
from .optim import Average, shared_adam
from .shared_weights_trainer import SharedWeightsTrainer
from .training_time import TrainingClock, rate

BATCH = 8
RATE = 6e-4
WARM_UP = 60
SETTLES = 0.5
SNR_CEILING = 5.0
LATER = 0.7
# From this time on, what is there is sometimes not what is asked for.
STRAYS_FROM, STRAYS = 350, 0.3


class UnetTask:
    """What the painter learns from: latents (scaled, mean zero) and what is conditioning of them.

    What is asked for settles the picture, so the noise to be told is known even where the noisy
    latent was not made from it: some are made from a picture too strong or too weak, or from
    another. This is what guidance and a starting image do, and the way back is learnt from it.
    """

    def __init__(
        self, unet: UNet2DConditionModel, latents: Tensor, conditioning: Conditioning
    ) -> None:
        self.unet, self.latents, self.conditioning = unet, latents, conditioning
        self.modules = [unet]
        signal = DDPMScheduler(**SCHEDULE).alphas_cumprod
        self.signal, self.noise = signal.sqrt(), (1 - signal).sqrt()
        self.weights = loss_weights(signal)

    def rate(self, progress: float, step: int) -> float:
        return RATE * rate(progress, step, WARM_UP, SETTLES)

    def loss(self, _progress: float, random: np.random.Generator) -> tuple[Tensor, float]:
        chosen = random.choice(len(self.latents), BATCH, replace=False)
        empty = random.random(BATCH) < EMPTY_CAPTIONS
        states = self.conditioning.draw(chosen, empty, random)
        times = torch.from_numpy(drawn_times(random)).long()
        signal, noise = (kind[times].view(-1, 1, 1, 1) for kind in (self.signal, self.noise))
        wanted = self.latents[chosen]
        start = wanted.clone()
        for place in np.flatnonzero((times.numpy() > STRAYS_FROM) & ~empty):
            if random.random() < STRAYS:
                start[place] = self._stray(wanted[place], random)
        noisy = signal * start + noise * torch.randn_like(wanted)
        told = self.unet(noisy, times, states).sample
        error = (told - (noisy - signal * wanted) / noise).square().mean((1, 2, 3))
        return (self.weights[times] * error).mean(), float(BATCH)

    def _stray(self, latent: Tensor, random: np.random.Generator) -> Tensor:
        if random.random() < 0.5:
            return latent * random.uniform(0.2, 2.5)
        share = random.uniform(0.2, 1.0)
        return (1 - share) * latent + share * self.latents[random.integers(len(self.latents))]


def drawn_times(random: np.random.Generator) -> np.ndarray:
    """One time from each part of the schedule, late ones (much noise) more often than early."""
    return ((np.arange(BATCH) + random.random(BATCH)) / BATCH) ** LATER * 1000


def loss_weights(signal: Tensor) -> Tensor:
    """The square root of the (clamped) signal-to-noise ratio, as a weight of the picture's error.

    Noise prediction at its plain weight hardly counts what is drawn from almost nothing but noise,
    and min-SNR counts it less; here each time's gradient on what the UNet tells has one size.
    """
    snr = signal / (1 - signal)
    return snr.clamp(max=SNR_CEILING).sqrt() / snr


def unet_trainer(task: UnetTask, minutes: float, workers: int = 2) -> SharedWeightsTrainer:
    optimizer = shared_adam(task.modules, 0.01)
    return SharedWeightsTrainer(
        task, optimizer, Average(task.modules, 0.999), TrainingClock(minutes), workers=workers
    )
