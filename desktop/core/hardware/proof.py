"""Results of `easel doctor --prove` for a machine, and the settings derived from them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Literal

import msgspec

Status = Literal["right", "wrong", "failed", "ended", "left out"]
"""`wrong`: deviates from the CPU; `failed`: an exception; `ended`: the process crashed."""

AttentionMode = Literal["", "contiguous", "math"]

TORCH_CHECKS = {
    "attention_40": "attention, heads 40 wide (SD 1)",
    "attention_64": "attention, heads 64 wide (SD 2, SDXL)",
    "attention_80": "attention, heads 80 wide (SD 1)",
    "attention_160": "attention, heads 160 wide (SD 1)",
    "strided_attention": "attention on strided views",
    "large_attention": "attention of SD 1 at 1024 x 1024, in blocks",
    "chunk_then_convolution": "a convolution of a part of a tensor",
    "strided_weights": "a convolution with strided weights",
    "group_norm": "group normalisation",
    "cpu_scalar": "arithmetic with one number of a table on the CPU",
    "lerp": "interpolation from minus infinity",
    "integers": "int64, sorting and picking",
    "large_array": "an array near 4 GiB",
    "unet": "a small UNet in half precision",
    "vae": "the starter's VAE in half precision",
}
"""The PyTorch checks on this machine's device, in the order in which they run."""
CORE_ML_CHECKS = {
    "portable": "a Core ML model on the portable runtime",
    "core_ml_cpu": "a Core ML model on the CPU",
    "core_ml_gpu": "a Core ML model on the GPU",
    "core_ml_ne": "a Core ML model on the Neural Engine",
    "core_ml_plan": "the plan of compute units",
}
CHECKS = {**TORCH_CHECKS, **CORE_ML_CHECKS}
_HALF = ("group_norm", "unet")
"""Checks that half precision depends on."""


class CheckResult(msgspec.Struct, frozen=True, kw_only=True):
    """Result of one check. `error` is the largest deviation relative to the largest value."""

    name: str
    status: Status
    error: float = 0.0
    seconds: float = 0.0
    details: str = ""


class DeviceChoices(msgspec.Struct, frozen=True, kw_only=True):
    """PyTorch settings for this machine's GPU; the defaults are those of an unproved machine."""

    precision: Literal["", "fp16", "fp32"] = ""
    attention: AttentionMode = ""
    """`contiguous`: strided inputs are copied; `math`: without PyTorch's fused attention."""
    vae: Literal["", "fp32"] = ""


UNPROVED = DeviceChoices()


def choices_from(results: Iterable[CheckResult]) -> DeviceChoices:
    """Return the settings that avoid everything found wrong."""
    wrong = {result.name for result in results if result.status not in ("right", "left out")}
    fused = any(name.startswith("attention_") for name in wrong)
    contiguous = bool(wrong & {"strided_attention", "large_attention"})
    return DeviceChoices(
        precision="fp32" if wrong & set(_HALF) else "",
        attention="math" if fused else "contiguous" if contiguous else "",
        vae="fp32" if "vae" in wrong else "",
    )


class Proof(msgspec.Struct, frozen=True, kw_only=True):
    """All check results, ready to be sent with a report: no names, no paths."""

    machine: dict[str, Any]
    device: str
    results: Sequence[CheckResult]
    seconds_per_step: dict[str, float]
    """Seconds per step of the starter model, by way of running it."""
    choices: DeviceChoices
    version: int = 1
