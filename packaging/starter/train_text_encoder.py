"""Teaches the text encoder what each caption looks like: as a whole first, then slot by slot."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor, nn
from transformers import CLIPTextModel, CLIPTokenizer

from .captions import Captions
from .config import LANGUAGES, POSITIONS, TEXT_WIDTH
from .grid_tokens import FIRST_GRID_TOKEN, GRID_TOKENS, GridTokens
from .optim import Average, shared_adam
from .shared_weights_trainer import SharedWeightsTrainer
from .training_time import TrainingClock, rate

RATE = 1.5e-3
WARM_UP = 100
SETTLES = 0.6
BATCH, GRID_TOKENS_BATCH = 64, 32
# Until then only what the caption means is learnt, which needs no grid tokens and is quick.
WHOLE_FIRST = 0.2
FULL_LENGTH_EVERY = 12
EMPTY = 0.04
COMPONENTS = 160


class TextEncoderTask:
    """Captions to grid tokens. `summary` reads the picture's components after two layers."""

    def __init__(
        self,
        encoder: CLIPTextModel,
        tokenizer: CLIPTokenizer,
        latents: Tensor,
        captions: list[dict[str, Captions]],
    ) -> None:
        self.encoder, self.tokenizer, self.captions = encoder, tokenizer, captions
        self.summary = nn.Linear(TEXT_WIDTH, COMPONENTS)
        self.modules = [encoder, self.summary]
        grid_tokens = GridTokens(latents)
        mean = latents.mean(0, keepdim=True)
        # The last row is that of the empty caption.
        self.wanted = grid_tokens.say(torch.cat((latents, mean)))
        self.spread = (self.wanted[:-1] - self.wanted[-1]).square().mean()
        whole = components(latents - mean)
        self.whole = torch.cat((whole, torch.zeros(1, whole.shape[1])))

    def rate(self, progress: float, step: int) -> float:
        return RATE * rate(progress, step, WARM_UP, SETTLES)

    def loss(self, progress: float, random: np.random.Generator) -> tuple[Tensor, float]:
        with_grid_tokens = progress >= WHOLE_FIRST
        size = GRID_TOKENS_BATCH if with_grid_tokens else BATCH
        chosen = random.integers(len(self.captions), size=size)
        chosen[random.random(size) < EMPTY] = len(self.captions)
        full = random.integers(FULL_LENGTH_EVERY) == 0
        ids, positions = self._input([self._text(index, random) for index in chosen], full)
        said = self.encoder(input_ids=ids, position_ids=positions, output_hidden_states=True)
        after = ids == self.tokenizer.eos_token_id
        error = self.summary(said.hidden_states[2]) - self.whole[chosen][:, None]
        loss = error.square().mean(2)[after].mean()
        if with_grid_tokens:
            error = said.last_hidden_state[:, -GRID_TOKENS:] - self.wanted[chosen]
            loss = 0.3 * loss + error.square().mean() / self.spread
        return loss, float(size)

    @torch.no_grad()
    def missed(self, language: str) -> float:
        """The share of what the grid tokens should say that they don't, over all labels."""
        total = 0.0
        for start in range(0, len(self.captions), 60):
            some = self.captions[start : start + 60]
            said = self.states([one[language].label for one in some])[:, -GRID_TOKENS:]
            total += (said - self.wanted[start : start + len(some)]).square().sum().item()
        return total / (self.wanted[:-1].numel() * self.spread.item())

    @torch.no_grad()
    def states(self, texts: list[str]) -> Tensor:
        """What the pipeline's UNet hears of each text: (n, 77, 192)."""
        ids, _positions = self._input(texts, full=True)
        return self.encoder(input_ids=ids).last_hidden_state

    def _text(self, index: int, random: np.random.Generator) -> str:
        if index == len(self.captions):
            return ""
        return self.captions[index][LANGUAGES[random.integers(len(LANGUAGES))]].draw(random)

    def _input(self, texts: list[str], full: bool) -> tuple[Tensor, Tensor]:
        """Token ids and positions: all 77, or as many as the texts need and the grid tokens."""
        length = {"padding": "max_length", "max_length": POSITIONS} if full else {"padding": True}
        ids = self.tokenizer(texts, truncation=True, return_tensors="pt", **length).input_ids
        positions = torch.arange(ids.shape[1])
        if not full:
            after = torch.full((len(texts), GRID_TOKENS), self.tokenizer.eos_token_id)
            ids = torch.cat((ids[:, :FIRST_GRID_TOKEN], after), 1)
            grid_tokens = torch.arange(FIRST_GRID_TOKEN, POSITIONS)
            positions = torch.cat((positions[:FIRST_GRID_TOKEN], grid_tokens))
        return ids, positions[None]


def components(centred: Tensor) -> Tensor:
    """The largest principal components of latents, the larger ones made less so: (n, 160)."""
    left, sizes, _right = torch.linalg.svd(centred.flatten(1), full_matrices=False)
    codes = nn.functional.pad(left * sizes.sqrt(), (0, COMPONENTS))[:, :COMPONENTS]
    return codes / codes.std()


def text_encoder_trainer(
    task: TextEncoderTask, minutes: float, workers: int = 2
) -> SharedWeightsTrainer:
    optimizer = shared_adam(task.modules, 0.01)
    return SharedWeightsTrainer(
        task, optimizer, Average(task.modules, 0.998), TrainingClock(minutes), workers=workers
    )
