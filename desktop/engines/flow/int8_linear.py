"""A linear layer with int8 weights: half the memory of half precision.

Each row of the weight has its own scale. The weight is widened for each call, since the activations
are not quantized: that is exact in bf16 and fp16, and costs a pass over the weight.
"""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch.nn import functional

SCALE = ".weight_scale"
"""Suffix of the scales' names, as in files of scaled 8-bit weights."""
_MOST = 127
_ROWS = 2048
"""Rows quantized at once."""


class Int8Linear(torch.nn.Module):
    """y = (x W^T) * scale + bias with W (out, in) int8 and scale (out,) float32."""

    weight: torch.Tensor
    weight_scale: torch.Tensor

    def __init__(self, in_features: int, out_features: int, *, bias: bool) -> None:
        super().__init__()
        self.in_features, self.out_features = in_features, out_features
        self.register_buffer("weight", torch.empty(out_features, in_features, dtype=torch.int8))
        self.register_buffer("weight_scale", torch.empty(out_features, dtype=torch.float32))
        self.bias = torch.nn.Parameter(torch.empty(out_features)) if bias else None

    def forward(self, values: torch.Tensor) -> torch.Tensor:
        """Map `values` (..., in) to (..., out), in their dtype."""
        weight = self.weight.to(values.dtype)
        if values.dtype == torch.float16:  # sums of up to 127 times the values would overflow
            weight = weight * self.weight_scale.to(values.dtype)[:, None]
            return functional.linear(values, weight, self.bias)
        result = functional.linear(values, weight).mul_(self.weight_scale.to(values.dtype))
        return result if self.bias is None else result.add_(self.bias)


def quantized(weight: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Return `weight` (out, in) as int8 rows and float32 scales (out,), rounded to nearest.

    Some rows at a time: a large layer in float32 takes more memory than a picture.
    """
    small = torch.empty(weight.shape, dtype=torch.int8)
    scales = torch.empty(weight.shape[0], dtype=torch.float32)
    for start in range(0, weight.shape[0], _ROWS):
        part = slice(start, start + _ROWS)
        whole = weight[part].float()
        scale = whole.abs().amax(dim=1).clamp_(min=1e-12).div_(_MOST)
        small[part] = whole.div(scale[:, None]).round_().clamp_(-_MOST, _MOST)
        scales[part] = scale
    return small, scales


def take_int8(network: torch.nn.Module, tensors: Mapping[str, torch.Tensor]) -> None:
    """Replace each linear of `network` whose weight is int8 in `tensors` by an Int8Linear."""
    for name, tensor in tensors.items():
        if tensor.dtype != torch.int8 or not name.endswith(".weight"):
            continue
        owner, _, last = name.removesuffix(".weight").rpartition(".")
        parent = network.get_submodule(owner)
        linear = getattr(parent, last)
        small = Int8Linear(linear.in_features, linear.out_features, bias=linear.bias is not None)
        setattr(parent, last, small)
