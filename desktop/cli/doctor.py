"""`easel doctor`: what this machine can run, versions and folders; safe to paste anywhere."""

from __future__ import annotations

import argparse
import json
import platform
import sys
import uuid
from importlib import metadata
from pathlib import Path
from typing import Any

from desktop import __version__
from desktop.core.events import Reported
from desktop.core.tasks import InspectRequest, Job
from desktop.models.machine import this_machine

from .generate import raise_end
from .surroundings import Surroundings

_PACKAGES = (
    "torch",
    "diffusers",
    "transformers",
    "coremltools",
    "PySide6-Essentials",
    "numpy",
    "safetensors",
    "peft",
    "pillow",
)


def add_command(commands: Any) -> None:
    """Add `doctor` to the parser."""
    doctor = commands.add_parser("doctor", help="what this machine can run, versions, folders")
    doctor.add_argument(
        "model", nargs="?", metavar="MODEL", help="also: where the parts of its UNet would run"
    )
    doctor.add_argument("--json", action="store_true")
    doctor.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print the report; the home folder's name is left out of it."""
    surroundings = Surroundings.find()
    report = {**_machine(), **_versions(), **_folders(surroundings)}
    report["models"] = len(surroundings.library().models())
    report.update(_inspected(surroundings, options.model))
    if options.json:
        print(json.dumps(report, ensure_ascii=False, indent=2))
        return 0
    for key, value in report.items():
        print(f"{key}: {value}")
    return 0


def _machine() -> dict[str, Any]:
    machine = this_machine()
    return {
        "easel": __version__,
        "system": f"{platform.system()} {platform.release()} {platform.machine()}",
        "macos": platform.mac_ver()[0] or "no",
        "python": platform.python_version(),
        "frozen": bool(getattr(sys, "frozen", False)),
        "memory": f"{machine.memory_bytes / 2**30:.0f} GB",
    }


def _versions() -> dict[str, str]:
    found: dict[str, str] = {}
    for name in _PACKAGES:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            found[name] = "not installed"
    return found


def _folders(surroundings: Surroundings) -> dict[str, str]:
    places = surroundings.places
    folders = {
        "settings": places.settings,
        "pictures": surroundings.output_folder,
        "models folder": places.models,
        "caches": places.cache,
        "logs": places.logs,
    }
    return {name: without_home(path) for name, path in folders.items()}


def without_home(path: Path) -> str:
    """`path` with the home folder as ~, and nothing above it shown."""
    home = Path.home()
    if path == home or home in path.parents:
        return f"~/{path.relative_to(home)}"
    return str(path)


def _inspected(surroundings: Surroundings, model: str | None) -> dict[str, Any]:
    """What only the engine child can tell: devices, and the compute plan of a model."""
    tasks = [InspectRequest(model="", what="machine")]
    if model is not None:
        found = surroundings.library().find(model)
        tasks.append(InspectRequest(model=found.path, what="compute_plan"))
    report: dict[str, Any] = {}
    with surroundings.engine() as child:
        for task in tasks:
            for event in child.run(Job(id=uuid.uuid4().hex, task=task, output="")):
                raise_end(event)
                if isinstance(event, Reported):
                    report.update(event.data)
    return report
