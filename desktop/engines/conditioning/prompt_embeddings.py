"""Encoder of prompts to cross-attention embeddings, with a cache.

Weights work as in ComfyUI: each weighted token moves along the line from the empty prompt's
embedding at its position to its own, z = empty + weight * (z - empty). In A1111's dialect
embeddings are multiplied, and the chunk's mean restored; in InvokeAI's a weight below 1 blends in
the prompt without these words. (The library for this, compel, has InvokeAI's rules only: prompts
from ComfyUI or A1111 would mean something else.)
"""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Sequence
from itertools import groupby
from typing import Any

import msgspec
import torch

from desktop.core.request import EmbeddingUse, PromptDialect
from desktop.engines.torch.loading import PipelineParts
from desktop.models.families.known_families import family_named

from .prompt_chunks import Chunk, Chunker
from .textual_inversion import TextualInversions, injected

CACHE_SIZE = 32


class Embedding(msgspec.Struct, frozen=True):
    """Prompt embedding on the model's device: `tokens` (1, T, D), `pooled` (1, P) or None.

    `pooled` is for SDXL only.
    """

    tokens: torch.Tensor
    pooled: torch.Tensor | None = None


class PromptWords(msgspec.Struct, frozen=True, kw_only=True):
    """Encoding options shared by both prompts of a picture.

    `clip_skip` counts as diffusers does: layers left out at the end (0: none; SDXL always leaves
    out the last one and counts from there, but in ComfyUI's count that one is the first, and A1111
    and InvokeAI leave out no other one there).
    """

    clip_skip: int = 0
    uses: tuple[EmbeddingUse, ...] = ()
    dialect: PromptDialect = "easel"


PLAIN = PromptWords()


