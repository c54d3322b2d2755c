"""What the UNet hears of a picture while it learns: its captions, or what they should say."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import torch
from torch import Tensor

from .captions import Captions
from .config import LANGUAGES, POSITIONS, TEXT_WIDTH
from .slots import FIRST_SLOT, LOOKS, SLOTS, Slots

CAPTIONS = 6
LARGEST_BLUR = 0.4


class Heard:
    """States (n, 77, 192) for chosen pictures.

    Before the text encoder has learnt its words, its slots are given what they should say, more or
    less exactly, and everything before them is noise. Afterwards the states are its own, for some
    captions of each picture that are drawn once.
    """

    def __init__(self, latents: Tensor) -> None:
        slots = Slots(latents)
        self._wanted = slots.say(torch.cat((latents, latents.mean(0, keepdim=True))))
        self._said: Tensor | None = None

    def learn(
        self,
        states: Callable[[list[str]], Tensor],
        captions: list[dict[str, Captions]],
        random: np.random.Generator,
    ) -> None:
        """From now on it is `states`, the text encoder's, that is heard."""
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
        """What the slots should say, blurred by a random amount."""
        states = torch.randn(len(rows), POSITIONS, TEXT_WIDTH)
        states[:, :, LOOKS:] = 0
        blur = torch.from_numpy(random.uniform(0, LARGEST_BLUR, (len(rows), 1, 1))).float()
        slots = self._wanted[rows]
        noise = torch.randn_like(slots) * blur * self._wanted[:, :, :LOOKS].std()
        noise[:, :, LOOKS:] = 0
        states[:, FIRST_SLOT : FIRST_SLOT + SLOTS] = slots + noise
        return states
