"""MIL's reductions, sorting and cumulative sums."""

from __future__ import annotations

from collections.abc import Callable

import torch

from .mil_node import Builder, Kernel, MilNode, unary


def _reduction(fn: Callable[[torch.Tensor, list[int], bool], torch.Tensor]) -> Builder:
    def build(node: MilNode) -> Kernel:
        axes = node.ints("axes") if node.has("axes") else list(range(node.rank("x")))
        keep = bool(node.static("keep_dims", False))
        dtype = node.dtype
        return unary(lambda x: fn(x, axes, keep).to(dtype), ("x",))

    return build


def _product(x: torch.Tensor, axes: list[int], keep: bool) -> torch.Tensor:
    for axis in sorted((axis % x.ndim for axis in axes), reverse=True):
        x = torch.prod(x, axis, keepdim=keep)
    return x


def _log_sum(node: MilNode) -> Kernel:
    axes = node.ints("axes") if node.has("axes") else list(range(node.rank("x")))
    keep = bool(node.static("keep_dims", False))
    return unary(lambda x: torch.log(x.sum(axes, keepdim=keep)), ("x",))


def _argument(fn: Callable[..., torch.Tensor]) -> Builder:
    def build(node: MilNode) -> Kernel:
        axis, keep = int(node.static("axis", -1)), bool(node.static("keep_dims", False))
        dtype = node.dtype
        return unary(lambda x: fn(x, axis, keepdim=keep).to(dtype), ("x",))

    return build


def _argsort(node: MilNode) -> Kernel:
    axis, ascending = int(node.static("axis", -1)), bool(node.static("ascending", False))
    return unary(
        lambda x: torch.argsort(x, dim=axis, descending=not ascending, stable=True).to(torch.int32),
        ("x",),
    )


def _topk(node: MilNode) -> Kernel:
    k, axis = int(node.static("k", 1)), int(node.static("axis", -1))
    ascending, both = bool(node.static("ascending", False)), node.static("return_indices", True)

    def run(x: torch.Tensor) -> torch.Tensor | tuple[torch.Tensor, torch.Tensor]:
        values, indices = torch.topk(x, x.shape[axis] if k < 0 else k, axis, largest=not ascending)
        return (values, indices.to(torch.int32)) if both else values

    return Kernel(run, ("x",))


def _cumsum(node: MilNode) -> Kernel:
    axis = int(node.static("axis", 0))
    exclusive, reverse = bool(node.static("exclusive")), bool(node.static("reverse"))
    dtype = node.dtype

    def run(x: torch.Tensor) -> torch.Tensor:
        x = x.flip(axis) if reverse else x
        y = torch.cumsum(x, axis)
        y = y - x if exclusive else y
        return (y.flip(axis) if reverse else y).to(dtype)

    return Kernel(run, ("x",))


OPERATIONS: dict[str, Builder] = {
    "reduce_mean": _reduction(lambda x, axes, keep: x.mean(axes, keepdim=keep)),
    "reduce_sum": _reduction(lambda x, axes, keep: x.sum(axes, keepdim=keep)),
    "reduce_max": _reduction(lambda x, axes, keep: x.amax(axes, keepdim=keep)),
    "reduce_min": _reduction(lambda x, axes, keep: x.amin(axes, keepdim=keep)),
    "reduce_prod": _reduction(_product),
    "reduce_l1_norm": _reduction(lambda x, axes, keep: x.abs().sum(axes, keepdim=keep)),
    "reduce_l2_norm": _reduction(lambda x, axes, keep: x.square().sum(axes, keepdim=keep).sqrt()),
    "reduce_sum_square": _reduction(lambda x, axes, keep: x.square().sum(axes, keepdim=keep)),
    "reduce_log_sum_exp": _reduction(lambda x, axes, keep: torch.logsumexp(x, axes, keepdim=keep)),
    "reduce_log_sum": _log_sum,
    "reduce_argmax": _argument(torch.argmax),
    "reduce_argmin": _argument(torch.argmin),
    "argsort": _argsort,
    "topk": _topk,
    "cumsum": _cumsum,
}
