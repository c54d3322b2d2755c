"""`easel doctor --prove`: check this machine's numerical results and speed, into one file."""

from __future__ import annotations

import statistics
import tempfile
import uuid
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec

from desktop.cli.cli_context import CliContext
from desktop.core.errors import EaselError
from desktop.core.events import EngineLost, Failed, Reported
from desktop.core.hardware.compute import ComputeUnit
from desktop.core.hardware.proof import CHECKS, CheckResult, DeviceChoices, Proof, choices_from
from desktop.core.tasks import BenchRequest, ConvertRequest, InspectRequest, Job, Task
from desktop.models.model import Model
from desktop.models.requests.draft import Draft
from desktop.models.requests.prepare import prepare
from desktop.process.diagnostics import machine_facts, versions
from desktop.process.proof_file import proved_on, write_proof
from desktop.process.supervisor import EngineChild

UNITS = ("core_ml_cpu", "core_ml_gpu", "core_ml_ne")
_PROMPT = "red apple"
_STEPS = 4


def prove(context: CliContext, output: str | None) -> int:
    """Run all checks, time the starter, print and save the results; return 1 if any is wrong.

    A crash of the engine child counts as a result: the next check gets a new child.
    """
    results: list[CheckResult] = []
    device = "cpu"
    with context.engine() as child:
        for name, words in CHECKS.items():
            result, on = _checked(child, name)
            device = on or device
            results.append(result)
            print(f"{result.status:9} {words}{_figures(result)}", flush=True)
        speeds = dict(_timed(context, child, device, _has_core_ml(results)))
    choices = choices_from(results)
    facts = {**machine_facts(), **versions(), **proved_on()}
    proof = Proof(
        machine=facts, device=device, results=results, seconds_per_step=speeds, choices=choices
    )
    for path in (context.app_paths.proof, *([Path(output)] if output else [])):
        write_proof(proof, path)
    _conclude(proof, output or str(context.app_paths.proof))
    return int(any(result.status not in ("right", "left out") for result in results))


def _conclude(proof: Proof, path: str) -> None:
    if proof.device == "cpu":
        print("There is no GPU that PyTorch can use here: this proves the processor only.")
    if not _has_core_ml(proof.results):
        print("There is no Core ML here: this proves the portable runtime only.")
    if proof.choices == DeviceChoices():
        print("Pictures are drawn in the usual way.")
    else:
        chosen = msgspec.structs.asdict(proof.choices).items()
        print("From now on: " + ", ".join(f"{name} {value}" for name, value in chosen if value))
    print(f"Please send this file with a report: {path}")


def _figures(result: CheckResult) -> str:
    """Return the suffix of a check's line: its error and seconds, or its details."""
    if result.status in ("right", "wrong") and not result.details:
        return f" (off by {result.error:.1g}, {result.seconds:.1f} s)"
    return f" ({result.details})" if result.details else ""


def _checked(child: EngineChild, name: str) -> tuple[CheckResult, str]:
    """Return the result of one check and the device it used ("" if unknown)."""
    task = InspectRequest(model="", what="proof", check=name)
    try:
        data = _done(child, task)
    except _LostError as lost:
        return CheckResult(name=name, status="ended", details=str(lost)), ""
    return msgspec.convert(data["result"], CheckResult), str(data["device"])


class _LostError(EaselError):
    """Raised if the engine child was lost with its job."""


def _done(child: EngineChild, task: Task) -> dict[str, Any]:
    """Return the child's report of `task`. Raise EaselError."""
    data: dict[str, Any] = {}
    for event in child.run(Job(id=uuid.uuid4().hex, task=task, output="")):
        if isinstance(event, EngineLost):
            raise _LostError(event.message, event.details)
        if isinstance(event, Failed):
            raise EaselError(event.message, event.details)
        if isinstance(event, Reported):
            data = event.data
    return data


def _has_core_ml(results: Sequence[CheckResult]) -> bool:
    return any(result.name in UNITS and result.status != "left out" for result in results)


def _timed(
    context: CliContext, child: EngineChild, device: str, core_ml: bool
) -> Iterator[tuple[str, float]]:
    """Yield each way of running the starter and its seconds per step; report failures."""
    starter = context.library().starter()
    gpu = (ComputeUnit.CPU_AND_GPU,) if device != "cpu" else ()
    yield from _speeds(child, "PyTorch", starter, (ComputeUnit.CPU_ONLY, *gpu))
    with tempfile.TemporaryDirectory(prefix="easel-") as folder:
        target = Path(folder) / "starter"
        print("converting the starter for Core ML", flush=True)
        task = ConvertRequest(source=starter.path, output=str(target), attention="split_einsum")
        try:
            _done(child, task)
            converted = context.library().at(target)
        except EaselError as error:
            print(f"left out  Core ML: {error.message}")
            return
        if core_ml:
            yield from _speeds(child, "Core ML", converted, tuple(ComputeUnit))
        else:
            yield from _speeds(child, "the portable runtime", converted, (ComputeUnit.CPU_ONLY,))


def _speeds(
    child: EngineChild, kind: str, model: Model, units: tuple[ComputeUnit, ...]
) -> Iterator[tuple[str, float]]:
    for unit in units:
        name = f"{kind}, {unit.label}"
        draft = Draft(prompt=_PROMPT, seed=7, steps=_STEPS, compute_unit=str(unit), previews=False)
        try:
            data = _done(child, BenchRequest(request=prepare(draft, model), runs=1))
        except EaselError as error:
            print(f"failed    {name}: {error.message}")
            continue
        seconds = statistics.median(data["seconds_per_step"])
        print(f"{seconds:.3f} s   a step with {name}", flush=True)
        yield name, round(seconds, 4)
