"""Share of a Core ML model's work on each device, from MLComputePlan."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from desktop.core.errors import BadInput, EaselError
from desktop.core.hardware.compute import ComputeUnit
from desktop.models.bundles.bundle import read_bundles
from desktop.models.bundles.bundle_part import BundlePart

from .apple_runtime import has_core_ml

_DEVICES = {
    "MLNeuralEngineComputeDevice": "Neural Engine",
    "MLGPUComputeDevice": "GPU",
    "MLCPUComputeDevice": "CPU",
}


def compute_plan(model: Path, unit: ComputeUnit) -> dict[str, Any]:
    """Return operations and estimated cost by device for each UNet part, ready for JSON.

    Raises BadInput without a Mac, EaselError where the system makes no plan.
    """
    if not has_core_ml():
        raise BadInput("A compute plan is made by Core ML, which is on a Mac only.")
    bundle = read_bundles(model)[0]
    base = next(b for b in ("unet", "control_unet", "refiner") if bundle.unet_parts(b))
    parts = [plan_of(part, unit) for part in bundle.unet_parts(base)]
    return {"model": str(model), "compute_unit": str(unit), "parts": parts}


def plan_of(part: BundlePart, unit: ComputeUnit) -> dict[str, Any]:
    """Return operations and cost by device for one part, ready for JSON. Raises EaselError."""
    import tempfile

    import coremltools as ct
    from coremltools.models.compute_plan import MLComputePlan

    from .apple_runtime import compile_package

    with tempfile.TemporaryDirectory(prefix="easel-") as folder:
        path = part.path
        if part.form == "packages":
            path = Path(folder) / "part.mlmodelc"
            compile_package(part.path, path)
        try:
            plan = MLComputePlan.load_from_path(
                path=str(path), compute_units=ct.ComputeUnit[unit.name]
            )
            return {"part": part.name} | shares(plan)
        except Exception as error:
            raise EaselError(
                "Core ML made no plan for {part}.", str(error), part=part.name
            ) from error


def shares(plan: Any) -> dict[str, Any]:
    """Return operations and cost (in percent) by device, of an MLComputePlan's main function."""
    operations: Counter[str] = Counter()
    cost: dict[str, float] = {}
    program = plan.model_structure.program
    for operation in program.functions["main"].block.operations:
        usage = plan.get_compute_device_usage_for_mlprogram_operation(operation)
        if usage is None:
            continue
        kind = type(usage.preferred_compute_device).__name__
        device = _DEVICES.get(kind, kind)
        operations[device] += 1
        estimate = plan.get_estimated_cost_for_mlprogram_operation(operation)
        weight = float(estimate.weight) if estimate is not None else 0.0
        cost[device] = cost.get(device, 0.0) + weight
    total = sum(cost.values())
    percent = {device: round(100 * value / total, 1) for device, value in cost.items() if total}
    return {"operations": dict(operations), "cost_percent": percent}
