"""CLIP's text encoder written for conversion: four-dimensional attention and a finite mask."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn

MASKED = -1e4
"""Added to the scores of later tokens; finite in float16, so that no NaN arises."""


class TextEncoder(nn.Module):
    """A CLIP text model (transformers) in the form for Core ML.

    `model` is a CLIPTextModel or CLIPTextModelWithProjection. With `penultimate` (SDXL) the hidden
    state before the last layer is returned, without the final norm.
    """

    def __init__(self, model: Any, *, penultimate: bool) -> None:
        super().__init__()
        inner = getattr(model, "text_model", model)
        self.embeddings = inner.embeddings
        self.layers = inner.encoder.layers
        self.final_norm = inner.final_layer_norm
        self.projection = getattr(model, "text_projection", None)
        self.penultimate = penultimate
        self.end_token = int(inner.config.eos_token_id)
        length = int(inner.config.max_position_embeddings)
        self.mask = nn.Buffer(torch.full((1, 1, length, length), MASKED).triu(1))
        self.positions = nn.Buffer(torch.arange(length, dtype=torch.int32)[None])

    def forward(self, input_ids: Tensor) -> tuple[Tensor, Tensor]:
        """Map `input_ids` (1, L) as floats to hidden states (1, L, C) and pooled vector (1, P)."""
        tokens = input_ids.to(torch.int32)
        hidden = before_last = self.embeddings(input_ids=tokens)
        for layer in self.layers:
            before_last = hidden
            hidden = hidden + _attend(layer.self_attn, layer.layer_norm1(hidden), self.mask)
            hidden = hidden + layer.mlp(layer.layer_norm2(hidden))
        last = self.final_norm(hidden)
        pooled = self._pool(last, tokens)
        return (before_last if self.penultimate else last), pooled

    def _pool(self, last: Tensor, tokens: Tensor) -> Tensor:
        """Return the state at the end token, selected by a mask: Core ML's gathers are slow."""
        # An end token of 2 is an old error in published configs: transformers then takes the
        # highest token, which is CLIP's real end token.
        marks = tokens if self.end_token == 2 else (tokens == self.end_token).to(torch.int32)
        chosen = self.positions == marks.argmax(dim=-1, keepdim=True).to(torch.int32)
        pooled = (last * chosen.to(last.dtype)[:, :, None]).sum(dim=1)
        return pooled if self.projection is None else self.projection(pooled)


def _attend(attention: Any, hidden: Tensor, mask: Tensor) -> Tensor:
    batch, length, channels = hidden.shape
    shape = (batch, length, attention.num_heads, channels // attention.num_heads)
    query = attention.q_proj(hidden).mul(attention.scale).view(shape).transpose(1, 2)
    key = attention.k_proj(hidden).view(shape).transpose(1, 2)
    value = attention.v_proj(hidden).view(shape).transpose(1, 2)
    weights = torch.softmax(query @ key.transpose(2, 3) + mask, dim=-1)
    return attention.out_proj((weights @ value).transpose(1, 2).reshape(batch, length, channels))
