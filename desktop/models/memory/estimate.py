"""A model's estimated memory while drawing, the estimate's explanation, and a warning."""

from __future__ import annotations

import msgspec

from desktop.core.hardware.attention_size import SCORES_LIMIT, scores_bytes
from desktop.core.messages import Message
from desktop.models.families.known_families import family_named
from desktop.models.machine import Machine
from desktop.models.model import Model

from .picture_plan import GB, plan_picture, usable_memory

_PROGRAM = 900_000_000
"""Bytes of Python with PyTorch and diffusers imported, before a model is loaded."""
_CORE_ML_PROGRAM = 500_000_000
_BYTES_A_PIXEL = 2048
"""Bytes a pixel of the VAE's last block: four tensors of 128 channels in fp32 at once."""
_SCORES_AT_ONCE = 2
"""Copies of attention's scores: the scores and their softmax."""
_BYTES_A_WEIGHT = {
    "fp32": 4.0,
    "fp64": 8.0,
    "fp16": 2.0,
    "bf16": 2.0,
    "fp8": 1.0,
    "q8_0": 34 / 32,
    "q6_k": 210 / 256,
    "q5_k": 176 / 256,
    "q4_k": 144 / 256,
    "q4_0": 18 / 32,
}


class MemoryEstimate(msgspec.Struct, frozen=True, kw_only=True):
    """Peak bytes of one picture at the model's own size; `how` explains the sum."""

    total: int
    how: Message
    warning: Message | None = None


def estimate(model: Model, machine: Machine) -> MemoryEstimate:
    """Return the estimate for `model` on `machine`, with a warning for a machine too small."""
    core_ml = model.kind == "coreml"
    weights, precision = model.size_bytes, Message("as they are on the disk")
    if not core_ml:
        half = machine.has_metal_gpu or machine.half_on_cpu
        stored = _BYTES_A_WEIGHT.get(model.precision, 2.0)
        weights = int(model.size_bytes * (2 if half else 4) / stored)
        precision = Message("in half precision") if half else Message("in single precision")
    program = _CORE_ML_PROGRAM if core_ml else _PROGRAM
    width, height = model.defaults.width, model.defaults.height
    picture = max(width * height * _BYTES_A_PIXEL, _scores(model, machine))
    total = weights + program + picture
    how = Message(
        "Weights {weights} GB {precision}, the program {program} GB, drawing a picture of {width} "
        "x {height} pixels {picture} GB.",
        weights=_gigabytes(weights),
        precision=precision,
        program=_gigabytes(program),
        width=width,
        height=height,
        picture=_gigabytes(picture),
    )
    return MemoryEstimate(total=total, how=how, warning=_warning(total, machine))


def _gigabytes(size: int) -> str:
    """Return `size` bytes in GB, with as many digits as a small one needs to be more than 0.0."""
    return f"{size / GB:.1f}" if size >= 0.1 * GB else f"{size / GB:.2f}"


def _scores(model: Model, machine: Machine) -> int:
    """Return the bytes of attention's scores if the GPU makes them whole: for unfused heads on MPS.

    Elsewhere, and for other families, attention is computed without them.
    """
    heads = family_named(model.family).unfused_heads
    if model.kind == "coreml" or not heads or not machine.has_metal_gpu:
        return 0
    tokens = (model.defaults.width // 8) * (model.defaults.height // 8)
    batch = 2 if model.defaults.guidance_scale > 1 else 1
    return _SCORES_AT_ONCE * min(SCORES_LIMIT, scores_bytes(batch, heads, tokens, tokens))


def with_memory(model: Model, machine: Machine) -> Model:
    """Return `model` with its estimate, the warning, and a line in its details."""
    if not model.usable or not model.size_bytes or model.memory_bytes:
        return model
    known = msgspec.structs.replace(model, machine=None if machine.nvidia else machine)
    plan = plan_picture(known, model.defaults.width, model.defaults.height)
    if plan is not None:
        total, warning = plan.peak, None if plan.usable >= plan.peak else plan.words(None)
        said: Message = Message(
            "About {gigabytes} GB at {width} x {height}",
            gigabytes=f"{total / GB:.1f}",
            width=model.defaults.width,
            height=model.defaults.height,
        )
    else:
        guess = estimate(model, machine)
        total, warning = guess.total, guess.warning
        said = Message("About {gigabytes} GB: {how}", gigabytes=f"{total / GB:.1f}", how=guess.how)
    return msgspec.structs.replace(
        known,
        memory_bytes=total,
        memory_warning=warning,
        details=(*model.details, (Message("Memory"), said)),
    )


def _warning(total: int, machine: Machine) -> Message | None:
    usable = usable_memory(machine)
    if total <= usable:
        return None
    whose = Message("this Mac’s") if machine.is_mac else Message("this machine’s")
    size = machine.memory_bytes / 2**30
    outcome = Message("it may fail")
    if total <= machine.memory_bytes:
        outcome = Message("it will be slow")
    return Message(
        "Needs about {total} GB; of {whose} {size} GB a model can use about {usable} GB, so "
        "{outcome}.",
        total=f"{total / GB:.1f}",
        whose=whose,
        size=f"{size:.0f}",
        usable=f"{usable / GB:.1f}",
        outcome=outcome,
    )
