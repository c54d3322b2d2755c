"""MIL's resizing, pooling and padding."""

from __future__ import annotations

import math
from collections.abc import Callable

import torch
import torch.nn.functional as F

from desktop.core.errors import BadInput

from .linear import padding, torch_pad
from .mil_node import Builder, Kernel, MilNode, unary

_AVERAGE = {1: F.avg_pool1d, 2: F.avg_pool2d, 3: F.avg_pool3d}
_MAXIMUM = {1: F.max_pool1d, 2: F.max_pool2d, 3: F.max_pool3d}


def _upsample_nearest(node: MilNode) -> Kernel:
    height, width = node.op.type.shape[-2:]
    factors = [float(node.static(f"scale_factor_{side}", 1)) for side in ("height", "width")]

    def run(x: torch.Tensor) -> torch.Tensor:
        if all(factor.is_integer() for factor in factors):
            return _images(x, lambda y: F.interpolate(y, size=(height, width), mode="nearest"))
        rows = _nearest(x.shape[-2], height, factors[0])
        return x.index_select(-2, rows).index_select(-1, _nearest(x.shape[-1], width, factors[1]))

    return Kernel(run, ("x",))


def _nearest(side: int, target: int, factor: float) -> torch.Tensor:
    return (torch.arange(target) / factor).floor().clamp_max(side - 1).to(torch.int64)


def _images(x: torch.Tensor, fn: Callable[[torch.Tensor], torch.Tensor]) -> torch.Tensor:
    """Apply `fn`, which takes (B, C, H, W), to a tensor of any rank from 3."""
    if x.ndim == 4:
        return fn(x)
    y = fn(x.reshape(1, -1, *x.shape[-2:]))
    return y.reshape(*x.shape[:-2], *y.shape[-2:])


def _resize_nearest(node: MilNode) -> Kernel:
    size = node.op.type.shape[-2:]
    return unary(
        lambda x: _images(x, lambda y: F.interpolate(y, size=size, mode="nearest")), ("x",)
    )


def _upsample_bilinear(node: MilNode) -> Kernel:
    corners = bool(node.static("align_corners", True))
    if not corners and node.has("half_pixel_centers") and not node.static("half_pixel_centers"):
        return _sampled(node, "DEFAULT")
    return _sampled(node, "STRICT_ALIGN_CORNERS" if corners else "UNALIGN_CORNERS")


def _resize_bilinear(node: MilNode) -> Kernel:
    return _sampled(node, node.static("sampling_mode", "DEFAULT"))


def _resize(node: MilNode) -> Kernel:
    mode = node.static("sampling_mode", "DEFAULT")
    if int(node.static("resized_dims")) != 2:
        raise BadInput("A resize of this model is not of two sides, which can’t be run here.")
    if node.static("interpolation_mode", "LINEAR") == "LINEAR":
        return _sampled(node, mode)
    height, width = node.op.type.shape[-2:]

    def run(x: torch.Tensor) -> torch.Tensor:
        rows = _points(x.shape[-2], height, mode).round().to(torch.int64)
        columns = _points(x.shape[-1], width, mode).round().to(torch.int64)
        return x.index_select(-2, rows).index_select(-1, columns)

    if mode == "DEFAULT":
        return _resize_nearest(node)
    return Kernel(run, ("x",))


def _points(side: int, target: int, mode: str) -> torch.Tensor:
    """Return a resize's sample points in source pixels (coremltools, `resize_bilinear`)."""
    i = torch.arange(target, dtype=torch.float64)
    if mode in ("STRICT_ALIGN_CORNERS", "ALIGN_CORNERS"):
        if target == 1:
            return torch.full((1,), (side - 1) / 2 if mode == "ALIGN_CORNERS" else 0.0)
        points = i * ((side - 1) / (target - 1))
    elif mode == "DEFAULT":
        points = i * (side / target)
    elif mode == "OFFSET_CORNERS":
        delta = max(1, side - 1) / target
        points = 0.5 * delta + i * delta
    else:
        points = (i + 0.5) * (side / target) - 0.5
    return points.clamp(0, side - 1)


