"""The compute units that suit a Core ML model on a machine, with the expected effect of each."""

from __future__ import annotations

from desktop.core.capabilities import UnitChoice
from desktop.core.hardware.compute import ComputeUnit
from desktop.core.messages import Message
from desktop.models.machine import Machine

from .bundle_part import Attention

MANY_CORES = 8
"""From this number of performance cores a Mac's GPU beats its Neural Engine (Hugging Face's
app).
"""

_MISFIT = Message(
    "This model’s attention is made for the GPU. On the Neural Engine, loading it takes hours, "
    "and it may never end. Load it there all the same?"
)
_PORTABLE = Message("There is no Core ML on this machine: the portable runtime runs it on the CPU.")


def better_attention(machine: Machine) -> Attention:
    """Return the better attention for this machine, where a model has both."""
    without_engine = machine.is_mac and not machine.arm
    if without_engine or machine.performance_cores >= MANY_CORES:
        return "original"
    return "split_einsum"


def recommended_unit(attention: Attention, machine: Machine) -> ComputeUnit:
    """Return the compute unit that a model with this attention was made for."""
    if machine.is_mac and not machine.arm:
        return ComputeUnit.CPU_AND_GPU
    if attention in ("split_einsum", "split_einsum_v2"):
        return ComputeUnit.CPU_AND_NE
    return ComputeUnit.CPU_AND_GPU


def units_for(attention: Attention, machine: Machine) -> tuple[UnitChoice, ...]:
    """Return the compute units that the picker offers for a model, the recommended one marked."""
    best = recommended_unit(attention, machine)
    offered = [
        unit
        for unit in ComputeUnit
        if unit != ComputeUnit.CPU_AND_NE or machine.arm or not machine.is_mac
    ]
    return tuple(
        UnitChoice(
            unit=unit,
            recommended=unit == best,
            note=_note(unit, attention, best) if machine.is_mac else _PORTABLE,
            confirm=_MISFIT if unit == ComputeUnit.CPU_AND_NE and attention == "original" else None,
        )
        for unit in offered
    )


def _note(unit: ComputeUnit, attention: Attention, best: ComputeUnit) -> Message:
    if unit == best:
        if attention.startswith("split"):
            return Message("What this model was made for (the Neural Engine).")
        return Message("What this model was made for (the GPU).")
    if unit == ComputeUnit.ALL:
        return Message(
            "Core ML chooses; the first load takes minutes where it takes the Neural Engine."
        )
    if unit == ComputeUnit.CPU_ONLY:
        return Message("Many times slower; for comparing.")
    if unit == ComputeUnit.CPU_AND_GPU:
        return Message("Works, slower than the original attention would be on the GPU.")
    return Message("Made for the GPU: loading it on the Neural Engine takes hours.")
