"""The QThread of one place that draws: it runs its jobs and makes signals of their events."""

from __future__ import annotations

import queue
from collections.abc import Callable

from PySide6.QtCore import QObject, QThread, Signal

from desktop.core.events import ends_job
from desktop.core.tasks import Job
from desktop.process.jobs.job_runner import JobRunner, followed


class EngineThread(QThread):
    """Runs one job after the other on `runner`, which is closed when the thread ends.

    Signals: `reported(core.events.Event)`, in order, delivered on the receiver's thread; the last
    event of each job satisfies `core.events.ends_job`.
    """

    reported = Signal(object)

    def __init__(self, runner: JobRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("engine")
        self._runner = runner
        self._jobs: queue.SimpleQueue[Job | Callable[[], None] | None] = queue.SimpleQueue()
        self._current = ""
        self._closing = False

    def call(self, act: Callable[[], None]) -> None:
        """Call `act` on this thread, between two jobs."""
        self._jobs.put(act)

    def submit(self, job: Job) -> None:
        """Queue `job` after those submitted before."""
        self._jobs.put(job)

    def cancel(self, job: str) -> None:
        """Stop the running job; its last event is Cancelled."""
        self._runner.cancel(job)

    def stop(self) -> None:
        """End the running job, close the runner, and end; `wait` tells when that is done."""
        self._closing = True
        if self._current:
            self._runner.cancel(self._current)
        self._jobs.put(None)

    def run(self) -> None:
        """Run the thread's loop (called by Qt)."""
        try:
            while (job := self._jobs.get()) is not None and not self._closing:
                if isinstance(job, Job):
                    self._run(job)
                else:
                    job()
        finally:
            self._runner.close()

    def _run(self, job: Job) -> None:
        """Emit the job's events; the last ends the job even if the supervisor fails."""
        self._current = job.id
        if self._closing:  # `stop` may have found nothing to cancel
            return
        for event in followed(self._runner, job):
            if ends_job(event):
                self._current = ""
            self.reported.emit(event)
