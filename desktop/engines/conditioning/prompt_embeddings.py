"""Turns a prompt into the embeddings that a UNet is guided by, and remembers them.

Weights work as in ComfyUI: each weighted token moves along the line from the empty prompt's
embedding at its place to its own, z = empty + weight * (z - empty). (The library for this, compel,
has another syntax and other arithmetic: prompts from ComfyUI or A1111 would mean something else.)
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from typing import Any

import msgspec
import torch

from desktop.core.request import EmbeddingUse
from desktop.engines.torch.loading import PipelineParts
from desktop.models.families.known_families import family_named

from .prompt_chunks import Chunk, Chunker
from .textual_inversion import TextualInversions, injected

CACHE_SIZE = 32


class Embedding(msgspec.Struct, frozen=True):
    """`tokens` is 1 x T x D; `pooled` 1 x P for SDXL, else None. Both on the model's device."""

    tokens: torch.Tensor
    pooled: torch.Tensor | None = None


class PromptEncoder:
    """Encodes prompts with a model's text encoders; a repeated prompt is not encoded again.

    `clip_skip` counts as diffusers does: layers left out at the end (0: none; SDXL always leaves
    out the last one and counts from there). Whoever changes the encoders' weights sets `state` to
    something that tells the new weights from the old.
    """

    def __init__(self, parts: PipelineParts, device: torch.device) -> None:
        self._parts, self._device = parts, device
        self._inversions = TextualInversions(parts)
        self._known: OrderedDict[Any, Embedding] = OrderedDict()
        self.state: object = ()

    @torch.inference_mode()
    def pair(
        self,
        positive: str,
        negative: str,
        clip_skip: int = 0,
        uses: Sequence[EmbeddingUse] = (),
    ) -> tuple[Embedding, Embedding]:
        """The embeddings of both prompts, of one length: the shorter is continued by nothing."""
        first = self.encode(positive, clip_skip, uses)
        if self._parts.zero_empty_negative and not negative and first.pooled is not None:
            zeros = torch.zeros_like(first.tokens), torch.zeros_like(first.pooled)
            return first, Embedding(*zeros)
        second = self.encode(negative, clip_skip, uses)
        length = max(first.tokens.shape[1], second.tokens.shape[1])
        return self._longer(first, length, clip_skip), self._longer(second, length, clip_skip)

    @torch.inference_mode()
    def encode(self, text: str, clip_skip: int = 0, uses: Sequence[EmbeddingUse] = ()) -> Embedding:
        """The embedding of `text`, in whole chunks of the encoder's length (77 tokens)."""
        key = (text, clip_skip, tuple(uses), self.state)
        if key not in self._known:
            self._known[key] = self._compute(text, clip_skip, uses)
            while len(self._known) > CACHE_SIZE:
                self._known.popitem(last=False)
        self._known.move_to_end(key)
        return self._known[key]

    @property
    def _xl(self) -> bool:
        return family_named(self._parts.family).two_encoders

    def _longer(self, embedding: Embedding, length: int, clip_skip: int) -> Embedding:
        tokens = embedding.tokens
        if tokens.shape[1] == length:
            return embedding
        nothing = self.encode("", clip_skip).tokens
        missing = (length - tokens.shape[1]) // nothing.shape[1]
        return Embedding(torch.cat([tokens, *[nothing] * missing], dim=1), embedding.pooled)

    def _compute(self, text: str, clip_skip: int, uses: Sequence[EmbeddingUse]) -> Embedding:
        outputs: list[torch.Tensor] = []
        pooled: torch.Tensor | None = None
        for place, encoder in enumerate(self._parts.text_encoders):
            chunker = Chunker(self._parts.tokenizers[place], positions(encoder))
            vectors = self._inversions.vectors(text, uses, place)
            chunks = chunker.chunks(text, vectors)
            results = [self._run(encoder, chunk, clip_skip, chunker) for chunk in chunks]
            outputs.append(torch.cat([hidden for hidden, _ in results], dim=1))
            pooled = results[0][1]
        longest = max(part.shape[1] for part in outputs)
        outputs = [_repeated_to(part, longest) for part in outputs]
        return Embedding(torch.cat(outputs, dim=-1), pooled if self._xl else None)

    def _run(
        self, encoder: Any, chunk: Chunk, clip_skip: int, chunker: Chunker
    ) -> tuple[torch.Tensor, torch.Tensor]:
        with injected(encoder, chunk.vectors):
            hidden, pooled = self._hidden(encoder, chunk.ids, clip_skip)
        if all(weight == 1 for weight in chunk.weights):
            return hidden, pooled
        nothing, _ = self._hidden(encoder, chunker.empty.ids, clip_skip)
        weights = torch.tensor(chunk.weights, device=hidden.device).view(1, -1, 1)
        moved = (nothing + (hidden - nothing).float() * weights).to(hidden.dtype)
        return torch.where(weights == 1, hidden, moved), pooled

    def _hidden(
        self, encoder: Any, ids: Sequence[int], clip_skip: int
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """The hidden state that guides the UNet (1 x T x D), and the encoder's first output."""
        batch = torch.tensor([ids], device=self._device)
        result = encoder(batch, output_hidden_states=True)
        if self._xl:
            return result.hidden_states[-(clip_skip + 2)], result[0]
        if clip_skip == 0:
            return result[0], result[0]
        norm = getattr(encoder, "text_model", encoder).final_layer_norm
        return norm(result.hidden_states[-(clip_skip + 1)]), result[0]


def positions(encoder: Any) -> int:
    """How many tokens the text encoder takes at once (77 for CLIP)."""
    return int(encoder.config.max_position_embeddings)


def _repeated_to(tokens: torch.Tensor, length: int) -> torch.Tensor:
    """Bring one encoder's result to the length of its longer partner by repeating its end."""
    missing = length - tokens.shape[1]
    return tokens if missing <= 0 else torch.cat([tokens, tokens[:, -missing:]], dim=1)
