"""Start, watch, cancel and, if it must be, kill the engine child."""

from __future__ import annotations

import contextlib
import logging
import os
import select
import subprocess
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, TypeGuard

import msgspec

from desktop.core.errors import EaselError, InternalError
from desktop.core.events import Cancelled, EngineLost, Event, Loading, Step, ends_job
from desktop.core.grids.grid import GridRequest
from desktop.core.hardware.compute import ComputeUnit
from desktop.core.messages import Message
from desktop.core.request import GenerationRequest
from desktop.core.tasks import BenchRequest, ConvertRequest, Job, ShrinkRequest
from desktop.files.atomic import private_opener
from desktop.models.bundles.bundle_part import holds_core_ml
from desktop.models.conversion.converted_folder import clear_half_written
from desktop.storage.logs import rotate

from .child_command import child_environment, engine_command
from .child_outcome import ChildOutcome
from .command_pipe import CommandPipe
from .confinement import is_below, writable_places
from .frames import (
    BrokenFrame,
    Cancel,
    ChildConfig,
    ChildReady,
    Command,
    FrameDecoder,
    Payload,
    Prepare,
    Run,
)
from .jobs.job_log import JobLog
from .termination import CancelRequests, Termination

_TAIL = 4000
_EXIT_PATIENCE = 5.0
"""Seconds for a child that has closed its pipe to exit: its exit code gives the reason."""
_BROKEN_PATIENCE = 0.2
"""Seconds for a child whose stream is broken to exit."""
logger = logging.getLogger(__name__)