def _sampled(node: MilNode, mode: str) -> Kernel:
    height, width = node.op.type.shape[-2:]
    if mode == "UNALIGN_CORNERS":  # torch's own rule for align_corners=False
        return unary(
            lambda x: _images(x, lambda y: F.interpolate(y, size=(height, width), mode="bilinear")),
            ("x",),
        )

    def run(x: torch.Tensor) -> torch.Tensor:
        return _along(_along(x, -2, height, mode), -1, width, mode)

    return Kernel(run, ("x",))


def _along(x: torch.Tensor, axis: int, target: int, mode: str) -> torch.Tensor:
    points = _points(x.shape[axis], target, mode)
    low = points.floor().to(torch.int64)
    high = (low + 1).clamp_max(x.shape[axis] - 1)
    weight = (points - low).to(x.dtype)
    weight = weight.reshape([-1] + [1] * (-axis - 1))
    return torch.lerp(x.index_select(axis, low), x.index_select(axis, high), weight)


def _pad(node: MilNode) -> Kernel:
    rank, given = node.rank("x"), node.ints("pad")
    both = [(given[2 * i], given[2 * i + 1]) for i in range(len(given) // 2)]
    both = [(0, 0)] * (rank - len(both)) + both
    mode, value = node.static("mode", "constant"), node.static("constant_val", 0)
    while len(both) > 1 and both[0] == (0, 0) and mode != "constant" and len(both) > 2:
        both.pop(0)
    amounts = torch_pad(both)
    if mode == "constant":
        return unary(lambda x: F.pad(x, amounts, value=value), ("x",))
    lead = rank - len(both)

    def run(x: torch.Tensor) -> torch.Tensor:
        y = x.reshape(1, math.prod(x.shape[:lead]), *x.shape[lead:])
        y = F.pad(y, amounts, mode=mode)
        return y.reshape(*x.shape[:lead], *y.shape[2:])

    return Kernel(run, ("x",))


def _pool(node: MilNode) -> tuple[list[int], list[int], list[tuple[int, int]], bool]:
    kernel = node.ints("kernel_sizes")
    strides = node.ints("strides", [1] * len(kernel))
    size = node.input_type("x").shape[2:]
    both = padding(
        node.static("pad_type", "valid"),
        node.ints("pad", [0] * 2 * len(kernel)),
        size,
        kernel,
        strides,
    )
    return kernel, strides, both, bool(node.static("ceil_mode", False))


def _avg_pool(node: MilNode) -> Kernel:
    kernel, strides, both, ceil = _pool(node)
    pool, exclude = _AVERAGE[len(kernel)], bool(node.static("exclude_padding_from_average", False))
    if all(low == high for low, high in both):
        pad = [low for low, _ in both]
        return unary(lambda x: pool(x, kernel, strides, pad, ceil, not exclude), ("x",))
    amounts = torch_pad(both)

    def run(x: torch.Tensor) -> torch.Tensor:
        y = pool(F.pad(x, amounts), kernel, strides, 0, ceil)
        if exclude:
            inside = F.pad(torch.ones_like(x[:1, :1]), amounts)
            y = y / pool(inside, kernel, strides, 0, ceil)
        return y

    return Kernel(run, ("x",))


def _max_pool(node: MilNode) -> Kernel:
    kernel, strides, both, ceil = _pool(node)
    pool, amounts = _MAXIMUM[len(kernel)], torch_pad(both)

    def run(x: torch.Tensor) -> torch.Tensor:
        padded = F.pad(x, amounts, value=-math.inf) if any(amounts) else x
        return pool(padded, kernel, strides, 0, 1, ceil)

    return Kernel(run, ("x",))


def _l2_pool(node: MilNode) -> Kernel:
    kernel, strides, both, ceil = _pool(node)
    pool, amounts, area = _AVERAGE[len(kernel)], torch_pad(both), math.prod(kernel)

    def run(x: torch.Tensor) -> torch.Tensor:
        return (pool(F.pad(x, amounts).square(), kernel, strides, 0, ceil) * area).sqrt()

    return Kernel(run, ("x",))


OPERATIONS: dict[str, Builder] = {
    "upsample_nearest_neighbor": _upsample_nearest,
    "resize_nearest_neighbor": _resize_nearest,
    "upsample_bilinear": _upsample_bilinear,
    "resize_bilinear": _resize_bilinear,
    "resize": _resize,
    "pad": _pad,
    "avg_pool": _avg_pool,
    "max_pool": _max_pool,
    "l2_pool": _l2_pool,
}
