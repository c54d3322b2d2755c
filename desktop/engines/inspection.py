"""Reports from the engine child: the machine's devices, and detailed model inspection."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from desktop.core.engine_interface import CancelCheck, Emit
from desktop.core.events import Progress
from desktop.core.hardware.compute import ComputeUnit
from desktop.core.messages import Message
from desktop.core.tasks import InspectRequest


def inspect_model(task: InspectRequest, job: str, emit: Emit, check: CancelCheck) -> dict[str, Any]:
    """Inspect by `task.what` and return a result ready for JSON. Raises EaselError."""
    check()
    if task.what == "machine":
        return machine_report()
    if task.what == "proof":
        return proof_report(task.check)
    emit(Progress(job=job, what=Message("reading the model")))
    if task.what == "neural_engine":
        from .convert.neural_engine_fit import report

        return report(Path(task.model))
    from .coreml.compute_plan import compute_plan

    return compute_plan(Path(task.model), task.compute_unit)


def proof_report(name: str) -> dict[str, Any]:
    """Return the result of one check, and its device. Raises BadInput."""
    from .proof.run_check import run_check, this_device

    result = msgspec.to_builtins(run_check(name))
    return {"result": result, "device": this_device().type}


def machine_report() -> dict[str, Any]:
    """Return torch's devices on this machine, and the precision chosen on each."""
    import torch

    from .torch.devices import cuda_summary, pick_device, pick_precision

    devices = list(dict.fromkeys([pick_device(ComputeUnit.ALL).type, "cpu"]))
    graphics = {"graphics card": cuda_summary()} if "cuda" in devices else {}
    return {
        "devices": devices,
        **graphics,
        "precision": {name: pick_precision("auto", torch.device(name)) for name in devices},
        "torch threads": torch.get_num_threads(),
        "cpu capability": torch.backends.cpu.get_cpu_capability(),
    }
