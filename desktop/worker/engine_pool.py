"""One thread for each place that draws: this machine, and every server that a job goes to."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from desktop.core.tasks import Job
from desktop.process.jobs.job_runner import JobRunner
from desktop.process.supervisor import EngineChild

from .engine_thread import EngineThread


class EnginePool(QObject):
    """`start()` it once, `shutdown()` it in the end.

    `make_remote` gives what draws on a server; without it this machine's engine takes all.

    Signals: `reported(core.events.Event)`, in order for each job.
    """

    reported = Signal(object)

    def __init__(
        self,
        child: EngineChild,
        make_remote: Callable[[], JobRunner] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.child = child
        """The engine of this machine."""
        self._make_remote = make_remote
        self._is_shut_down = False
        self._threads: dict[str, EngineThread] = {"": EngineThread(child, self)}
        self._threads[""].reported.connect(self.reported)

    def start(self) -> None:
        """Let this machine's thread wait for jobs."""
        self._threads[""].start()

    def prepare(self, output: str) -> None:
        """Let the child start and import; its pictures will go to the folder `output`."""
        child = self.child
        self._threads[""].call(lambda: child.prepare(output))

    def submit(self, place: str, job: Job) -> None:
        """Run `job` at `place` ("": this machine) after what was submitted there before.

        After `shutdown` nothing runs any more.
        """
        if self._is_shut_down:
            return
        thread = self._threads.get(place)
        if thread is None and self._make_remote is not None:
            thread = self._threads[place] = EngineThread(self._make_remote(), self)
            thread.reported.connect(self.reported)
            thread.start()
        (thread or self._threads[""]).submit(job)

    def cancel(self, place: str, job: str) -> None:
        """Stop the job that runs at `place`; its last event is Cancelled."""
        self._threads.get(place, self._threads[""]).cancel(job)

    def shutdown(self) -> None:
        """End all that runs, at once, and wait for it. May block for seconds."""
        self._is_shut_down = True
        running = [thread for thread in self._threads.values() if thread.isRunning()]
        for thread in running:
            thread.stop()
        for thread in running:
            thread.wait()
