"""Plan the memory and the time of one picture before it is drawn, and suggest what would fit.

A picture is drawn in three stages, of which only one is in memory beside the VAE: the text encoder
encodes the prompt and is freed, the transformer draws, the VAE decodes.
"""

from __future__ import annotations

import math

import msgspec

from desktop.core.hardware.attention_size import SCORES_LIMIT, scores_bytes
from desktop.core.hardware.compute import ComputeUnit
from desktop.core.messages import Message
from desktop.core.request import reference_area
from desktop.models.families.known_families import family_named
from desktop.models.families.model_family import DrawingCost
from desktop.models.machine import Machine
from desktop.models.model import Model

from .decoding_size import decoding_bytes
from .flow_precision import flow_precision

GB = 1_000_000_000
PROGRAM = 550_000_000
"""Bytes of Python with PyTorch and diffusers imported, without mapped files, before a model is
loaded.
"""
_HALF = 2
_SCORES_AT_ONCE = 2
_PARTS_OF_REFERENCES = (2, 4)
"""Parts of their largest area to which references are scaled down, one after the other."""
_SMALLEST = 256
"""Minimum suggested size, in pixels a side."""


class PicturePlan(msgspec.Struct, frozen=True, kw_only=True):
    """One picture's `peak` in bytes on a machine of `memory` bytes.

    `usable` of them can be used before the machine starts to swap.
    """

    peak: int
    memory: int
    usable: int
    precision: str = "auto"
    """The request's precision: "int8" also where only int8 layers make the model fit."""
    whole: int = 0
    """The peak without int8 layers where they are planned, else 0."""
    reference_pixels: int = 0
    """The area to which references are scaled down to fit; 0: they keep `reference_area`."""

    @property
    def fits(self) -> bool:
        """Whether the picture can be drawn at all."""
        return self.peak <= self.memory

    @property
    def close(self) -> bool:
        """Whether the picture fits only if other programs release memory."""
        return self.usable < self.peak <= self.memory

    def words(self, seconds: float | None) -> Message:
        """Return the plan in one sentence; `seconds` is a picture's time, None where unknown."""
        said = self._need()
        if self.reference_pixels:
            said = Message(
                "{need} Each reference is scaled down to {size} megapixels.",
                need=said,
                size=f"{self.reference_pixels / 2**20:.2g}",
            )
        if seconds is None:
            return said
        return Message("{need} About {time} a picture.", need=said, time=duration(seconds))

    def _need(self) -> Message:
        peak, memory = gigabytes(self.peak), f"{self.memory / 2**30:.0f}"
        if not self.fits:
            return Message(
                "Needs about {peak} GB; this machine has {memory} GB.", peak=peak, memory=memory
            )
        if self.whole and self.close:
            return Message(
                "Needs about {peak} of {memory} GB with int8 layers ({whole} GB without), which is "
                "close: other programs may slow down.",
                peak=peak,
                memory=memory,
                whole=gigabytes(self.whole),
            )
        if self.whole:
            return Message(
                "Needs about {peak} of {memory} GB with int8 layers ({whole} GB without).",
                peak=peak,
                memory=memory,
                whole=gigabytes(self.whole),
            )
        if self.close:
            return Message(
                "Needs about {peak} of {memory} GB, which is close: other programs may slow down.",
                peak=peak,
                memory=memory,
            )
        return Message("Needs about {peak} of {memory} GB.", peak=peak, memory=memory)


