"""Runner of one check of the proof by name."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

import torch

from desktop.core.errors import BadInput
from desktop.core.hardware.compute import ComputeUnit
from desktop.core.hardware.proof import CORE_ML_CHECKS, TORCH_CHECKS, CheckResult

from .lab import Lab


def run_check(name: str, lab: Lab | None = None) -> CheckResult:
    """Return the result of the check `name`, also for an exception. Raises BadInput."""
    if name not in TORCH_CHECKS | CORE_ML_CHECKS:
        raise BadInput("There is no check “{name}”.", name=name)
    began = time.monotonic()
    try:
        measured = _measured(name, lab)
    except Exception as error:
        details = f"{type(error).__name__}: {error}"[:500]
        seconds = round(time.monotonic() - began, 2)
        return CheckResult(name=name, status="failed", seconds=seconds, details=details)
    seconds = round(time.monotonic() - began, 2)
    if measured is None:
        return CheckResult(name=name, status="left out", details="There is no Core ML here.")
    found, allowed, details = measured
    return CheckResult(
        name=name,
        status="right" if found <= allowed else "wrong",
        error=min(found, 1e9),  # JSON knows no infinity
        seconds=seconds,
        details=details,
    )


def _measured(name: str, lab: Lab | None) -> tuple[float, float, str] | None:
    if name in CORE_ML_CHECKS:
        from .coreml_checks import check_core_ml

        with tempfile.TemporaryDirectory(prefix="easel-") as folder:
            return check_core_ml(name, Path(folder))
    from .torch_checks import CHECKS

    lab = lab or Lab(this_device())
    small = name in ("large_attention", "large_array") and not lab.large
    return *CHECKS[name](lab), "only a small one: there is no GPU here" if small else ""


def this_device() -> torch.device:
    """Return the device for generation on this machine."""
    from desktop.engines.torch.devices import pick_device

    return pick_device(ComputeUnit.ALL)
