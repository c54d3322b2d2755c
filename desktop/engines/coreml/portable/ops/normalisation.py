"""MIL's normalizations."""

from __future__ import annotations

import torch
import torch.nn.functional as F

from .mil_node import Builder, Kernel, MilNode, present, unary


def _batch_norm(node: MilNode) -> Kernel:
    epsilon = float(node.static("epsilon", 1e-5))
    takes = present(node, "x", "mean", "variance", "gamma", "beta")
    scaled, shifted = node.has("gamma"), node.has("beta")

    def run(
        x: torch.Tensor, mean: torch.Tensor, variance: torch.Tensor, *rest: torch.Tensor
    ) -> torch.Tensor:
        weight = rest[0] if scaled else None
        bias = rest[-1] if shifted else None
        return F.batch_norm(x, mean, variance, weight, bias, False, 0.0, epsilon)

    return Kernel(run, takes)


def _instance_norm(node: MilNode) -> Kernel:
    epsilon = float(node.static("epsilon", 1e-5))
    scaled, shifted = node.has("gamma"), node.has("beta")
    axes = list(range(2, node.rank("x")))
    side = [-1] + [1] * len(axes)

    def run(x: torch.Tensor, *rest: torch.Tensor) -> torch.Tensor:
        variance, mean = torch.var_mean(x, axes, correction=0, keepdim=True)
        y = (x - mean) * torch.rsqrt(variance + epsilon)
        if scaled:
            y = y * rest[0].reshape(side)
        return y + rest[-1].reshape(side) if shifted else y

    return Kernel(run, present(node, "x", "gamma", "beta"))


def _layer_norm(node: MilNode) -> Kernel:
    epsilon = float(node.static("epsilon", 1e-5))
    rank, shape = node.rank("x"), node.input_type("x").shape
    axes = sorted(axis % rank for axis in node.ints("axes", list(range(rank))))
    scaled, shifted = node.has("gamma"), node.has("beta")
    inner = [shape[axis] for axis in axes]
    order = [axis for axis in range(rank) if axis not in axes] + axes
    back = [order.index(axis) for axis in range(rank)]

    def run(x: torch.Tensor, *rest: torch.Tensor) -> torch.Tensor:
        weight, bias = rest[0] if scaled else None, rest[-1] if shifted else None
        return F.layer_norm(x.permute(order), inner, weight, bias, epsilon).permute(back)

    return Kernel(run, present(node, "x", "gamma", "beta"))


def _l2_norm(node: MilNode) -> Kernel:
    epsilon = float(node.static("epsilon", 1e-6))

    def run(x: torch.Tensor) -> torch.Tensor:
        return x * torch.rsqrt(x.square().sum((-3, -2, -1), keepdim=True) + epsilon)

    return Kernel(run, ("x",))


def _local_response_norm(node: MilNode) -> Kernel:
    size = int(node.static("size"))
    alpha, beta = float(node.static("alpha", 1e-4)), float(node.static("beta", 0.75))
    k = float(node.static("k", 1.0))
    return unary(lambda x: F.local_response_norm(x, size, alpha, beta, k), ("x",))


OPERATIONS: dict[str, Builder] = {
    "batch_norm": _batch_norm,
    "instance_norm": _instance_norm,
    "layer_norm": _layer_norm,
    "l2_norm": _l2_norm,
    "local_response_norm": _local_response_norm,
}
