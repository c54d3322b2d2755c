"""A job that ends in a report instead of pictures."""

from __future__ import annotations

import uuid
from typing import Any

from desktop.cli.cli_context import CliContext
from desktop.cli.terminal_progress import ProgressView
from desktop.core.events import Reported
from desktop.core.tasks import Job, Task

from .generate_command import raise_end


def report_of(context: CliContext, task: Task) -> dict[str, Any]:
    """Run `task` on this machine, with its progress; return its report. Raises EaselError."""
    job = Job(id=uuid.uuid4().hex, task=task, output="")
    report: dict[str, Any] = {}
    with context.engine() as child, ProgressView() as view:
        for event in child.run(job):
            view.show(event)
            raise_end(event)
            if isinstance(event, Reported):
                report = event.data
    return report
