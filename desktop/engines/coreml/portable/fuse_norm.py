"""Fusion of group normalization written as single operations, and of x * sigmoid(x)."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F

from .ops.mil_node import Kernel, MilNode, unary
from .program import Op
from .use_graph import UseGraph

GROUP_NORM = "easel.group_norm"


@dataclass(frozen=True, slots=True)
class NormGroup:
    """A group normalization; `scale` and `shift` are per channel, or None."""

    groups: int
    epsilon: float
    scale: torch.Tensor | None
    shift: torch.Tensor | None


def build_group_norm(node: MilNode) -> Kernel:
    """Return the kernel of a fused group normalization."""
    group: NormGroup = node.op.detail
    dtype = node.dtype
    weight = None if group.scale is None else group.scale.to(dtype)
    bias = None if group.shift is None else group.shift.to(dtype)
    return unary(lambda x: F.group_norm(x, group.groups, weight, bias, group.epsilon), ("x",))


def fuse_norms(graph: UseGraph) -> None:
    """Replace every written-out group normalization, and sigmoid times its own argument."""
    for op in graph.ops():
        if op.kind == "reduce_mean":
            _fuse_group_norm(graph, op)
    for op in graph.ops():
        if op.kind == "sigmoid":
            _fuse_silu(graph, op)


def _fuse_silu(graph: UseGraph, sigmoid: Op) -> None:
    product = graph.user(sigmoid.outputs[0])
    if product is None or product.kind != "mul":
        return
    x = sigmoid.inputs["x"][0]
    if {product.inputs["x"][0], product.inputs["y"][0]} == {x, sigmoid.outputs[0]}:
        fused = Op("silu", product.name, {"x": (x,)}, product.outputs, product.types)
        graph.replace([sigmoid, product], fused)


def _fuse_group_norm(graph: UseGraph, mean: Op) -> None:
    """Fuse reshape, minus mean, over sqrt(mean of squares + epsilon), reshape, times and plus."""
    grouped = mean.inputs["x"][0]
    split = graph.maker(grouped)
    if split is None or split.kind != "reshape" or graph.parameter(mean, "keep_dims") != [1]:
        return
    source = split.inputs["x"][0]
    shape, inner = graph.shape(source), graph.shape(grouped)
    if len(inner) < 3 or inner[0] != shape[0] or -1 in shape:
        return
    axes = sorted(axis % len(inner) for axis in graph.parameter(mean, "axes") or [])
    if axes != list(range(2, len(inner))) or shape[1] % inner[1] or inner[2:] == shape[2:]:
        return
    chain = _normalisation(graph, mean, grouped)
    if chain is None:
        return
    pattern, epsilon, divide = chain
    join = graph.user(divide.outputs[0])
    if join is None or join.kind != "reshape" or join.type.shape != shape:
        return
    last, scale, shift, more = _affine(graph, join, shape[1])
    keep = [op for op in [split] if len({id(u) for u in graph.users(grouped)}) == 2]
    fused = Op(
        GROUP_NORM,
        last.name,
        {"x": (source,)},
        last.outputs,
        last.types,
        NormGroup(inner[1], epsilon, scale, shift),
    )
    graph.replace([*keep, mean, *pattern, join, *more], fused)


def _normalisation(  # noqa: PLR0911 - every return is one way not to match
    graph: UseGraph, mean: Op, grouped: str
) -> tuple[list[Op], float, Op] | None:
    """Match (x - mean) / sqrt(variance + epsilon) from x and its mean."""
    minus = graph.user(mean.outputs[0])
    if minus is None or minus.kind != "sub" or minus.inputs["x"][0] != grouped:
        return None
    centred = minus.outputs[0]
    square = next((op for op in graph.users(centred) if _is_square(op, centred)), None)
    if square is None:
        return None
    variance = graph.user(square.outputs[0])
    if variance is None or variance.kind != "reduce_mean":
        return None
    if graph.parameter(variance, "axes") != graph.parameter(mean, "axes"):
        return None
    plus = graph.user(variance.outputs[0])
    pattern = [minus, square, variance]
    epsilon = 0.0
    if plus is not None and plus.kind == "add":
        value = graph.scalar(plus.inputs["y"][0])
        value = graph.scalar(plus.inputs["x"][0]) if value is None else value
        if value is None:
            return None
        epsilon = value
        pattern.append(plus)
        plus = graph.user(plus.outputs[0])
    if plus is None or plus.kind not in ("sqrt", "rsqrt"):
        return None
    if plus.kind == "rsqrt" and "epsilon" in plus.inputs:
        epsilon += graph.scalar(plus.inputs["epsilon"][0]) or 0.0
    pattern.append(plus)
    divide = graph.user(plus.outputs[0])
    wanted = "real_div" if plus.kind == "sqrt" else "mul"
    if divide is None or divide.kind != wanted:
        return None
    operands = (divide.inputs["x"][0], divide.inputs["y"][0])
    if centred not in operands or (wanted == "real_div" and operands[0] != centred):
        return None
    if len({id(op) for op in graph.users(centred)}) != 2:
        return None
    return [*pattern, divide], epsilon, divide


def _is_square(op: Op, name: str) -> bool:
    if op.kind == "square":
        return True
    return op.kind == "mul" and op.inputs["x"][0] == op.inputs["y"][0] == name


def _affine(
    graph: UseGraph, join: Op, channels: int
) -> tuple[Op, torch.Tensor | None, torch.Tensor | None, list[Op]]:
    """Match what follows per channel: a batch norm with constants, or a factor and an addend."""
    last = join
    more: list[Op] = []
    scale: torch.Tensor | None = None
    shift: torch.Tensor | None = None
    following = graph.user(join.outputs[0])
    if following is not None and following.kind == "batch_norm":
        values = {
            key: _channel(graph, following.inputs[key][0], channels)
            for key in ("mean", "variance", "gamma", "beta")
            if key in following.inputs
        }
        if all(value is not None for value in values.values()):
            scale, shift = _of_batch_norm(graph, following, values, channels)
            return following, scale, shift, [following]
    if following is not None and following.kind == "mul":
        scale = _channel(graph, _other(following, last), channels)
        if scale is not None:
            more.append(following)
            last, following = following, graph.user(following.outputs[0])
    if following is not None and following.kind == "add":
        shift = _channel(graph, _other(following, last), channels)
        if shift is not None:
            more.append(following)
            last = following
    return last, scale, shift, more


def _of_batch_norm(
    graph: UseGraph, op: Op, values: dict[str, torch.Tensor | None], channels: int
) -> tuple[torch.Tensor, torch.Tensor]:
    epsilon = graph.scalar(op.inputs["epsilon"][0]) if "epsilon" in op.inputs else 1e-5
    ones, zeros = torch.ones(channels), torch.zeros(channels)

    def value(key: str, default: torch.Tensor) -> torch.Tensor:
        given = values.get(key)
        return default if given is None else given

    factor = value("gamma", ones) * torch.rsqrt(value("variance", ones) + (epsilon or 0.0))
    return factor, value("beta", zeros) - value("mean", zeros) * factor


def _other(op: Op, made: Op) -> str:
    x, y = op.inputs["x"][0], op.inputs["y"][0]
    return y if x == made.outputs[0] else x


def _channel(graph: UseGraph, name: str, channels: int) -> torch.Tensor | None:
    """Return a constant per channel, (C,) or (1, C, 1, 1) or (C, 1, 1), as (C,); else None."""
    value = graph.constant(name)
    if value is None or math.prod(value.shape) != channels:
        return None
    if value.ndim > 1 and value.shape[-1] != 1:
        return None
    return torch.asarray(np.array(value, np.float32).reshape(channels))
