"""Prompts scheduled by step, and prompts joined by AND, inside diffusers' stock pipelines.

A pipeline passes its UNet one pair of embeddings for all steps; here each evaluation gets its own.
Where AND joins several prompts each is evaluated, as in composable diffusion (Liu et al. 2022): the
differences of their estimates from the unconditional one are weighted and added.
"""

from __future__ import annotations

import math
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

import msgspec
import torch

from desktop.core.prompts.prompt_schedule import (
    Sampling,
    first_feature,
    one_prompt,
    prompt_parts,
)
from desktop.core.request import GenerationRequest

from .prompt_embeddings import Embedding, PromptEncoder, PromptWords


class HeardPrompts(msgspec.Struct, frozen=True):
    """Embeddings of one evaluation: the negative prompt, then the others with their weights."""

    embeddings: tuple[Embedding, ...]
    weights: tuple[float, ...]

    def tokens(self) -> torch.Tensor:
        """Return the embeddings (1 + n, T, D), repeated to a common length, which is equivalent."""
        length = math.lcm(*(one.tokens.shape[1] for one in self.embeddings))
        rows = [one.tokens.repeat(1, length // one.tokens.shape[1], 1) for one in self.embeddings]
        return torch.cat(rows)

    def pooled(self) -> torch.Tensor | None:
        """Return the pooled embeddings (1 + n, P) for SDXL, else None."""
        rows = [one.pooled for one in self.embeddings if one.pooled is not None]
        return torch.cat(rows) if rows else None


class PromptPlan(msgspec.Struct, frozen=True):
    """Embeddings of each evaluation of a pass; the last ones hold to the end."""

    steps: tuple[HeardPrompts, ...]

    def at(self, step: int) -> HeardPrompts:
        """Return the embeddings of evaluation `step` (0-based)."""
        return self.steps[min(step, len(self.steps) - 1)]


def changes_by_step(request: GenerationRequest) -> bool:
    """Return whether the prompts change by step or use AND, in a dialect that has them."""
    texts = (request.prompt, request.negative_prompt)
    return request.prompt_dialect == "a1111" and any(map(first_feature, texts))


def read_as_words(request: GenerationRequest) -> str:
    """Return the first scheduled part of the prompts that is read as plain words here."""
    for text in (request.prompt, request.negative_prompt):
        found = first_feature(text)
        if found and (found != "AND" or request.prompt_dialect == "a1111"):
            return found if request.prompt_dialect in ("a1111", "easel") else ""
    return ""


def joined_prompts(request: GenerationRequest) -> int:
    """Return the number of prompts that AND joins."""
    return len(prompt_parts(request.prompt, Sampling(request.steps)))


def plan_prompts(
    encoder: PromptEncoder, request: GenerationRequest, how: PromptWords, sampling: Sampling
) -> PromptPlan:
    """Return the plan of a pass of `sampling.steps` evaluations; encodes all its texts."""
    parts = prompt_parts(request.prompt, sampling)
    negative = one_prompt(request.negative_prompt, sampling)
    weights = tuple(part.weight for part in parts)
    steps: list[HeardPrompts] = []
    known: dict[tuple[str, ...], HeardPrompts] = {}
    for step in range(sampling.steps + 1):
        texts = (negative.at(step), *(part.at(step) for part in parts))
        if texts not in known:
            pairs = [encoder.pair(text, texts[0], how) for text in texts[1:]]
            known[texts] = HeardPrompts(
                (pairs[0][1], *(positive for positive, _ in pairs)), weights
            )
        steps.append(known[texts])
    return PromptPlan(tuple(steps))


@contextmanager
def follow(unet: Any, plan: PromptPlan | None) -> Generator[None]:
    """Give each call of `unet` within the context the embeddings of its evaluation."""
    if plan is None:
        yield
        return
    forward, step = unet.forward, 0

    def changed(sample: torch.Tensor, timestep: Any, *rest: Any, **more: Any) -> Any:
        nonlocal step
        rows = plan.at(step)
        step += 1
        return _evaluated(forward, rows, sample, timestep, rest, more)

    unet.forward = changed
    try:
        yield
    finally:
        del unet.forward


def _evaluated(
    forward: Any,
    rows: HeardPrompts,
    sample: torch.Tensor,
    timestep: Any,
    rest: Any,
    more: dict[str, Any],
) -> Any:
    """Return the UNet's output in the pipeline's form: one row for each of `sample`."""
    guided = sample.shape[0] == 2
    count = len(rows.embeddings)
    given = more["encoder_hidden_states"]
    heard = slice(0, None) if guided else slice(1, 2)
    more["encoder_hidden_states"] = rows.tokens()[heard].to(given.device, given.dtype)
    added, pooled = more.get("added_cond_kwargs"), rows.pooled()
    if added and pooled is not None:
        ids = added["time_ids"]
        ids = torch.cat([ids[:1], *[ids[-1:]] * (count - 1)])[heard]
        kind = added["text_embeds"]
        texts = pooled[heard].to(kind.device, kind.dtype)
        more["added_cond_kwargs"] = {**added, "text_embeds": texts, "time_ids": ids}
    if not guided or count == 2:
        return forward(sample, timestep, *rest, **more)
    output = forward(sample[:1].repeat(count, *[1] * (sample.ndim - 1)), timestep, *rest, **more)
    plain, *wanted = output[0].split(1)
    mixed = plain
    for weight, one in zip(rows.weights, wanted, strict=True):
        mixed = mixed + weight * (one - plain)
    return (torch.cat([plain, mixed]),)
