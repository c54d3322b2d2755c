"""Conditioning of the UNet in training: encoded captions, or the grid tokens' targets."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import torch
from torch import Tensor

from .captions import Captions
from .config import LANGUAGES, POSITIONS, TEXT_WIDTH
from .grid_tokens import CONTENT_WIDTH, FIRST_GRID_TOKEN, GRID_TOKENS, GridTokens

CAPTIONS = 6
LARGEST_BLUR = 0.4


class Conditioning:
    """States (n, 77, 192) for chosen pictures.

    Before the text encoder is trained, its grid tokens hold their targets with some blur, and all
    positions before them noise. Afterwards the states are the encoder's, for some captions of each
    picture that are drawn once.
    """

    def __init__(self, latents: Tensor) -> None:
        grid_tokens = GridTokens(latents)
        self._wanted = grid_tokens.say(torch.cat((latents, latents.mean(0, keepdim=True))))
        self._said: Tensor | None = None

    def learn(
        self,
        states: Callable[[list[str]], Tensor],
        captions: list[dict[str, Captions]],
        random: np.random.Generator,
    ) -> None:
        """From now on it is `states`, the text encoder's, that is conditioning."""
        rows = []
        for one in captions:
            texts = [one[language].label for language in LANGUAGES] * 2
            texts += [one[language].draw(random) for language in LANGUAGES for _ in range(CAPTIONS)]
            rows.append(states(texts).half())
        self._said = torch.stack([*rows, states([""] * len(rows[0])).half()])

    def draw(self, chosen: np.ndarray, empty: np.ndarray, random: np.random.Generator) -> Tensor:
        """States for one caption of each chosen picture; of the empty one where `empty` is true."""
        rows = np.where(empty, len(self._wanted) - 1, chosen)
        if self._said is not None:
            columns = random.integers(self._said.shape[1], size=len(rows))
            return self._said[rows, torch.from_numpy(columns)].float()
        return self.wanted(rows, random)

    def wanted(self, rows: np.ndarray, random: np.random.Generator) -> Tensor:
        """What the grid tokens should say, blurred by a random amount."""
        states = torch.randn(len(rows), POSITIONS, TEXT_WIDTH)
        states[:, :, CONTENT_WIDTH:] = 0
        blur = torch.from_numpy(random.uniform(0, LARGEST_BLUR, (len(rows), 1, 1))).float()
        grid_tokens = self._wanted[rows]
        noise = torch.randn_like(grid_tokens) * blur * self._wanted[:, :, :CONTENT_WIDTH].std()
        noise[:, :, CONTENT_WIDTH:] = 0
        states[:, FIRST_GRID_TOKEN : FIRST_GRID_TOKEN + GRID_TOKENS] = grid_tokens + noise
        return states