class EngineChild:
    """Supervisor of an engine child, started when a job needs it.

    `run` must be iterated on one thread to its end; `cancel` may be called from any other. The
    child's stderr goes to `log`.
    """

    def __init__(
        self,
        config: ChildConfig,
        log: Path,
        command: Sequence[str] | None = None,
        *,
        kept_logs: int = 0,
    ) -> None:
        self._config = config
        self._log = log
        self._kept_logs = kept_logs
        self._command = list(command or engine_command())
        self._process: subprocess.Popen[bytes] | None = None
        self._decoder = FrameDecoder()
        self._closed_pipe = False
        self._commands: CommandPipe | None = None
        self._escalation = Termination()
        self._job_log = JobLog()
        self._cancelled = CancelRequests()
        self._wake_in, self._wake_out = os.pipe()
        os.set_blocking(self._wake_out, False)

    @property
    def pid(self) -> int | None:
        """The child's process id, None without a child."""
        return self._process.pid if self._process else None

    def prepare(self, output: str) -> None:
        """Start a child, if none runs, to import the modules of a picture before the first job.

        It may write pictures into `output`. Call on the thread that iterates `run`. A failure to
        start is reported by the first job.
        """
        if self._process is not None:
            return
        try:
            self._ensure_started(writable_places(output, self._config.cache_dir)).send(Prepare())
        except (OSError, EaselError) as error:
            logger.warning("The engine could not be started ahead of the first picture: %s", error)

    def run(self, job: Job) -> Iterator[Event]:
        """Run `job` and yield its events in order; the last always ends the job."""
        self._escalation = Termination()
        self._job_log.begin(job)
        for event in self._events(job):
            yield event
            if ends_job(event):
                self._cancelled.discard(job.id)
                self._job_log.end(event)
                return

    def _events(self, job: Job) -> Iterator[Event]:
        """Yield the child's events for `job`; if the child can't go on, the last is EngineLost."""
        try:
            before = self.pid
            self._ensure_started(self._places(job)).send(Run(job=job))
            if self.pid != before:
                yield Loading(job=job.id, what=Message("engine"))
            while True:
                for event in self._next_events(job):
                    self._note_pace(event)
                    yield event
        except BrokenFrame as error:
            yield self._lost(job, error.details)
        except (OSError, EaselError) as error:
            yield self._lost(job, str(error))
        except Exception as error:
            logger.exception("The engine child could not be watched")
            bug = InternalError.of(error)
            yield self._lost(job, bug.details, bug.message)

    def cancel(self, job: str) -> None:
        """Ask the child to stop `job`; the thread that iterates `run` escalates if it does not."""
        logger.info("Job %s is to be cancelled", job)
        self._cancelled.add(job)
        if self._wake_out >= 0:
            with contextlib.suppress(BlockingIOError):  # it is full: nobody can oversee that
                os.write(self._wake_out, b"c")

    def close(self) -> None:
        """End the child: close its stdin, wait a little, terminate, kill. Final, and idempotent."""
        if self._process is not None:
            self._end_child(patience=1.0)
        pipe, self._wake_in, self._wake_out = (self._wake_in, self._wake_out), -1, -1
        for descriptor in pipe:
            if descriptor >= 0:
                os.close(descriptor)

    def _places(self, job: Job) -> tuple[str, ...]:
        task = job.task
        converted = task.output if isinstance(task, ConvertRequest | ShrinkRequest) else ""
        return writable_places(job.output, self._config.cache_dir, converted)

    def _ensure_started(self, wanted: tuple[str, ...]) -> CommandPipe:
        """Return the pipe to a child that may write into `wanted`; a confined child can't widen."""
        lacking = tuple(place for place in wanted if not is_below(place, self._config.writable))
        if self._process is not None and self._commands and self._process.poll() is None:
            if not lacking:
                return self._commands
            wanted = (*self._config.writable, *lacking)
        self._config = msgspec.structs.replace(self._config, writable=wanted)
        if self._process is not None:
            if self._process.poll() is not None:
                logger.warning("The engine child %d had ended between two jobs", self._process.pid)
            self._end_child(patience=0.0)
        self._decoder = FrameDecoder()
        self._closed_pipe = False
        with self._open_log() as log:
            self._process = subprocess.Popen(
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                bufsize=0,
                env=child_environment(),
            )
        logger.info("The engine child %d started", self._process.pid)
        assert self._process.stdin is not None
        self._commands = CommandPipe(self._process.stdin)
        self._commands.send(self._config)
        return self._commands

    def _open_log(self) -> BinaryIO:
        """Open a new log for a new child; if it can't be written the child works without."""
        try:
            self._log.parent.mkdir(parents=True, exist_ok=True)
            rotate(self._log, self._kept_logs)
            return open(self._log, "wb", opener=private_opener)  # it may quote a prompt
        except OSError as error:
            logger.warning("The engine works without its log: %s", error)
            return open(os.devnull, "wb")

    def _next_events(self, job: Job) -> list[Event]:
        """Wait for the child's next bytes, escalating a pending cancel.

        Raises BrokenFrame or OSError where the stream is broken.
        """
        process, commands = self._process, self._commands
        assert process is not None
        assert process.stdout is not None
        assert commands is not None
        source = process.stdout.fileno()
        self._decoder.check()
        readable, writable, _ = select.select(
            [source, self._wake_in],
            [commands] if commands.pending else [],
            [],
            self._escalation.timeout(),
        )
        if self._wake_in in readable:
            os.read(self._wake_in, 64)
        if job.id in self._cancelled and not self._escalation.started:
            self._escalation.start()
            commands.send(Cancel(job=job.id))
        elif writable:
            commands.flush()
        self._escalation.act(process)
        if source not in readable:
            return []
        data = os.read(source, 1 << 20)
        if data:
            return [m for m in self._decoder.feed(data) if _concerns(m, job)]
        self._closed_pipe = True
        self._decoder.finish()
        return [self._lost(job, "")]

    def _note_pace(self, event: Event) -> None:
        if isinstance(event, Step):
            self._escalation.pace(event.seconds_per_step)

    def _lost(self, job: Job, details: str, message: Message | None = None) -> Event:
        """End the child for good and return the event that its end means for `job`."""
        cancelled = job.id in self._cancelled
        process = self._process
        outcome = ChildOutcome(returncode=None)
        if process is not None:
            patience = _EXIT_PATIENCE if self._closed_pipe else _BROKEN_PATIENCE
            ended_by_us = self._end_child(patience)
            outcome = ChildOutcome(
                returncode=process.returncode,
                ended_by_us=ended_by_us,
                core_ml=_runs_core_ml(job),
            )
        if isinstance(job.task, ConvertRequest):
            clear_half_written(Path(job.task.output).parent)
        if cancelled:
            return Cancelled(job=job.id)
        text = "\n".join(part for part in (details, self._log_tail()) if part)
        return EngineLost(job=job.id, message=message or outcome.message, details=text)

    def _log_tail(self) -> str:
        try:
            with self._log.open("rb") as log:
                log.seek(max(0, os.fstat(log.fileno()).st_size - _TAIL))
                return log.read(_TAIL).decode("utf-8", "replace").strip()
        except OSError:
            return ""

    def _end_child(self, patience: float) -> bool:
        """Wait `patience` seconds for the child's end, or force it; return whether it was
        forced.
        """
        process, self._process = self._process, None
        if process is None:
            return False
        if self._commands is not None:
            self._commands.close()
            self._commands = None
        _wait(process, patience)
        ended_by_us = process.poll() is None
        for ending in (process.terminate, process.kill):
            if process.poll() is None:
                ending()
                _wait(process, 1.0)
        code = process.wait()
        logger.info("The engine child %d ended with %d", process.pid, code)
        if process.stdout is not None:
            process.stdout.close()
        return ended_by_us


def _concerns(message: Payload, job: Job) -> TypeGuard[Event]:
    """Return whether `message` is an event of `job`; a broken child may send others."""
    return not isinstance(message, ChildReady | Command) and message.job == job.id


def _runs_core_ml(job: Job) -> bool:
    """Return whether the job's model is a Core ML model that may run on more than the CPU."""
    task = job.task
    if isinstance(task, BenchRequest):
        task = task.request
    requests = [cell.request for cell in task.cells] if isinstance(task, GridRequest) else [task]
    return any(
        isinstance(request, GenerationRequest)
        and not request.portable_runtime
        and request.compute_unit != ComputeUnit.CPU_ONLY
        and holds_core_ml(Path(request.model))
        for request in requests
    )


def _wait(process: subprocess.Popen[bytes], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.01)
