"""Queue the jobs of other Easel processes in the window, and report their progress back."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import QObject

from desktop.core.errors import EaselError
from desktop.core.events import Cancelled, Event, Failed, ends_job
from desktop.core.messages import Message
from desktop.core.request import GenerationRequest
from desktop.core.tasks import Job, UpscaleRequest

from .session import Session
from .visitor_listener import VisitorListener

_LONGEST_NAME = 60


class VisitorJobs(QObject):
    """Connection of a listener with the session; `shutdown` must be called before the session's.

    A visitor's jobs are dropped when it disconnects; a visitor is notified when its job is removed
    in the window.
    """

    def __init__(
        self, session: Session, listener: VisitorListener, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._listener = listener
        self._visitor_of: dict[str, int] = {}
        listener.asked.connect(self._take)
        listener.called_off.connect(self._call_off)
        listener.left.connect(self._forget)
        session.event_reported.connect(self._forward)
        session.queue_changed.connect(self._tell_of_removed)
        listener.start()

    def shutdown(self) -> None:
        """Disconnect every visitor and drop their jobs."""
        self._listener.shutdown()
        for visitor in set(self._visitor_of.values()):
            self._forget(visitor)

    def _take(self, visitor: int, job: Job) -> None:
        if not isinstance(job.task, GenerationRequest | UpscaleRequest):
            message = Message("Only pictures can be asked for.")
            self._listener.send(visitor, Failed(job=job.id, message=message, bad_input=True))
            return
        name = job.asked_by.strip()[:_LONGEST_NAME] or "another program"
        self._visitor_of[job.id] = visitor
        try:
            self._session.submit_job(msgspec.structs.replace(job, asked_by=name, kept=True))
        except EaselError as error:
            del self._visitor_of[job.id]
            self._listener.send(visitor, Failed(job=job.id, message=error.message))

    def _call_off(self, visitor: int, job: str) -> None:
        if self._visitor_of.get(job) == visitor:
            self._session.remove(job)

    def _forget(self, visitor: int) -> None:
        for job in [job for job, owner in self._visitor_of.items() if owner == visitor]:
            del self._visitor_of[job]
            self._session.remove(job)

    def _forward(self, event: Event) -> None:
        visitor = self._visitor_of.get(event.job)
        if visitor is None:
            return
        if ends_job(event):
            del self._visitor_of[event.job]
        self._listener.send(visitor, event)

    def _tell_of_removed(self, waiting: tuple[Job, ...]) -> None:
        if not self._visitor_of:
            return
        there = {job.id for job in waiting}
        there.update(one.job.id for one in self._session.in_flight)
        for job in [job for job in self._visitor_of if job not in there]:
            self._listener.send(self._visitor_of.pop(job), Cancelled(job=job))
