"""The QThread that owns the runs: it watches the engine child and makes signals of its events."""

from __future__ import annotations

import logging
import queue
from typing import NamedTuple

from PySide6.QtCore import QObject, QThread, Signal

from desktop.core.errors import InternalError
from desktop.core.events import EngineLost, ends_job
from desktop.core.tasks import Job
from desktop.process.job_runner import LocalEngine

logger = logging.getLogger(__name__)


class _Preparation(NamedTuple):
    output: str


class EngineThread(QThread):
    """Runs one job after the other in the child; `start()` it once, `shutdown()` it in the end.

    Signals: `reported(core.events.Event)`, in order, delivered on the receiver's thread; the last
    event of each job satisfies `core.events.ends_job`.
    """

    reported = Signal(object)

    def __init__(self, child: LocalEngine, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("engine")
        self._child = child
        self._jobs: queue.SimpleQueue[Job | _Preparation | None] = queue.SimpleQueue()
        self._current = ""
        self._closing = False

    def prepare(self, output: str) -> None:
        """Start the child and let it import; its pictures will go to the folder `output`."""
        self._jobs.put(_Preparation(output))

    def submit(self, job: Job) -> None:
        """Run `job` after those submitted before."""
        self._jobs.put(job)

    def cancel(self, job: str) -> None:
        """Stop the running job; its last event is Cancelled."""
        self._child.cancel(job)

    def shutdown(self) -> None:
        """End the running job and the child, and wait for the thread. May block for seconds."""
        self._closing = True
        if self._current:
            self._child.cancel(self._current)
        self._jobs.put(None)
        self.wait()

    def run(self) -> None:
        """The thread's own loop (Qt calls it)."""
        try:
            while (job := self._jobs.get()) is not None and not self._closing:
                if isinstance(job, _Preparation):
                    self._child.prepare(job.output)
                else:
                    self._run(job)
        finally:
            self._child.close()

    def _run(self, job: Job) -> None:
        """Report the job's events; the last one ends it even where the supervisor fails."""
        self._current = job.id
        try:
            for event in self._child.run(job):
                if ends_job(event):
                    self._current = ""
                self.reported.emit(event)
        except Exception as error:
            logger.exception("Job %s could not be followed", job.id)
            bug = InternalError.of(error)
            self._current = ""
            self.reported.emit(EngineLost(job=job.id, message=bug.message, details=bug.details))
