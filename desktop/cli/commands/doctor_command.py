"""`easel doctor`: what this machine can run, versions and folders; safe to paste anywhere."""

from __future__ import annotations

import argparse
import json
import uuid
from pathlib import Path
from typing import Any

from desktop.cli.cli_context import CliContext
from desktop.cli.command_parser import CommandAdder
from desktop.core.errors import BadInput
from desktop.core.events import Reported
from desktop.core.messages import Message
from desktop.core.tasks import InspectRequest, Job
from desktop.files.writable import check_writable
from desktop.process.diagnostics import folders, machine_facts, versions

from .generate_command import raise_end
from .prove_command import prove


def add_command(commands: CommandAdder) -> None:
    """Add `doctor` to the parser."""
    doctor = commands.add_parser(
        "doctor",
        text="tell what this machine can run, versions and folders",
        examples=("easel doctor", "easel doctor --prove", "easel doctor --json"),
    )
    doctor.add_argument(
        "model", nargs="?", metavar="MODEL", help="also: where the parts of its UNet would run"
    )
    doctor.add_argument("--json", action="store_true")
    doctor.add_argument(
        "--prove",
        action="store_true",
        help="check what this machine computes, time it, and keep how it should draw",
    )
    doctor.add_argument("--output", metavar="FILE", help="with --prove: write the file there too")
    doctor.set_defaults(run=run)


def run(options: argparse.Namespace, context: CliContext) -> int:
    """Print the report without the home folder's name. With --prove see `prove`."""
    if options.prove:
        if options.model or options.json:
            raise BadInput("--prove takes neither a model nor --json: its file is JSON.")
        if options.output:
            file = Path(options.output).expanduser().absolute()
            check_writable(file.parent, Message("keep the results"), file.name)
        return prove(context, options.output)
    if options.output:
        raise BadInput("--output is for easel doctor --prove.")
    report: dict[str, Any] = {**machine_facts(), **versions()}
    report.update(folders(context.app_paths, context.output_folder))
    report["models"] = len(context.library().models())
    report.update(_inspected(context, options.model))
    if options.json:
        print(json.dumps(report, ensure_ascii=False, indent=2))
        return 0
    for key, value in report.items():
        print(f"{key}: {value}")
    return 0


def _inspected(context: CliContext, model: str | None) -> dict[str, Any]:
    """Return facts known to the engine child only: devices, a model's compute plan."""
    tasks = [InspectRequest(model="", what="machine")]
    if model is not None:
        found = context.library().find(model)
        tasks.append(InspectRequest(model=found.path, what="compute_plan"))
    report: dict[str, Any] = {}
    with context.engine() as child:
        for task in tasks:
            for event in child.run(Job(id=uuid.uuid4().hex, task=task, output="")):
                raise_end(event)
                if isinstance(event, Reported):
                    report.update(event.data)
    return report
