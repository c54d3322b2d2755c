"""Convolutions and matrix products, attention among them."""

from __future__ import annotations

from collections.abc import Sequence

import torch
import torch.nn.functional as F

from desktop.core.errors import BadInput

from .mil_node import Builder, Kernel, MilNode, present, variadic

_CONVOLUTIONS = {1: F.conv1d, 2: F.conv2d, 3: F.conv3d}
_TRANSPOSED = {1: F.conv_transpose1d, 2: F.conv_transpose2d, 3: F.conv_transpose3d}


def padding(
    pad_type: str,
    pad: Sequence[int],
    size: Sequence[int],
    kernel: Sequence[int],
    strides: Sequence[int],
) -> list[tuple[int, int]]:
    """Return the zeros before and after each spatial dimension; `kernel` includes dilation.

    "same" gives ceil(size / stride) outputs, "same_lower" puts the odd one before.
    """
    if pad_type == "custom":
        return [(pad[2 * i], pad[2 * i + 1]) for i in range(len(size))]
    if pad_type == "valid":
        return [(0, 0)] * len(size)
    both: list[tuple[int, int]] = []
    for side, width, stride in zip(size, kernel, strides, strict=True):
        total = max((-(-side // stride) - 1) * stride + width - side, 0)
        small, large = total // 2, total - total // 2
        both.append((small, large) if pad_type == "same" else (large, small))
    return both


def torch_pad(both: Sequence[tuple[int, int]]) -> list[int]:
    """Return the paddings in `F.pad`'s order: the last dimension first."""
    return [side for pair in reversed(both) for side in pair]


def _conv(node: MilNode) -> Kernel:
    rank = node.rank("x") - 2
    weight = node.input_type("weight").shape
    strides = node.ints("strides", [1] * rank)
    dilations = node.ints("dilations", [1] * rank)
    groups = int(node.static("groups", 1))
    kernel = [(k - 1) * d + 1 for k, d in zip(weight[2:], dilations, strict=True)]
    size = node.input_type("x").shape[2:]
    both = padding(
        node.static("pad_type", "valid"), node.ints("pad", [0] * 2 * rank), size, kernel, strides
    )
    takes = present(node, "x", "weight", "bias")
    pointwise = set(kernel) | set(strides) == {1} and groups == 1
    if pointwise and rank == 2 and size[0] == 1 and not any(map(any, both)):
        return Kernel(_pointwise, takes)
    convolve = _CONVOLUTIONS[rank]
    if all(low == high for low, high in both):
        symmetric = [low for low, _ in both]

        def run(x: torch.Tensor, w: torch.Tensor, b: torch.Tensor | None = None) -> torch.Tensor:
            return convolve(x, w, b, strides, symmetric, dilations, groups)

        return Kernel(run, takes)
    uneven = torch_pad(both)

    def run_padded(x: torch.Tensor, w: torch.Tensor, b: torch.Tensor | None = None) -> torch.Tensor:
        return convolve(F.pad(x, uneven), w, b, strides, 0, dilations, groups)

    return Kernel(run_padded, takes)


def _pointwise(x: torch.Tensor, w: torch.Tensor, b: torch.Tensor | None = None) -> torch.Tensor:
    """Apply a 1x1 convolution on (B, C, 1, S) as a matrix product.

    The result keeps its channels innermost in memory, the layout that the next such product, layer
    norm and attention need.
    """
    return F.linear(x.permute(0, 2, 3, 1), w.flatten(1), b).permute(0, 3, 1, 2)


def _conv_transpose(node: MilNode) -> Kernel:
    rank = node.rank("x") - 2
    weight = node.input_type("weight").shape
    strides = node.ints("strides", [1] * rank)
    dilations = node.ints("dilations", [1] * rank)
    groups = int(node.static("groups", 1))
    size = node.input_type("x").shape[2:]
    full = [
        (side - 1) * stride + (k - 1) * d + 1
        for side, stride, k, d in zip(size, strides, weight[2:], dilations, strict=True)
    ]
    wanted = list(node.op.type.shape[2:])
    if node.static("pad_type", "valid") == "custom":
        pad = node.ints("pad", [0] * 2 * rank)
        low = [pad[2 * i] for i in range(rank)]
    else:
        low = [max(f - w, 0) // 2 for f, w in zip(full, wanted, strict=True)]
    beyond = [max(lo + w - f, 0) for lo, w, f in zip(low, wanted, full, strict=True)]
    transpose = _TRANSPOSED[rank]

    def run(x: torch.Tensor, w: torch.Tensor, b: torch.Tensor | None = None) -> torch.Tensor:
        y = transpose(x, w, b, strides, 0, 0, groups, dilations)
        if any(beyond):
            y = F.pad(y, torch_pad([(0, extra) for extra in beyond]))
        for axis, (start, side) in enumerate(zip(low, wanted, strict=True)):
            y = y.narrow(axis + 2, start, side)
        return y

    return Kernel(run, present(node, "x", "weight", "bias"))


def _matmul(node: MilNode) -> Kernel:
    flip_x, flip_y = bool(node.static("transpose_x")), bool(node.static("transpose_y"))

    def run(x: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
        return torch.matmul(x.mT if flip_x else x, y.mT if flip_y else y)

    return Kernel(run, ("x", "y"))


def _einsum(node: MilNode) -> Kernel:
    equation = str(node.static("equation")).replace(" ", "")
    if not equation:
        raise BadInput("An einsum of this model has no equation.", node.op.name)
    return variadic(lambda *values: torch.einsum(equation, *values), ("values",))


def _attention(node: MilNode) -> Kernel:
    takes = present(node, "query", "key", "value", "attn_mask")

    def run(
        q: torch.Tensor, k: torch.Tensor, v: torch.Tensor, mask: torch.Tensor | None = None
    ) -> torch.Tensor:
        return F.scaled_dot_product_attention(q, k, v, attn_mask=mask)

    return Kernel(run, takes)


OPERATIONS: dict[str, Builder] = {
    "conv": _conv,
    "conv_transpose": _conv_transpose,
    "linear": lambda node: Kernel(F.linear, present(node, "x", "weight", "bias")),
    "matmul": _matmul,
    "einsum": _einsum,
    "scaled_dot_product_attention": _attention,
}
