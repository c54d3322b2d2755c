"""Trains UNet and text encoder together to tell the noise in a latent from its caption."""

from __future__ import annotations

import numpy as np
import torch
from diffusers import DDPMScheduler, UNet2DConditionModel
from torch import Tensor
from transformers import CLIPTextModel, CLIPTokenizer

from .captions import Captions
from .clock import Clock, rate
from .config import EMPTY_CAPTIONS, LANGUAGES, SCHEDULE
from .optim import Average, shared_adam
from .painter import hear_words
from .team import Team

BATCH = 8
RATE = 2e-4
# At the UNet's rate the text encoder forgets what tells captions apart within 600 steps.
TEXT_SHARE = 0.1
WARM_UP = 30
SETTLES = 0.35
SNR_CEILING = 5.0
LATER = 0.75
# Layout is decided where there is almost nothing but noise; there the plain loss says little.
SNR_FLOOR = 0.05


class PainterTask:
    """What the painter learns from: latents (scaled, mean zero) and their captions."""

    def __init__(
        self,
        unet: UNet2DConditionModel,
        text_encoder: CLIPTextModel,
        tokenizer: CLIPTokenizer,
        latents: Tensor,
        captions: list[dict[str, Captions]],
    ) -> None:
        self.unet, self.text_encoder, self.tokenizer = unet, text_encoder, tokenizer
        self.latents, self.captions = latents, captions
        self.modules = [unet, text_encoder]
        self.noise = DDPMScheduler(**SCHEDULE)
        self.weights = loss_weights(self.noise.alphas_cumprod)

    @torch.no_grad()
    def turn_to_words(self) -> None:
        """Before any training: attention starts on words, not on padding."""
        names = [one.label for by_language in self.captions for one in by_language.values()]
        ids = self._ids(names)
        words = (ids != self.tokenizer.bos_token_id) & (ids != self.tokenizer.eos_token_id)
        hear_words(self.unet, self.text_encoder(input_ids=ids).last_hidden_state, words)

    def rate(self, progress: float, step: int) -> float:
        return RATE * rate(progress, step, WARM_UP, SETTLES)

    def loss(self, _progress: float, random: np.random.Generator) -> tuple[Tensor, float]:
        chosen = random.choice(len(self.latents), BATCH, replace=False)
        states = self.text_encoder(input_ids=self.words(chosen, random)).last_hidden_state
        wanted = self.latents[chosen]
        noise = torch.randn_like(wanted)
        times = torch.from_numpy(drawn_times(random)).long()
        told = self.unet(self.noise.add_noise(wanted, noise, times), times, states).sample
        error = (told - noise).square().mean((1, 2, 3))
        return (self.weights[times] * error).mean(), float(BATCH)

    def words(self, chosen: np.ndarray, random: np.random.Generator) -> Tensor:
        """Token ids of one caption for each picture, padded as the pipeline pads them."""
        texts = []
        for index in chosen:
            language = LANGUAGES[random.integers(len(LANGUAGES))]
            empty = random.random() < EMPTY_CAPTIONS
            texts.append("" if empty else self.captions[index][language].draw(random))
        return self._ids(texts)

    def _ids(self, texts: list[str]) -> Tensor:
        return self.tokenizer(
            texts,
            padding="max_length",
            max_length=self.tokenizer.model_max_length,
            truncation=True,
            return_tensors="pt",
        ).input_ids


def drawn_times(random: np.random.Generator) -> np.ndarray:
    """One time from each part of the schedule, late ones (much noise) more often than early."""
    return ((np.arange(BATCH) + random.random(BATCH)) / BATCH) ** LATER * 1000


def loss_weights(signal: Tensor) -> Tensor:
    """Min-SNR weights for noise prediction, with a floor that keeps the noisiest times heard."""
    snr = signal / (1 - signal)
    return (snr.clamp(max=SNR_CEILING) + SNR_FLOOR) / snr


def painter_team(task: PainterTask, minutes: float, workers: int = 2) -> Team:
    optimizer = shared_adam(task.modules, 0.01, (1.0, TEXT_SHARE))
    average, clock = Average(task.modules, 0.999), Clock(minutes)
    return Team(task, optimizer, average, clock, workers=workers)
