"""Turns a prompt into the embeddings that a UNet is guided by, and remembers them."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

import msgspec
import torch

from .loading import Parts

CACHE_SIZE = 32


class Embedding(msgspec.Struct, frozen=True):
    """`tokens` is 1 x T x D; `pooled` 1 x P for SDXL, else None. Both on the model's device."""

    tokens: torch.Tensor
    pooled: torch.Tensor | None = None


class PromptEncoder:
    """Encodes prompts with a model's text encoders; a repeated prompt is not encoded again.

    `clip_skip` counts as diffusers does: layers left out at the end (0: none; SDXL always leaves
    out the last one and counts from there). Call `forget` whenever the encoders change.
    """

    def __init__(self, parts: Parts, device: torch.device) -> None:
        self._parts, self._device = parts, device
        self._known: OrderedDict[Any, Embedding] = OrderedDict()

    def forget(self) -> None:
        """Drop what is remembered."""
        self._known.clear()

    @torch.inference_mode()
    def encode(self, text: str, clip_skip: int = 0) -> Embedding:
        """The embedding of `text`."""
        key = (text, clip_skip)
        if key not in self._known:
            self._known[key] = self._compute(text, clip_skip)
            while len(self._known) > CACHE_SIZE:
                self._known.popitem(last=False)
        self._known.move_to_end(key)
        return self._known[key]

    @property
    def _xl(self) -> bool:
        return self._parts.family in ("sdxl", "sdxl_refiner", "ssd1b")

    def _compute(self, text: str, clip_skip: int) -> Embedding:
        outputs: list[torch.Tensor] = []
        pooled: torch.Tensor | None = None
        for tokenizer, encoder in zip(
            self._parts.tokenizers, self._parts.text_encoders, strict=True
        ):
            ids = tokenizer(
                text,
                padding="max_length",
                max_length=positions(encoder),
                truncation=True,
                return_tensors="pt",
            ).input_ids.to(self._device)
            hidden, final = self._run(encoder, ids, clip_skip)
            outputs.append(hidden)
            pooled = final
        return Embedding(torch.cat(outputs, dim=-1), pooled if self._xl else None)

    def _run(
        self, encoder: Any, ids: torch.Tensor, clip_skip: int
    ) -> tuple[torch.Tensor, torch.Tensor]:
        result = encoder(ids, output_hidden_states=True)
        if self._xl:
            return result.hidden_states[-(clip_skip + 2)], result[0]
        if clip_skip == 0:
            return result[0], result[0]
        norm = getattr(encoder, "text_model", encoder).final_layer_norm
        return norm(result.hidden_states[-(clip_skip + 1)]), result[0]


def positions(encoder: Any) -> int:
    """How many tokens the text encoder takes at once (77 for CLIP)."""
    return int(encoder.config.max_position_embeddings)
