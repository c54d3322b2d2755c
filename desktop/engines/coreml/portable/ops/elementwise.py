"""Elementwise MIL operations: arithmetic, comparisons, logic, casts."""

from __future__ import annotations

import torch

from .mil_node import Builder, Kernel, MilNode, binary, simple, simple_unary, unary


def _divide(node: MilNode) -> Kernel:
    if node.is_int("x"):
        return binary(lambda x, y: torch.div(x, y, rounding_mode="trunc"), ("x", "y"))
    return Kernel(torch.div, ("x", "y"))


def _power(node: MilNode) -> Kernel:
    return binary(lambda x, y: torch.pow(x, y).to(node.dtype), ("x", "y"))


def _cast(node: MilNode) -> Kernel:
    dtype = node.dtype
    if node.op.type.dtype in ("int8", "uint8", "int16", "uint16"):
        low, high = _range(node.op.type.dtype)
        return unary(lambda x: x.to(dtype).clamp(low, high), ("x",))
    return unary(lambda x: x.to(dtype), ("x",))


def _range(dtype: str) -> tuple[int, int]:
    bits = int(dtype.removeprefix("u").removeprefix("int"))
    return (0, (1 << bits) - 1) if dtype[0] == "u" else (-(1 << bits - 1), (1 << bits - 1) - 1)


def _clip(node: MilNode) -> Kernel:
    low, high = node.static("alpha"), node.static("beta")
    return unary(lambda x: x.clamp(low, high), ("x",))


def _threshold(node: MilNode) -> Kernel:
    alpha = node.static("alpha")
    return unary(lambda x: x.clamp_min(alpha), ("x",))


def _log(node: MilNode) -> Kernel:
    epsilon = float(node.static("epsilon", 1e-45))
    return unary(lambda x: torch.log(x + epsilon), ("x",))


def _rsqrt(node: MilNode) -> Kernel:
    epsilon = float(node.static("epsilon", 1e-12))
    return unary(lambda x: torch.rsqrt(x + epsilon), ("x",))


def _inverse(node: MilNode) -> Kernel:
    epsilon = float(node.static("epsilon", 1e-4))
    return unary(lambda x: torch.reciprocal(x + epsilon), ("x",))


OPERATIONS: dict[str, Builder] = {
    "add": simple(torch.add, "x", "y"),
    "sub": simple(torch.sub, "x", "y"),
    "mul": simple(torch.mul, "x", "y"),
    "real_div": _divide,
    "floor_div": simple(torch.floor_divide, "x", "y"),
    "mod": simple(torch.remainder, "x", "y"),
    "pow": _power,
    "maximum": simple(torch.maximum, "x", "y"),
    "minimum": simple(torch.minimum, "x", "y"),
    "equal": simple(torch.eq, "x", "y"),
    "not_equal": simple(torch.ne, "x", "y"),
    "greater": simple(torch.gt, "x", "y"),
    "greater_equal": simple(torch.ge, "x", "y"),
    "less": simple(torch.lt, "x", "y"),
    "less_equal": simple(torch.le, "x", "y"),
    "logical_and": simple(torch.logical_and, "x", "y"),
    "logical_or": simple(torch.logical_or, "x", "y"),
    "logical_xor": simple(torch.logical_xor, "x", "y"),
    "logical_not": simple(torch.logical_not, "x"),
    "abs": simple(torch.abs, "x"),
    "acos": simple(torch.acos, "x"),
    "asin": simple(torch.asin, "x"),
    "atan": simple(torch.atan, "x"),
    "atanh": simple(torch.atanh, "x"),
    "ceil": simple(torch.ceil, "x"),
    "cos": simple(torch.cos, "x"),
    "cosh": simple(torch.cosh, "x"),
    "erf": simple(torch.erf, "x"),
    "exp": simple(torch.exp, "x"),
    "exp2": simple(torch.exp2, "x"),
    "floor": simple(torch.floor, "x"),
    "round": simple(torch.round, "x"),
    "sign": simple(torch.sign, "x"),
    "sin": simple(torch.sin, "x"),
    "sinh": simple(torch.sinh, "x"),
    "sqrt": simple(torch.sqrt, "x"),
    "square": simple(torch.square, "x"),
    "tan": simple(torch.tan, "x"),
    "tanh": simple(torch.tanh, "x"),
    "clip": _clip,
    "threshold": _threshold,
    "log": _log,
    "rsqrt": _rsqrt,
    "inverse": _inverse,
    "cast": _cast,
    "identity": simple_unary(lambda x: x, "x"),
    "select": simple(torch.where, "cond", "a", "b"),
}
