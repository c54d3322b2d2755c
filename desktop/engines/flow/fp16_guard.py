"""Overflow guards for the feed-forward layers of flow transformers in fp16.

The product inside a gated feed-forward exceeds fp16's 65,504 on some tokens of Z-Image, and
infinity times zero is NaN from there on. Each token is scaled into -1..1 before either
multiplication, and scaled back in float32; the layers' weights stay as they are.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
import torch.nn.functional as F
from diffusers.models.transformers.transformer_flux2 import Flux2FeedForward, Flux2SwiGLU
from diffusers.models.transformers.transformer_z_image import FeedForward
from torch import Tensor

_LARGEST = 65_504.0
"""Largest finite fp16 number."""
_TOKENS = 1024
"""Tokens per batch, since the values between the layers are float32."""


class GuardedFeedForward(torch.nn.Module):
    """Z-Image's feed-forward, guarded: (B, T, D) fp16 to float32.

    The next layer is an RMS norm, which takes float32 and returns fp16.
    """

    def __init__(self, plain: FeedForward) -> None:
        super().__init__()
        self.w1, self.w2, self.w3 = plain.w1, plain.w2, plain.w3

    def forward(self, x: Tensor) -> Tensor:
        """See FeedForward."""

        def inner(values: Tensor) -> tuple[Tensor, Tensor]:
            return self.w1(values), self.w3(values)

        return _by_tokens(x, lambda part: _gated(part, inner, self.w2))


class GuardedFlux2FeedForward(torch.nn.Module):
    """FLUX.2's feed-forward, guarded: (B, T, D) fp16, clamped to fp16's largest number."""

    def __init__(self, plain: Flux2FeedForward) -> None:
        super().__init__()
        self.linear_in, self.linear_out = plain.linear_in, plain.linear_out

    def forward(self, x: Tensor) -> Tensor:
        """See Flux2FeedForward."""

        def inner(values: Tensor) -> tuple[Tensor, Tensor]:
            gate, value = self.linear_in(values).chunk(2, dim=-1)
            return gate, value

        return as_fp16(_by_tokens(x, lambda part: _gated(part, inner, self.linear_out)))


class GuardedSwiGLU(Flux2SwiGLU):
    """The product inside FLUX.2's single blocks, clamped to fp16's largest number."""

    def forward(self, x: Tensor) -> Tensor:
        """See Flux2SwiGLU."""
        return as_fp16(super().forward(x.float()))


_GUARDS: dict[type, Callable[[Any], torch.nn.Module]] = {
    FeedForward: GuardedFeedForward,
    Flux2FeedForward: GuardedFlux2FeedForward,
    Flux2SwiGLU: lambda _: GuardedSwiGLU(),
}


def guard_fp16(network: torch.nn.Module) -> None:
    """Replace the layers of `network` that overflow by the guarded ones."""
    for parent in list(network.modules()):
        for name, child in list(parent.named_children()):
            guard = _GUARDS.get(type(child))
            if guard is not None:
                setattr(parent, name, guard(child))


def as_fp16(values: Tensor) -> Tensor:
    """Return `values` in fp16, clamped to its largest number; float32 ones are clamped in place.

    The clamp is in float32: bf16 rounds that number up to 65,536, which fp16 lacks.
    """
    return values.float().clamp_(-_LARGEST, _LARGEST).half()


def _by_tokens(x: Tensor, change: Callable[[Tensor], Tensor]) -> Tensor:
    """Return `change` of (..., T, D), computed in batches of tokens."""
    parts = range(0, x.shape[-2], _TOKENS)
    return torch.cat([change(x[..., start : start + _TOKENS, :]) for start in parts], dim=-2)


def _gated(
    x: Tensor, inner: Callable[[Tensor], tuple[Tensor, Tensor]], outer: Callable[[Tensor], Tensor]
) -> Tensor:
    """Return outer(silu(gate) * value) in float32, (gate, value) = inner(x); both linear."""
    small, scale = _scaled(x.float(), x.dtype)
    gate, value = inner(small)
    product = F.silu(gate.float() * scale).mul_(value.float() * scale)
    small, scale = _scaled(product, x.dtype)
    return outer(small).float() * scale


def _scaled(values: Tensor, dtype: torch.dtype) -> tuple[Tensor, Tensor]:
    """Return `values` (..., D) float32 scaled to -1..1 in `dtype`, and the scales (..., 1)."""
    scale = values.abs().amax(dim=-1, keepdim=True).clamp_(min=1e-6)
    return (values / scale).to(dtype), scale
