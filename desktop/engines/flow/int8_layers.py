"""The layers of a flow transformer that are kept in int8, and their tensors."""

from __future__ import annotations

from collections.abc import Iterator

import torch

from desktop.models.recognition.tensor_names.transformer_keys import PREFIXES

from .int8_linear import SCALE, quantized

_BLOCKS = (
    *("transformer_blocks.", "single_transformer_blocks.", "layers.", "noise_refiner."),
    "context_refiner.",
)
_FINE = ("modulation", "norm", "adaLN")
"""Substrings of layer names to leave unquantized: layers that modulate all others, small ones."""


def kept_in_int8(name: str, tensor: torch.Tensor) -> bool:
    """Return whether a transformer's tensor, under diffusers' name, is a weight to quantize."""
    for prefix in PREFIXES:
        name = name.removeprefix(prefix)
    if tensor.ndim != 2 or not name.endswith(".weight") or any(word in name for word in _FINE):
        return False
    return name.startswith(_BLOCKS)


def int8_parts(name: str, tensor: torch.Tensor) -> Iterator[tuple[str, torch.Tensor]]:
    """Yield the tensors to keep for one tensor; on torch's meta device for sizes alone."""
    if not kept_in_int8(name, tensor):
        yield name, tensor
        return
    scale = name.removesuffix(".weight") + SCALE
    if tensor.is_meta:
        yield name, torch.empty(tensor.shape, dtype=torch.int8, device="meta")
        yield scale, torch.empty(tensor.shape[0], dtype=torch.float32, device="meta")
        return
    small, scales = quantized(tensor)
    yield name, small
    yield scale, scales
