"""Sixteen positions of the text, one for each part of a 4x4 grid over the picture.

A caption is short, and all that follows it in the 77 positions is padding, which has seen the whole
caption. The last sixteen positions are grid tokens.
What a slot should say of a latent is fixed before any training: the part's largest principal
components, and the slot's own mark. The text encoder learns to say it of a caption; the UNet learns
to draw what it hears. So each can be trained without the other.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from transformers import CLIPTextModel

from .config import LATENT_SIZE, POSITIONS, TEXT_WIDTH

GRID = 4
GRID_TOKENS = GRID * GRID
FIRST_GRID_TOKEN = POSITIONS - GRID_TOKENS
PATCH = LATENT_SIZE // GRID
# A state says what a part looks like, then which part it is.
CONTENT_WIDTH = TEXT_WIDTH - GRID_TOKENS
MARK_SIZE = 10.0
GATE = 4.0


def patches(latents: Tensor) -> Tensor:
    """Latents (n, 4, 32, 32) as (n, 16, 256): a row for each slot."""
    parts = latents.unfold(2, PATCH, PATCH).unfold(3, PATCH, PATCH)
    return parts.permute(0, 2, 3, 1, 4, 5).flatten(3).flatten(1, 2)


class GridTokens:
    """Targets of the grid tokens for latents, layer-normalised: (n, 16, 192)."""

    def __init__(self, latents: Tensor) -> None:
        rows = patches(latents).flatten(0, 1)
        self._mean = rows.mean(0)
        rows = rows - self._mean
        self._basis = torch.linalg.eigh(rows.T @ rows).eigenvectors[:, -CONTENT_WIDTH:]

    def say(self, latents: Tensor) -> Tensor:
        """The states of all grid tokens for each latent."""
        looks = (patches(latents) - self._mean) @ self._basis
        marks = (MARK_SIZE * torch.eye(GRID_TOKENS)).expand(len(latents), -1, -1)
        return nn.functional.layer_norm(torch.cat((looks, marks), 2), (TEXT_WIDTH,))


@torch.no_grad()
def mark_grid_tokens(encoder: CLIPTextModel) -> None:
    """Gives each slot a mark of its own and a share of the last layer's hidden units.

    A unit that belongs to a slot is shut (its input near -`GATE`) at every other position and
    nearly linear at its own, so that what the sixteen say can differ from the start.
    """
    text = getattr(encoder, "text_model", encoder)
    text.embeddings.token_embedding.weight[:, CONTENT_WIDTH:] = 0
    places = text.embeddings.position_embedding.weight
    places[:, CONTENT_WIDTH:] = 0
    places[FIRST_GRID_TOKEN:, CONTENT_WIDTH:] = MARK_SIZE * torch.eye(GRID_TOKENS)
    for layer in text.encoder.layers:
        for out in (layer.self_attn.out_proj, layer.mlp.fc2):
            out.weight[CONTENT_WIDTH:] = 0
            out.bias[CONTENT_WIDTH:] = 0
    last = text.encoder.layers[-1].mlp
    units = last.fc1.out_features
    owner = torch.arange(units) * GRID_TOKENS // units
    last.fc1.weight.normal_(0, TEXT_WIDTH**-0.5)
    last.fc1.weight[:, CONTENT_WIDTH:] = nn.functional.one_hot(owner, GRID_TOKENS) * (
        2 * GATE / MARK_SIZE
    )
    last.fc1.bias.fill_(-GATE)
    last.fc2.weight[:CONTENT_WIDTH].normal_(0, (GRID_TOKENS / units) ** 0.5 / 2)
