"""MIL's activation functions."""

from __future__ import annotations

import torch
import torch.nn.functional as F

from .mil_node import Builder, Kernel, MilNode, simple, unary


def _gelu(node: MilNode) -> Kernel:
    mode = node.static("mode", "EXACT")
    if mode == "SIGMOID_APPROXIMATION":
        return unary(lambda x: x * torch.sigmoid(1.702 * x), ("x",))
    approximate = "tanh" if mode == "TANH_APPROXIMATION" else "none"
    return unary(lambda x: F.gelu(x, approximate=approximate), ("x",))


def _softmax(node: MilNode) -> Kernel:
    axis = int(node.static("axis", -1))
    return unary(lambda x: torch.softmax(x, axis), ("x",))


def _clamped_relu(node: MilNode) -> Kernel:
    alpha, beta = float(node.static("alpha")), float(node.static("beta"))
    return unary(lambda x: torch.where(x >= 0, x, x * alpha).clamp_max(beta), ("x",))


def _elu(node: MilNode) -> Kernel:
    alpha = float(node.static("alpha", 1.0))
    return unary(lambda x: F.elu(x, alpha), ("x",))


def _leaky_relu(node: MilNode) -> Kernel:
    alpha = float(node.static("alpha", 0.01))
    return unary(lambda x: F.leaky_relu(x, alpha), ("x",))


def _linear(node: MilNode) -> Kernel:
    alpha, beta = float(node.static("alpha")), float(node.static("beta", 0.0))
    return unary(lambda x: x * alpha + beta, ("x",))


def _scaled_tanh(node: MilNode) -> Kernel:
    alpha, beta = float(node.static("alpha", 1.0)), float(node.static("beta", 1.0))
    return unary(lambda x: alpha * torch.tanh(x * beta), ("x",))


def _sigmoid_hard(node: MilNode) -> Kernel:
    alpha, beta = float(node.static("alpha", 0.2)), float(node.static("beta", 0.5))
    return unary(lambda x: (x * alpha + beta).clamp(0, 1), ("x",))


def _softplus_parametric(node: MilNode) -> Kernel:
    shape = [-1] + [1] * (node.rank("x") - 2)

    def run(x: torch.Tensor, alpha: torch.Tensor, beta: torch.Tensor) -> torch.Tensor:
        return alpha.reshape(shape) * torch.log1p(torch.exp(x * beta.reshape(shape)))

    return Kernel(run, ("x", "alpha", "beta"))


def _thresholded_relu(node: MilNode) -> Kernel:
    alpha = float(node.static("alpha", 1.0))
    return unary(lambda x: torch.where(x >= alpha, x, torch.zeros_like(x)), ("x",))


OPERATIONS: dict[str, Builder] = {
    "clamped_relu": _clamped_relu,
    "elu": _elu,
    "gelu": _gelu,
    "leaky_relu": _leaky_relu,
    "linear_activation": _linear,
    "prelu": simple(F.prelu, "x", "alpha"),
    "relu": simple(torch.relu, "x"),
    "relu6": simple(F.relu6, "x"),
    "scaled_tanh": _scaled_tanh,
    "sigmoid": simple(torch.sigmoid, "x"),
    "sigmoid_hard": _sigmoid_hard,
    "silu": simple(F.silu, "x"),
    "softmax": _softmax,
    "softplus": simple(F.softplus, "x"),
    "softplus_parametric": _softplus_parametric,
    "softsign": simple(F.softsign, "x"),
    "thresholded_relu": _thresholded_relu,
}
