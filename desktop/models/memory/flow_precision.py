"""Choose a flow transformer's precision by the kind of machine."""

from __future__ import annotations

from typing import Literal

from desktop.models.machine import Machine


def flow_precision(machine: Machine, *, on_gpu: bool) -> Literal["bf16", "fp16", "fp32"]:
    """Return the precision of "auto" for a flow family on `machine`, on its GPU or its processor.

    bf16 wherever it is computed in hardware. The GPUs of M1 and M2 emulate it and draw a quarter
    faster in fp16, whose overflows `engines.flow.fp16_guard` catches; a processor without bf16
    computes in fp32, since it has no fp16 either.
    """
    if on_gpu and machine.has_metal_gpu:
        return "bf16" if machine.gpu_has_bf16 else "fp16"
    return "bf16" if on_gpu or machine.half_on_cpu else "fp32"