class PromptEncoder:
    """Encoder of prompts with a model's text encoders; caches repeated prompts.

    Code that changes the encoders' weights must set `state` to a value that distinguishes the new
    weights from the old.
    """

    def __init__(self, parts: PipelineParts, device: torch.device) -> None:
        self._parts, self._device = parts, device
        self._inversions = TextualInversions(parts)
        self._known: OrderedDict[Any, Embedding] = OrderedDict()
        self.state: object = ()

    @torch.inference_mode()
    def pair(
        self, positive: str, negative: str, how: PromptWords = PLAIN
    ) -> tuple[Embedding, Embedding]:
        """Return the embeddings of both prompts, equally long.

        Each is repeated to the common length, which does not change the result of cross attention:
        as if the UNet took each alone.
        """
        first = self.encode(positive, how)
        second = self.encode(negative, how)
        first, second = (
            self._zeroed(first, positive, how),
            self._zeroed(second, negative, how, last=True),
        )
        length = math.lcm(first.tokens.shape[1], second.tokens.shape[1])
        return _repeated(first, length), _repeated(second, length)

    @torch.inference_mode()
    def encode(self, text: str, how: PromptWords = PLAIN) -> Embedding:
        """Return the embedding of `text`, in whole chunks of the encoder's length (77 tokens)."""
        key = (text, how, self.state)
        if key not in self._known:
            self._known[key] = self._compute(text, how)
            while len(self._known) > CACHE_SIZE:
                self._known.popitem(last=False)
        self._known.move_to_end(key)
        return self._known[key]

    @property
    def _xl(self) -> bool:
        return family_named(self._parts.family).two_encoders

    def _zeroed(
        self, embedding: Embedding, text: str, how: PromptWords, *, last: bool = False
    ) -> Embedding:
        """Return zeros for an empty prompt's embedding where model and dialect require them."""
        by_dialect = {
            "easel": last and self._parts.zero_empty_negative,
            "a1111": last and self._xl,
            "comfyui": False,
            "invokeai": self._xl,
        }
        if text or embedding.pooled is None or not by_dialect[how.dialect]:
            return embedding
        return Embedding(torch.zeros_like(embedding.tokens), torch.zeros_like(embedding.pooled))

    def _compute(self, text: str, how: PromptWords) -> Embedding:
        outputs: list[torch.Tensor] = []
        pooled: torch.Tensor | None = None
        for place, encoder in enumerate(self._parts.text_encoders):
            chunker = Chunker(self._parts.tokenizers[place], positions(encoder), how.dialect)
            vectors = self._inversions.vectors(text, how.uses, place)
            chunks = chunker.chunks(text, vectors)
            results = [self._run(encoder, chunk, how, chunker) for chunk in chunks]
            outputs.append(torch.cat([hidden for hidden, _ in results], dim=1))
            pooled = results[0][1]
        longest = max(part.shape[1] for part in outputs)
        outputs = [_repeated_to(part, longest) for part in outputs]
        return Embedding(torch.cat(outputs, dim=-1), pooled if self._xl else None)

    def _run(
        self, encoder: Any, chunk: Chunk, how: PromptWords, chunker: Chunker
    ) -> tuple[torch.Tensor, torch.Tensor]:
        with injected(encoder, chunk.vectors):
            hidden, pooled = self._hidden(encoder, chunk.ids, how)
            lighter = self._without_light_words(encoder, chunk, how)
        if all(weight == 1 for weight in chunk.weights):
            return hidden, pooled
        weights = torch.tensor(chunk.weights, device=hidden.device).view(1, -1, 1)
        if how.dialect == "a1111":
            heavy, mean = hidden.float() * weights, hidden.float().mean()
            restored = heavy * (mean / heavy.mean()) if heavy.mean() != 0 else heavy
            return restored.to(hidden.dtype), pooled
        nothing, _ = self._hidden(encoder, chunker.empty.ids, how)

        def moved(states: torch.Tensor) -> torch.Tensor:
            return nothing.float() + (states - nothing).float() * weights

        if lighter:
            shares = [1.0, *(share for share, _ in lighter)]
            states = [hidden, *(states for _, states in lighter)]
            mixed = torch.stack(
                [share * moved(one) for share, one in zip(shares, states, strict=True)]
            ).sum(dim=0)
            return (mixed / sum(shares)).to(hidden.dtype), pooled
        return torch.where(weights == 1, hidden, moved(hidden).to(hidden.dtype)), pooled

    def _without_light_words(
        self, encoder: Any, chunk: Chunk, how: PromptWords
    ) -> list[tuple[float, torch.Tensor]]:
        """Return InvokeAI's share of each run of words below weight 1 and the states without it."""
        if how.dialect != "invokeai":
            return []
        found: list[tuple[float, torch.Tensor]] = []
        places = groupby(range(len(chunk.weights)), key=lambda place: chunk.weights[place])
        for weight, run in places:
            hidden_places = [place for place in run if 0 < place < len(chunk.weights) - 1]
            if weight >= 1 or not hidden_places:
                continue
            states, _ = self._hidden(encoder, chunk.ids, how, hidden_places)
            found.append((math.tan((1 - max(weight, 1e-5)) * math.pi / 2), states))
        return found

    def _hidden(
        self, encoder: Any, ids: Sequence[int], how: PromptWords, masked: Sequence[int] = ()
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Return the hidden state for the UNet (1, T, D), and the encoder's first output."""
        batch = torch.tensor([ids], device=self._device)
        mask: dict[str, torch.Tensor] = {}
        if masked:
            mask["attention_mask"] = torch.ones_like(batch)
            mask["attention_mask"][0, list(masked)] = 0
        result = encoder(batch, output_hidden_states=True, **mask)
        if self._xl:
            return result.hidden_states[-(_xl_skip(how) + 2)], result[0]
        if how.clip_skip == 0:
            return result[0], result[0]
        norm = getattr(encoder, "text_model", encoder).final_layer_norm
        return norm(result.hidden_states[-(how.clip_skip + 1)]), result[0]


def _xl_skip(how: PromptWords) -> int:
    """Return the number of layers that SDXL skips beside its last one."""
    if how.dialect in ("a1111", "invokeai"):
        return 0
    return max(how.clip_skip - 1, 0) if how.dialect == "comfyui" else how.clip_skip


def _repeated(embedding: Embedding, length: int) -> Embedding:
    times = length // embedding.tokens.shape[1]
    if times == 1:
        return embedding
    return Embedding(embedding.tokens.repeat(1, times, 1), embedding.pooled)


def positions(encoder: Any) -> int:
    """Return the text encoder's maximum number of tokens (77 for CLIP)."""
    return int(encoder.config.max_position_embeddings)


def _repeated_to(tokens: torch.Tensor, length: int) -> torch.Tensor:
    """Bring one encoder's result to the length of its longer partner by repeating its end."""
    missing = length - tokens.shape[1]
    return tokens if missing <= 0 else torch.cat([tokens, tokens[:, -missing:]], dim=1)
