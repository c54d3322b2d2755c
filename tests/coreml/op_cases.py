"""Every operation of the portable runtime with an independent reference in NumPy or torch."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from scipy import special

from .mil_programs import Case

_rng = np.random.default_rng(7)


def floats(*shape: int, low: float = -2.0, high: float = 2.0) -> np.ndarray:
    return _rng.uniform(low, high, shape).astype(np.float32)


def ints(*shape: int, low: int = -5, high: int = 6) -> np.ndarray:
    return _rng.integers(low, high, shape).astype(np.int32)


def unary(name: str, fn: Any, low: float = -2.0, high: float = 2.0, **more: Any) -> Case:
    x = floats(2, 3, 4, low=low, high=high)
    return Case(lambda mb, x: getattr(mb, name)(x=x, **more), fn, {"x": x})


def binary(name: str, fn: Any, x: np.ndarray, y: np.ndarray) -> Case:
    return Case(lambda mb, x, y: getattr(mb, name)(x=x, y=y), fn, {"x": x, "y": y})


def logical(name: str, fn: Any) -> Case:
    x, y = ints(3, 4, low=0, high=2), ints(3, 4, low=0, high=2)

    def build(mb: Any, x: Any, y: Any) -> Any:
        return getattr(mb, name)(x=mb.cast(x=x, dtype="bool"), y=mb.cast(x=y, dtype="bool"))

    return Case(build, lambda x, y: fn(x != 0, y != 0), {"x": x, "y": y})


def by_torch(fn: Any) -> Any:
    """A reference that takes and gives arrays but computes with torch, in float64 where it can."""

    def run(*values: np.ndarray) -> np.ndarray:
        tensors = [torch.from_numpy(np.asarray(v)) for v in values]
        return fn(*[t.double() if t.is_floating_point() else t for t in tensors]).numpy()

    return run


_ab = (floats(2, 3, 4), floats(1, 3, 1))
_pos = (floats(2, 3, low=0.5), floats(2, 3, low=0.5))
_sigmoid = special.expit

ELEMENTWISE = {
    "add": binary("add", np.add, *_ab),
    "sub": binary("sub", np.subtract, *_ab),
    "mul": binary("mul", np.multiply, *_ab),
    "real_div": binary("real_div", np.divide, floats(2, 3), floats(2, 3, low=0.5)),
    "real_div_int": binary(
        "real_div",
        lambda x, y: np.trunc(x / y),
        ints(8),
        np.array([2, -2, 3, 1, 4, 5, -3, 2], "i4"),
    ),
    "floor_div": binary("floor_div", np.floor_divide, floats(2, 3), floats(2, 3, low=0.5)),
    "mod": binary("mod", np.mod, floats(2, 3), floats(2, 3, low=0.5)),
    "pow": binary("pow", np.power, *_pos),
    "maximum": binary("maximum", np.maximum, *_ab),
    "minimum": binary("minimum", np.minimum, *_ab),
    "equal": binary("equal", np.equal, ints(9), ints(9)),
    "not_equal": binary("not_equal", np.not_equal, ints(9), ints(9)),
    "greater": binary("greater", np.greater, ints(9), ints(9)),
    "greater_equal": binary("greater_equal", np.greater_equal, ints(9), ints(9)),
    "less": binary("less", np.less, ints(9), ints(9)),
    "less_equal": binary("less_equal", np.less_equal, ints(9), ints(9)),
    "logical_and": logical("logical_and", np.logical_and),
    "logical_or": logical("logical_or", np.logical_or),
    "logical_xor": logical("logical_xor", np.logical_xor),
    "logical_not": Case(
        lambda mb, x: mb.logical_not(x=mb.cast(x=x, dtype="bool")),
        lambda x: x == 0,
        {"x": ints(6, low=0, high=2)},
    ),
    "abs": unary("abs", np.abs),
    "acos": unary("acos", np.arccos, -0.9, 0.9),
    "asin": unary("asin", np.arcsin, -0.9, 0.9),
    "atan": unary("atan", np.arctan),
    "atanh": unary("atanh", np.arctanh, -0.9, 0.9),
    "ceil": unary("ceil", np.ceil),
    "cos": unary("cos", np.cos, -900, 900),
    "cosh": unary("cosh", np.cosh),
    "erf": unary("erf", special.erf),
    "exp": unary("exp", np.exp),
    "exp2": unary("exp2", np.exp2),
    "floor": unary("floor", np.floor),
    "round": unary("round", np.round),
    "sign": unary("sign", np.sign),
    "sin": unary("sin", np.sin, -900, 900),
    "sinh": unary("sinh", np.sinh),
    "sqrt": unary("sqrt", np.sqrt, 0, 4),
    "square": unary("square", np.square),
    "tan": unary("tan", np.tan, -1, 1),
    "tanh": unary("tanh", np.tanh),
    "clip": unary("clip", lambda x: np.clip(x, -0.5, 1.0), alpha=-0.5, beta=1.0),
    "threshold": unary("threshold", lambda x: np.maximum(x, 0.25), alpha=0.25),
    "log": unary("log", lambda x: np.log(x + 0.1), 0.5, 3, epsilon=0.1),
    "rsqrt": unary("rsqrt", lambda x: 1 / np.sqrt(x + 0.1), 0.5, 3, epsilon=0.1),
    "inverse": unary("inverse", lambda x: 1 / (x + 0.1), 0.5, 3, epsilon=0.1),
    "cast": unary("cast", np.trunc, -9, 9, dtype="int32"),
    "identity": unary("identity", lambda x: x),
    "select": Case(
        lambda mb, c, a, b: mb.select(cond=mb.cast(x=c, dtype="bool"), a=a, b=b),
        lambda c, a, b: np.where(c != 0, a, b),
        {"c": ints(2, 3, low=0, high=2), "a": floats(2, 3), "b": floats(2, 3)},
    ),
}

ACTIVATIONS = {
    "clamped_relu": unary(
        "clamped_relu",
        lambda x: np.minimum(np.where(x >= 0, x, 0.3 * x), 1.2),
        alpha=0.3,
        beta=1.2,
    ),
    "elu": unary("elu", lambda x: np.where(x > 0, x, 0.7 * np.expm1(x)), alpha=0.7),
    "gelu": unary("gelu", lambda x: x * special.ndtr(x), mode="EXACT"),
    "gelu_tanh": unary(
        "gelu",
        lambda x: 0.5 * x * (1 + np.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x**3))),
        mode="TANH_APPROXIMATION",
    ),
    "gelu_sigmoid": unary("gelu", lambda x: x * _sigmoid(1.702 * x), mode="SIGMOID_APPROXIMATION"),
    "leaky_relu": unary("leaky_relu", lambda x: np.where(x > 0, x, 0.2 * x), alpha=0.2),
    "linear_activation": unary("linear_activation", lambda x: 1.5 * x - 0.5, alpha=1.5, beta=-0.5),
    "prelu": Case(
        lambda mb, x: mb.prelu(x=x, alpha=np.array([0.1, 0.2, 0.3], np.float32)),
        lambda x: np.where(x > 0, x, x * np.array([0.1, 0.2, 0.3])[None, :, None, None]),
        {"x": floats(2, 3, 4, 2)},
    ),
    "relu": unary("relu", lambda x: np.maximum(x, 0)),
    "relu6": unary("relu6", lambda x: np.clip(x, 0, 6), -3, 9),
    "scaled_tanh": unary("scaled_tanh", lambda x: 1.5 * np.tanh(0.5 * x), alpha=1.5, beta=0.5),
    "sigmoid": unary("sigmoid", _sigmoid),
    "sigmoid_hard": unary(
        "sigmoid_hard", lambda x: np.clip(0.3 * x + 0.4, 0, 1), alpha=0.3, beta=0.4
    ),
    "silu": unary("silu", lambda x: x * _sigmoid(x)),
    "softmax": unary("softmax", lambda x: special.softmax(x, axis=1), axis=1),
    "softplus": unary("softplus", lambda x: np.log1p(np.exp(x))),
    "softplus_parametric": Case(
        lambda mb, x: mb.softplus_parametric(
            x=x, alpha=np.array([1, 2, 3], np.float32), beta=np.array([0.5, 1, 1.5], np.float32)
        ),
        lambda x: (
            np.array([1, 2, 3])[None, :, None]
            * np.log1p(np.exp(x * np.array([0.5, 1, 1.5])[None, :, None]))
        ),
        {"x": floats(2, 3, 4)},
    ),
    "softsign": unary("softsign", lambda x: x / (1 + np.abs(x))),
    "thresholded_relu": unary("thresholded_relu", lambda x: np.where(x >= 0.5, x, 0), alpha=0.5),
}


def _conv_same_reference(x: np.ndarray, w: np.ndarray, stride: int, lower: bool) -> np.ndarray:
    """Direct summation, with zeros so that there are ceil(size / stride) results."""
    batch, _, height, width = x.shape
    out, _, kh, kw = w.shape
    rows, columns = -(-height // stride), -(-width // stride)
    ph = max((rows - 1) * stride + kh - height, 0)
    pw = max((columns - 1) * stride + kw - width, 0)
    top = -(-ph // 2) if lower else ph // 2
    left = -(-pw // 2) if lower else pw // 2
    padded = np.pad(x, ((0, 0), (0, 0), (top, ph - top), (left, pw - left))).astype(np.float64)
    result = np.zeros((batch, out, rows, columns))
    for i in range(rows):
        for j in range(columns):
            patch = padded[:, :, i * stride : i * stride + kh, j * stride : j * stride + kw]
            result[:, :, i, j] = np.einsum("bchw,ochw->bo", patch, w)
    return result


_w = floats(6, 4, 3, 3)
_w_group = floats(6, 2, 3, 3)
_w_even = floats(5, 4, 2, 4)
_w_one = floats(6, 4, 1, 1)
_bias = floats(6)
_wt = floats(4, 5, 3, 3)
_wt_even = floats(4, 5, 4, 4)
_image = floats(2, 4, 9, 8)
_lin_w, _lin_b = floats(7, 5), floats(7)


def _sdpa(q: np.ndarray, k: np.ndarray, v: np.ndarray) -> np.ndarray:
    scores = np.einsum("bhqd,bhkd->bhqk", q, k) / math.sqrt(q.shape[-1])
    return np.einsum("bhqk,bhkd->bhqd", special.softmax(scores, axis=-1), v)


LINEAR = {
    "conv_custom": Case(
        lambda mb, x: mb.conv(
            x=x, weight=_w, bias=_bias, pad_type="custom", pad=[1, 2, 0, 1], strides=[2, 1]
        ),
        by_torch(
            lambda x: F.conv2d(
                F.pad(x, (0, 1, 1, 2)),
                torch.from_numpy(_w).double(),
                torch.from_numpy(_bias).double(),
                (2, 1),
            )
        ),
        {"x": _image},
    ),
    "conv_valid_groups": Case(
        lambda mb, x: mb.conv(x=x, weight=_w_group, pad_type="valid", groups=2, dilations=[2, 1]),
        by_torch(lambda x: F.conv2d(x, torch.from_numpy(_w_group).double(), None, 1, 0, (2, 1), 2)),
        {"x": _image},
    ),
    "conv_same": Case(
        lambda mb, x: mb.conv(x=x, weight=_w_even, pad_type="same", strides=[2, 2]),
        lambda x: _conv_same_reference(x, _w_even, 2, lower=False),
        {"x": _image},
    ),
    "conv_same_lower": Case(
        lambda mb, x: mb.conv(x=x, weight=_w_even, pad_type="same_lower", strides=[2, 2]),
        lambda x: _conv_same_reference(x, _w_even, 2, lower=True),
        {"x": _image},
    ),
    "conv_pointwise": Case(
        lambda mb, x: mb.conv(x=x, weight=_w_one, bias=_bias, pad_type="valid"),
        lambda x: np.einsum("bchs,oc->bohs", x, _w_one[:, :, 0, 0]) + _bias[None, :, None, None],
        {"x": floats(2, 4, 1, 10)},
    ),
    "conv_1d": Case(
        lambda mb, x: mb.conv(x=x, weight=_w[:, :, 0], pad_type="custom", pad=[1, 1]),
        by_torch(lambda x: F.conv1d(x, torch.from_numpy(_w[:, :, 0]).double(), None, 1, 1)),
        {"x": floats(2, 4, 9)},
    ),
    "conv_transpose": Case(
        lambda mb, x: mb.conv_transpose(
            x=x, weight=_wt, pad_type="custom", pad=[1, 0, 1, 1], strides=[2, 2]
        ),
        by_torch(
            lambda x: F.conv_transpose2d(x, torch.from_numpy(_wt).double(), None, 2)[:, :, 1:, 1:-1]
        ),
        {"x": floats(1, 4, 5, 6)},
    ),
    "conv_transpose_valid": Case(
        lambda mb, x: mb.conv_transpose(x=x, weight=_wt_even, pad_type="valid", strides=[2, 2]),
        by_torch(lambda x: F.conv_transpose2d(x, torch.from_numpy(_wt_even).double(), None, 2)),
        {"x": floats(1, 4, 5, 6)},
    ),
    "linear": Case(
        lambda mb, x: mb.linear(x=x, weight=_lin_w, bias=_lin_b),
        lambda x: x @ _lin_w.T + _lin_b,
        {"x": floats(2, 3, 5)},
    ),
    "matmul": Case(
        lambda mb, x, y: mb.matmul(x=x, y=y),
        np.matmul,
        {"x": floats(2, 1, 3, 4), "y": floats(5, 4, 2)},
    ),
    "matmul_transposed": Case(
        lambda mb, x, y: mb.matmul(x=x, y=y, transpose_x=True, transpose_y=True),
        lambda x, y: np.swapaxes(x, -1, -2) @ np.swapaxes(y, -1, -2),
        {"x": floats(2, 4, 3), "y": floats(2, 5, 4)},
    ),
    "einsum": Case(
        lambda mb, x, y: mb.einsum(values=[x, y], equation="nchw,nwhu->nchu"),
        lambda x, y: np.einsum("nchw,nwhu->nchu", x, y),
        {"x": floats(2, 5, 3, 4), "y": floats(2, 4, 3, 6)},
    ),
}

ATTENTION_18 = {
    "scaled_dot_product_attention": Case(
        lambda mb, q, k, v: mb.scaled_dot_product_attention(query=q, key=k, value=v),
        _sdpa,
        {"q": floats(1, 2, 5, 4), "k": floats(1, 2, 7, 4), "v": floats(1, 2, 7, 3)},
    ),
}

_gamma, _beta = floats(4), floats(4)
_mean, _var = floats(4), floats(4, low=0.5)
_ch = (None, slice(None), None, None)


def _normal(x: np.ndarray, axes: tuple[int, ...], eps: float) -> np.ndarray:
    x = x.astype(np.float64)
    return (x - x.mean(axes, keepdims=True)) / np.sqrt(x.var(axes, keepdims=True) + eps)


NORMALISATIONS = {
    "batch_norm": Case(
        lambda mb, x: mb.batch_norm(
            x=x, mean=_mean, variance=_var, gamma=_gamma, beta=_beta, epsilon=1e-3
        ),
        lambda x: (x - _mean[_ch]) / np.sqrt(_var[_ch] + 1e-3) * _gamma[_ch] + _beta[_ch],
        {"x": floats(2, 4, 3, 5)},
    ),
    "instance_norm": Case(
        lambda mb, x: mb.instance_norm(x=x, gamma=_gamma, beta=_beta, epsilon=1e-3),
        lambda x: _normal(x, (2, 3), 1e-3) * _gamma[_ch] + _beta[_ch],
        {"x": floats(2, 4, 3, 5)},
    ),
    "layer_norm_last": Case(
        lambda mb, x: mb.layer_norm(x=x, axes=[-1], gamma=_gamma, beta=_beta, epsilon=1e-3),
        lambda x: _normal(x, (2,), 1e-3) * _gamma + _beta,
        {"x": floats(2, 3, 4)},
    ),
    "layer_norm_channels": Case(
        lambda mb, x: mb.layer_norm(x=x, axes=[1], gamma=_gamma, beta=_beta, epsilon=1e-3),
        lambda x: _normal(x, (1,), 1e-3) * _gamma[_ch] + _beta[_ch],
        {"x": floats(2, 4, 1, 6)},
    ),
    "layer_norm_two": Case(
        lambda mb, x: mb.layer_norm(x=x, axes=[1, 3], epsilon=1e-3),
        lambda x: _normal(x, (1, 3), 1e-3),
        {"x": floats(2, 4, 2, 6)},
    ),
    "l2_norm": Case(
        lambda mb, x: mb.l2_norm(x=x, epsilon=1e-3),
        lambda x: x / np.sqrt((x**2).sum((1, 2, 3), keepdims=True) + 1e-3),
        {"x": floats(2, 4, 3, 5)},
    ),
    "local_response_norm": Case(
        lambda mb, x: mb.local_response_norm(x=x, size=3, alpha=0.1, beta=0.75, k=1.0),
        lambda x: _lrn(x, 3, 0.1, 0.75, 1.0),
        {"x": floats(1, 5, 3, 3)},
    ),
}


def _lrn(x: np.ndarray, size: int, alpha: float, beta: float, k: float) -> np.ndarray:
    result = np.empty_like(x, dtype=np.float64)
    for c in range(x.shape[1]):
        near = x[:, max(0, c - size // 2) : c + size // 2 + 1]
        result[:, c] = x[:, c] / (k + alpha / size * (near**2).sum(1)) ** beta
    return result


def _reduce(name: str, fn: Any, low: float = -2.0) -> Case:
    return Case(
        lambda mb, x: getattr(mb, name)(x=x, axes=[1, -1], keep_dims=True),
        lambda x: fn(x, axis=(1, 3), keepdims=True),
        {"x": floats(2, 3, 4, 5, low=low)},
    )


_order = np.stack([_rng.permutation(6) for _ in range(4)]).astype(np.float32)

REDUCTIONS = {
    "reduce_mean": _reduce("reduce_mean", np.mean),
    "reduce_sum": _reduce("reduce_sum", np.sum),
    "reduce_max": _reduce("reduce_max", np.max),
    "reduce_min": _reduce("reduce_min", np.min),
    "reduce_prod": _reduce("reduce_prod", np.prod),
    "reduce_l1_norm": _reduce("reduce_l1_norm", lambda x, **k: np.abs(x).sum(**k)),
    "reduce_l2_norm": _reduce("reduce_l2_norm", lambda x, **k: np.sqrt((x**2).sum(**k))),
    "reduce_sum_square": _reduce("reduce_sum_square", lambda x, **k: (x**2).sum(**k)),
    "reduce_log_sum": _reduce("reduce_log_sum", lambda x, **k: np.log(x.sum(**k)), low=0.5),
    "reduce_log_sum_exp": _reduce("reduce_log_sum_exp", lambda x, **k: np.log(np.exp(x).sum(**k))),
    "reduce_argmax": Case(
        lambda mb, x: mb.reduce_argmax(x=x, axis=1, keep_dims=False),
        lambda x: x.argmax(1),
        {"x": _order},
    ),
    "reduce_argmin": Case(
        lambda mb, x: mb.reduce_argmin(x=x, axis=1, keep_dims=True),
        lambda x: x.argmin(1)[:, None],
        {"x": _order},
    ),
    "argsort": Case(
        lambda mb, x: mb.argsort(x=x, axis=1, ascending=True), lambda x: x.argsort(1), {"x": _order}
    ),
    "argsort_down": Case(
        lambda mb, x: mb.argsort(x=x, axis=1), lambda x: (-x).argsort(1), {"x": _order}
    ),
    "topk": Case(
        lambda mb, x: mb.topk(x=x, k=2, axis=1)[0],
        lambda x: -np.sort(-x, axis=1)[:, :2],
        {"x": _order},
    ),
    "topk_indices": Case(
        lambda mb, x: mb.topk(x=x, k=3, axis=1, ascending=True)[1],
        lambda x: x.argsort(1)[:, :3],
        {"x": _order},
    ),
    "cumsum": Case(
        lambda mb, x: mb.cumsum(x=x, axis=1), lambda x: x.cumsum(1), {"x": floats(2, 5)}
    ),
    "cumsum_exclusive_reverse": Case(
        lambda mb, x: mb.cumsum(x=x, axis=1, exclusive=True, reverse=True),
        lambda x: np.flip(np.flip(x, 1).cumsum(1) - np.flip(x, 1), 1),
        {"x": floats(2, 5)},
    ),
}
