"""Obstacles to running a model on the Neural Engine, from its program: sizes, dtypes, ops."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from desktop.core.errors import BadInput
from desktop.core.messages import Message
from desktop.engines.coreml.portable.package_program import read_programs
from desktop.engines.coreml.portable.program import Op, Program

MAX_RANK = 5
MAX_SIDE = 16384
SMALL = 16384
"""Number of values up to which an operation costs only a transfer to the CPU."""

# What Apple's engineers and hollance/neural-engine report as running on the Neural Engine, in
# ML programs of macOS 13 and later. What is missing here falls back to GPU or CPU.
# fmt: off
KNOWN = frozenset({
    "add", "sub", "mul", "real_div", "maximum", "minimum", "pow", "square", "sqrt", "rsqrt",
    "abs", "clip", "exp", "exp2", "log", "inverse", "relu", "relu6", "leaky_relu", "prelu",
    "elu", "gelu", "silu", "sigmoid", "sigmoid_hard", "softplus", "softsign", "tanh",
    "scaled_tanh", "erf", "softmax", "conv", "conv_transpose", "linear", "matmul", "einsum",
    "batch_norm", "instance_norm", "layer_norm", "l2_norm", "local_response_norm", "avg_pool",
    "max_pool", "l2_pool", "reduce_mean", "reduce_sum", "reduce_max", "reduce_min",
    "reduce_sum_square", "reduce_l2_norm", "concat", "split", "reshape", "transpose",
    "expand_dims", "squeeze", "slice_by_size", "slice_by_index", "tile", "stack", "pad",
    "space_to_depth", "depth_to_space", "pixel_shuffle", "pixel_unshuffle",
    "upsample_nearest_neighbor", "upsample_bilinear", "resize_nearest_neighbor",
    "resize_bilinear", "cast", "identity", "const", "constexpr_lut_to_dense",
    "constexpr_affine_dequantize", "constexpr_sparse_to_dense", "constexpr_cast",
    "constexpr_blockwise_shift_scale"
})
# fmt: on


def report(folder: Path) -> dict[str, Any]:
    """Return what the Neural Engine would not run, for each package or .mlmodelc in `folder`.

    The result is {"fits": bool, "parts": [{"file", "fits", "operations", "reasons": [...]}]}; a
    reason has "kind" ("rank", "side", "fp32", "operation"), "operation", "count", "minor" (all on a
    few values, so that it matters little) and "sentence". A part fits if all its reasons are minor.
    "lines" is the same in words. Raises BadInput for a folder without models.
    """
    packages = sorted((*folder.glob("*.mlpackage"), *folder.glob("*.mlmodelc")))
    if not packages:
        raise BadInput("{folder} holds no Core ML models to look into.", folder=folder)
    parts: list[dict[str, Any]] = []
    for package in packages:
        programs, _ = read_programs(package)
        reasons = reasons_of(programs)
        parts.append(
            {
                "file": package.name,
                "fits": all(reason["minor"] for reason in reasons),
                "operations": sum(len(program.ops) for program in programs),
                "reasons": reasons,
            }
        )
    fits = all(part["fits"] for part in parts)
    return {"fits": fits, "parts": parts, "lines": [line for p in parts for line in _lines(p)]}


def _lines(part: dict[str, Any]) -> list[str]:
    if not part["reasons"]:
        verdict = "all run on the Neural Engine"
    elif part["fits"]:
        verdict = "the Neural Engine takes it; what follows may run elsewhere and costs little"
    else:
        verdict = "the Neural Engine does not take all of it"
    lines = [f"{part['file']}: {part['operations']} operations; {verdict}"]
    for reason in part["reasons"]:
        size = " (on few values)" if reason["minor"] else ""
        lines.append(f"    {reason['count']} x {reason['sentence']}{size}")
    return lines


def reasons_of(programs: Sequence[Program]) -> list[dict[str, Any]]:
    """Return what the Neural Engine would not run, one entry per kind and operation."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for op in (op for program in programs for op in program.ops):
        for kind, message in _misfits(op):
            entry = found.setdefault(
                (kind, op.kind),
                {
                    "kind": kind,
                    "operation": op.kind,
                    "count": 0,
                    "minor": True,
                    "sentence": message,
                },
            )
            entry["count"] += 1
            entry["minor"] = entry["minor"] and _is_small(op)
    return list(found.values())


def _is_small(op: Op) -> bool:
    return all(math.prod(value.shape) <= SMALL for value in op.types)


def _misfits(op: Op) -> list[tuple[str, Message]]:
    misfits: list[tuple[str, Message]] = []
    if op.kind not in KNOWN:
        unknown = Message(
            "{operation} is not known to run on the Neural Engine.", operation=op.kind
        )
        misfits.append(("operation", unknown))
    for value in op.types:
        if len(value.shape) > MAX_RANK:
            rank = Message(
                "{operation} makes a tensor of {count} dimensions.",
                operation=op.kind,
                count=len(value.shape),
            )
            misfits.append(("rank", rank))
        if any(side > MAX_SIDE for side in value.shape):
            side = Message(
                "{operation} makes a tensor of {size} in one side.",
                operation=op.kind,
                size=max(value.shape),
            )
            misfits.append(("side", side))
        if value.dtype in {"fp32", "fp64"} and op.kind != "cast":
            misfits.append(("fp32", Message("{operation} computes in 32 bits.", operation=op.kind)))
    return misfits
