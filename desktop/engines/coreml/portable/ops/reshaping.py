"""MIL operations that reshape or reorder a tensor."""

from __future__ import annotations

import torch
import torch.nn.functional as F

from .mil_node import Builder, Kernel, MilNode, binary, ints_of, simple_unary, unary


def _reshape(node: MilNode) -> Kernel:
    declared = node.op.type.shape
    if -1 not in declared:  # what the program says it becomes spares the rules of 0 and -1
        target = list(declared)
        return unary(lambda x: x.reshape(target), ("x",))
    if node.is_static("shape"):
        given = node.ints("shape")
        return unary(lambda x: x.reshape(_filled(x, given)), ("x",))
    return binary(lambda x, shape: x.reshape(_filled(x, ints_of(shape))), ("x", "shape"))


def _filled(x: torch.Tensor, shape: list[int]) -> list[int]:
    return [x.shape[axis] if side == 0 else side for axis, side in enumerate(shape)]


def _reshape_like(node: MilNode) -> Kernel:
    target = list(node.op.type.shape)
    return unary(lambda x: x.reshape(target), ("x",))


def _transpose(node: MilNode) -> Kernel:
    perm = node.ints("perm")
    return unary(lambda x: x.permute(perm), ("x",))


def _expand_dims(node: MilNode) -> Kernel:
    rank = len(node.op.type.shape)
    axes = sorted(axis % rank for axis in node.ints("axes"))

    def run(x: torch.Tensor) -> torch.Tensor:
        for axis in axes:
            x = x.unsqueeze(axis)
        return x

    return Kernel(run, ("x",))


def _squeeze(node: MilNode) -> Kernel:
    if not node.has("axes"):
        return Kernel(torch.squeeze, ("x",))
    axes = tuple(node.ints("axes"))
    return unary(lambda x: x.squeeze(axes), ("x",))


def _reverse(node: MilNode) -> Kernel:
    axes = node.ints("axes") if node.has("axes") else list(range(node.rank("x")))
    return unary(lambda x: x.flip(axes), ("x",))


def _tile(node: MilNode) -> Kernel:
    reps = node.ints("reps")
    return unary(lambda x: x.repeat(reps), ("x",))


def _pixel_shuffle(node: MilNode) -> Kernel:
    factor = int(node.static("upscale_factor"))
    return unary(lambda x: F.pixel_shuffle(x, factor), ("x",))


def _pixel_unshuffle(node: MilNode) -> Kernel:
    factor = int(node.static("downscale_factor"))
    return unary(lambda x: F.pixel_unshuffle(x, factor), ("x",))


def _depth_to_space(node: MilNode) -> Kernel:
    size = int(node.static("block_size"))

    def run(x: torch.Tensor) -> torch.Tensor:
        batch, depth, height, width = x.shape
        y = x.reshape(batch, size, size, depth // size**2, height, width)
        return y.permute(0, 3, 4, 1, 5, 2).reshape(
            batch, depth // size**2, height * size, width * size
        )

    return Kernel(run, ("x",))


def _space_to_depth(node: MilNode) -> Kernel:
    size = int(node.static("block_size"))

    def run(x: torch.Tensor) -> torch.Tensor:
        batch, depth, height, width = x.shape
        y = x.reshape(batch, depth, height // size, size, width // size, size)
        return y.permute(0, 3, 5, 1, 2, 4).reshape(
            batch, depth * size**2, height // size, width // size
        )

    return Kernel(run, ("x",))


def _band_part(node: MilNode) -> Kernel:
    lower, upper = int(node.static("lower", -1)), int(node.static("upper", -1))

    def run(x: torch.Tensor) -> torch.Tensor:
        y = x if upper < 0 else x.tril(upper)
        return y if lower < 0 else y.triu(-lower)

    return Kernel(run, ("x",))


def _fill(node: MilNode) -> Kernel:
    value, dtype = node.static("value", 0.0), node.dtype
    return unary(lambda shape: torch.full(ints_of(shape), value, dtype=dtype), ("shape",))


def _fill_like(node: MilNode) -> Kernel:
    value, dtype = node.static("value", 0.0), node.dtype
    return unary(lambda x: torch.full_like(x, value, dtype=dtype), ("ref_tensor",))


def _range(node: MilNode) -> Kernel:
    dtype = node.dtype

    def run(start: torch.Tensor, end: torch.Tensor, step: torch.Tensor) -> torch.Tensor:
        return torch.arange(start.item(), end.item(), step.item(), dtype=dtype)

    return Kernel(run, ("start", "end", "step"))


def _one_hot(node: MilNode) -> Kernel:
    axis, dtype = int(node.static("axis", -1)), node.dtype
    on, off = node.static("on_value", 1), node.static("off_value", 0)
    size = int(node.static("one_hot_vector_size"))

    def run(indices: torch.Tensor) -> torch.Tensor:
        hot = indices.unsqueeze(-1) == torch.arange(size)
        y = torch.where(hot, torch.tensor(on, dtype=dtype), torch.tensor(off, dtype=dtype))
        return y.movedim(-1, axis)

    return Kernel(run, ("indices",))


def _sliding_windows(node: MilNode) -> Kernel:
    rank = node.rank("x")
    axis, size = int(node.static("axis")) % rank, int(node.static("size"))
    stride = int(node.static("stride", 1))
    return unary(lambda x: x.unfold(axis, size, stride).movedim(-1, axis + 1), ("x",))


OPERATIONS: dict[str, Builder] = {
    "reshape": _reshape,
    "reshape_like": _reshape_like,
    "flatten2d": _reshape_like,
    "transpose": _transpose,
    "expand_dims": _expand_dims,
    "squeeze": _squeeze,
    "reverse": _reverse,
    "tile": _tile,
    "pixel_shuffle": _pixel_shuffle,
    "pixel_unshuffle": _pixel_unshuffle,
    "depth_to_space": _depth_to_space,
    "space_to_depth": _space_to_depth,
    "band_part": _band_part,
    "fill": _fill,
    "fill_like": _fill_like,
    "range_1d": _range,
    "one_hot": _one_hot,
    "sliding_windows": _sliding_windows,
    "shape": simple_unary(lambda x: torch.tensor(x.shape, dtype=torch.int32), "x"),
    "non_zero": simple_unary(lambda x: torch.nonzero(x).to(torch.int32), "x"),
}