def plan_picture(
    model: Model,
    width: int,
    height: int,
    *,
    precision: str = "auto",
    unit: ComputeUnit | None = None,
    references: int = 0,
) -> PicturePlan | None:
    """Return the plan for one picture with `references` reference pictures.

    With the precision "auto" int8 layers are planned where the model's own precision takes more
    than the machine has to give; references are scaled down where that is not enough. Nothing is
    given up that doesn't help. Returns None where the family's cost or the machine isn't known.
    """
    machine = model.machine
    if family_named(model.family).cost is None or machine is None:
        return None
    if not model.weights.get("transformer"):
        return None
    kinds = ("auto", "int8") if precision == "auto" else (precision,)
    ways = [(kind, 0) for kind in kinds]
    if references:
        full = reference_area(references)
        ways += [(kinds[-1], full // part) for part in _PARTS_OF_REFERENCES]
    plans = [
        _plan_one(model, machine, (width, height), kind, unit, references, pixels)
        for kind, pixels in ways
    ]
    return min(plans, key=lambda plan: (not plan.fits, plan.close, 0 if plan.fits else plan.peak))


def _plan_one(
    model: Model,
    machine: Machine,
    picture: tuple[int, int],
    precision: str,
    unit: ComputeUnit | None,
    references: int,
    reference_pixels: int,
) -> PicturePlan:
    """Return the plan for one precision and one size of references in pixels; 0: the largest."""
    cost, weights = family_named(model.family).cost, model.weights
    assert cost is not None
    width, height = picture
    on_gpu = machine.has_metal_gpu and unit is not ComputeUnit.CPU_ONLY
    size = _bytes_a_weight(machine, precision, on_gpu)
    seen = references * (reference_pixels or reference_area(references))
    tokens, single = cost.tokens(width, height, seen), size > _HALF
    hearing = weights.get("text_encoder", 0) * cost.heard * size
    activations = tokens * cost.token_bytes[single] + (_scores(cost, tokens) if on_gpu else 0)
    decoding = decoding_bytes(
        width * height, 4 if single else 2, cost.pixel_bytes[single], _device_memory(machine)
    )
    stored = weights.get("int8", 0)
    blocks = int(weights["transformer"] * cost.blocks) if precision == "int8" else 0
    small = max(stored, blocks)

    def peak(small: int) -> int:
        drawing = (weights["transformer"] - small) * size + small + max(activations, decoding)
        return int(PROGRAM + weights.get("vae", 0) * size + max(hearing, drawing))

    return PicturePlan(
        peak=peak(small),
        memory=machine.memory_bytes,
        usable=usable_memory(machine),
        precision=precision,
        whole=peak(stored) if small > stored else 0,
        reference_pixels=reference_pixels,
    )


def refuse_unfit(
    model: Model,
    width: int,
    height: int,
    precision: str,
    unit: ComputeUnit,
    references: int = 0,
) -> Message | None:
    """Return why such a picture can't be drawn here, with what would fit; None where it fits."""
    plan = plan_picture(model, width, height, precision=precision, unit=unit, references=references)
    if plan is None or plan.fits:
        return None
    return Message(
        "A picture of {width} x {height} with “{model}” needs about {peak} GB, and this machine "
        "has {memory} GB. {fits}",
        width=width,
        height=height,
        model=model.name,
        peak=gigabytes(plan.peak),
        memory=f"{plan.memory / 2**30:.0f}",
        fits=_what_fits(model, width, height, precision, unit, references),
    )


def usable_memory(machine: Machine) -> int:
    """Return the bytes that one program can use before the machine starts to swap.

    Apple's GPUs get about two thirds of the memory up to 36 GB, three quarters above
    (`recommendedMaxWorkingSetSize`); elsewhere the same rule leaves room for the system.
    """
    total = machine.memory_bytes
    return total * 2 // 3 if total <= 36 * 2**30 else total * 3 // 4


def _device_memory(machine: Machine) -> int:
    """Return PyTorch's device memory in bytes: on a Mac the GPU's share."""
    return usable_memory(machine) if machine.has_metal_gpu else machine.memory_bytes


def gigabytes(count: int) -> str:
    """Return bytes as a text in decimal gigabytes."""
    return f"{count / GB:.1f}"


def duration(seconds: float) -> Message:
    """Return a time as a text: seconds below two minutes, minutes above."""
    if seconds < 120:
        return Message("{seconds} s", seconds=max(round(seconds), 1))
    return Message("{minutes} min", minutes=round(seconds / 60))


def _bytes_a_weight(machine: Machine, precision: str, on_gpu: bool) -> float:
    if precision in ("auto", "int8"):
        precision = flow_precision(machine, on_gpu=on_gpu)
    return 4 if precision == "fp32" else 2


def _scores(cost: DrawingCost, tokens: int) -> int:
    """Return the bytes of attention's scores where the GPU makes them whole, blockwise above the
    limit.
    """
    return _SCORES_AT_ONCE * min(SCORES_LIMIT, scores_bytes(1, cost.heads, tokens, tokens))


def _what_fits(
    model: Model, width: int, height: int, precision: str, unit: ComputeUnit, references: int
) -> Message:
    """Return the precision, the references or the size of the same proportions that would fit."""

    def fits(share: float = 1.0, wanted: str = precision, kept: int = references) -> bool:
        plan = plan_picture(
            model,
            int(width * share),
            int(height * share),
            precision=wanted,
            unit=unit,
            references=kept,
        )
        return plan is not None and plan.fits

    if precision != "auto" and fits(wanted="auto"):
        return Message("With the precision auto it fits.")
    for fewer in range(references - 1, 0, -1):
        if fits(kept=fewer):
            return Message("With {count} references or fewer it fits.", count=fewer)
    step = model.capabilities.size_step
    side = max(width, height) // step * step
    while side >= _SMALLEST:
        share = side / max(width, height)
        if fits(share):
            across, down = (
                max(math.floor(one * share / step), 1) * step for one in (width, height)
            )
            return Message("{width} x {height} fits.", width=across, height=down)
        side -= step
    if precision == "auto" and fits(1.0, "bf16"):
        return Message("With the precision bf16 it fits.")
    return Message("No size fits: a smaller model does.")
