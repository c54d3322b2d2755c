"""A converted model's folder: its name, its marker, and its report."""

from __future__ import annotations

import hashlib
import platform
import shutil
from pathlib import Path
from typing import Any

import psutil

from desktop.core.messages import Message
from desktop.models.config_files import read_json
from desktop.models.families.known_families import family_named
from desktop.models.model import Model

REPORT = "conversion.json"
_MARK = ".converting-"


def working_folder(output: Path, pid: int) -> Path:
    """Return the hidden folder in which process `pid` writes the later `output`."""
    return output.parent / f".{output.name}{_MARK}{_machine()}-{pid}"


def clear_half_written(parent: Path) -> None:
    """Remove the working folders in `parent` of processes that were killed.

    Those of another machine, which shares the disk, are left alone: its processes can't be seen.
    """
    for path in parent.glob(f".*{_MARK}{_machine()}-*"):
        pid = path.name.rpartition("-")[2]
        if pid.isascii() and pid.isdecimal() and not psutil.pid_exists(int(pid)):
            shutil.rmtree(path, ignore_errors=True)


def _machine() -> str:
    """Return eight digits that identify this machine among others that write on the same disk."""
    return hashlib.sha256(platform.node().encode("utf-8", "replace")).hexdigest()[:8]


def is_conversion(folder: Path) -> bool:
    """Return whether `folder` is an earlier conversion's output, so that it can be replaced."""
    return (folder / REPORT).is_file() and (folder / "easel.json").is_file()


def report_of(folder: Path) -> dict[str, Any]:
    """Return the report of the conversion that wrote `folder`, {} without one."""
    return read_json(folder / REPORT) or {}


def why_not(model: Model) -> Message | None:
    """Return why `model` can't be converted to Core ML; None where it can."""
    if model.problem:
        return Message(
            "{name} can’t be converted. {problem}", name=model.name, problem=model.problem
        )
    if model.kind == "coreml":
        return Message("{model} is a Core ML model already.", model=model.name)
    if not family_named(model.family).makes_core_ml or model.variant == "inpainting":
        return Message(
            "{model} can’t be converted: Core ML models are made from SD 1, SD 2, SDXL and SSD-1B "
            "models that draw from words.",
            model=model.name,
        )
    return None


def free_folder(parent: Path, name: str) -> Path:
    """Return an unused folder path below `parent`, named like `name`."""
    plain = "".join("-" if letter in '/\\:*?"<>|' else letter for letter in name).strip(" .")
    number, place = 2, parent / (plain or "Model")
    while place.exists():
        place = parent / f"{plain} {number}"
        number += 1
    return place
