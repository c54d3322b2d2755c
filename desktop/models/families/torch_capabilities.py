"""The capabilities of a PyTorch model of a family on this machine, and overrides of its
defaults.
"""

from __future__ import annotations

from typing import Any

import msgspec

from desktop.core.capabilities import Capabilities, ModelDefaults, Support, UnitChoice
from desktop.core.hardware.compute import ComputeUnit
from desktop.core.messages import Message
from desktop.models.machine import Machine

from .known_families import family_named

MIN_SIDE = 64
MAX_SIDE = 4096


def with_overrides(defaults: ModelDefaults, overrides: dict[str, Any]) -> ModelDefaults:
    """Return `defaults` with the `overrides` (from easel.json) of the right types.

    A damaged value never makes a model unusable: it is ignored.
    """
    whole = ("width", "height", "steps", "seed")
    words = ("sampler", "noise_schedule")
    fitting: dict[str, Any] = {}
    for key, value in overrides.items():
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        is_number = is_number and abs(value) < 2**63  # false for NaN too
        if key in whole and is_number and int(value) == value and value > 0:
            fitting[key] = int(value)
        elif key == "guidance_scale" and is_number and 0 <= value <= 100:
            fitting[key] = float(value)
        elif key in words and isinstance(value, str) and value:
            fitting[key] = value
    return msgspec.structs.replace(defaults, **fitting)


def torch_units(machine: Machine) -> tuple[UnitChoice, ...]:
    """Return the compute units of a PyTorch model: never the Neural Engine."""
    if machine.has_metal_gpu:
        gpu_note = Message("PyTorch on the GPU (Metal)")
        cpu_note = Message("PyTorch on the CPU: many times slower than the GPU")
    else:
        gpu_note = Message("Runs on the CPU: PyTorch finds no Metal GPU on this machine")
        cpu_note = Message("PyTorch on the CPU")
    return (
        UnitChoice(unit=ComputeUnit.ALL, recommended=True, note=gpu_note),
        UnitChoice(unit=ComputeUnit.CPU_AND_GPU, note=gpu_note),
        UnitChoice(unit=ComputeUnit.CPU_ONLY, note=cpu_note),
    )


def torch_capabilities(
    family: str, variant: str, machine: Machine, *, safety_checker: bool = False
) -> Capabilities:
    """Return the capabilities of a PyTorch model of this family and variant on `machine`."""
    record = family_named(family)
    traits = record.traits(variant)
    no_guidance = Support(
        True,
        Message(
            "{family} was trained to draw with guidance 1; more doubles the time.",
            family=traits.title,
        ),
    )
    changes: dict[str, Any] = {}
    if not traits.uses_guidance:
        no_negative = Message(
            "{family} draws without guidance, so a negative prompt has no effect.",
            family=traits.title,
        )
        changes["guidance"] = no_guidance
        changes["negative_prompt"] = Support(True, no_negative)
    if safety_checker:
        changes["safety_checker"] = Support()
    if variant == "inpainting":
        changes |= {
            "needs_mask": True,
            "high_res_fix": Support(
                False, Message("An inpainting model has no high-resolution pass.")
            ),
        }
    if record.needs_image:
        changes["needs_image"] = True
    if record.cost is not None:
        changes["int8"] = Support()
    changes |= {name: Support(False, reason) for name, reason in record.refusals.items()}
    return Capabilities(
        units=torch_units(machine),
        size_step=record.size_step,
        min_side=MIN_SIDE,
        max_side=MAX_SIDE,
        most_references=record.most_references,
        **changes,
    )
