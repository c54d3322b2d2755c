"""Live drawing: one picture at a time of the latest request; none is saved."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.core.events import Cancelled, Drawn, EngineLost, Event, Failed, Preview, Step, ends_job
from desktop.core.request import GenerationRequest
from desktop.core.server import server_of
from desktop.core.tasks import Job
from desktop.models.requests.live_requests import LiveRequests

from .engine_pool import EnginePool
from .session import Session
from .session_state import Cancelling, Ready, State, next_state

REST_MS = 1000
"""Milliseconds without an edit before the whole picture is drawn."""


@dataclass
class _Flight:
    """The picture that is being drawn."""

    job: Job
    request: GenerationRequest
    stepped: bool = False
    outdated: bool = False
    is_cancelled: bool = False
    state: State = field(default_factory=Ready)

    @property
    def place(self) -> str:
        """Where it is drawn: a server, "" for this machine."""
        return server_of(self.request.model)


class LiveDrawing(QObject):
    """Live drawing of the latest request: an outdated one is canceled, or never begun.

    It draws where the model is, on the session's engines, while the session draws nothing there; a
    queued job goes first, and what it interrupts is drawn after it. Nothing stands in the queue or
    on the disk. A cancel waits for the first step: before it a model may be loading, and whoever
    stops a child then loses the model.

    Signals: `started(Job)`; `state_changed(worker.session_state.State)`, of the current picture;
    `preview(core.events.Preview)`; `drawn(Job, core.events.Drawn, bool)`, True for the whole
    picture; `failed(Failed | EngineLost)`; `ended(Job, Event)`, with each job's last event;
    `waits(bool)`, whether it waits for the queue.
    """

    started = Signal(object)
    state_changed = Signal(object)
    preview = Signal(object)
    drawn = Signal(object, object, bool)
    failed = Signal(object)
    ended = Signal(object, object)
    waits = Signal(bool)

    def __init__(
        self,
        engines: EnginePool,
        session: Session,
        output: Callable[[], str],
        parent: QObject | None = None,
        *,
        rest_ms: int = REST_MS,
    ) -> None:
        super().__init__(parent)
        self._engines, self._session, self._output = engines, session, output
        self._wanted: LiveRequests | None = None
        self._next: GenerationRequest | None = None
        self._flight: _Flight | None = None
        self._last: GenerationRequest | None = None  # what was drawn, until another one is seen
        self._insisted = self._ends = False
        self._later: LiveRequests | None = None
        self._waiting = False
        self._rest = QTimer(self, singleShot=True, interval=rest_ms)
        self._rest.timeout.connect(self._draw_whole)
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._start_next)
        engines.reported.connect(self._on_event)
        session.in_flight_changed.connect(self._give_way)

    def want(self, pictures: LiveRequests) -> None:
        """Draw these from now on instead of the previous request."""
        if self._insisted:
            self._later, self._ends = pictures, False
            return
        if pictures == self._wanted:
            return
        self._wanted = pictures
        flight = self._flight
        if flight is not None and not self._is_wanted(flight):
            self._drop(flight)
        there = self._last in pictures or _is_drawing(flight, pictures.sketch)
        self._next = None if there else pictures.sketch
        self._rest.stop()
        if pictures.whole not in (self._last, pictures.sketch):
            self._rest.start()
        self._start_next()

    def insist_on_whole(self) -> None:
        """Draw the whole picture now, whatever is requested until it is drawn or has failed."""
        if self._wanted is None or self._insisted or self._last == self._wanted.whole:
            return
        self._insisted = True
        self._draw_whole()

    def stop(self) -> None:
        """Drop the request; a picture from `insist_on_whole` is still drawn."""
        self._later = None
        self._ends = self._insisted
        if self._ends:
            return
        self._wanted = self._next = self._last = None
        self._rest.stop()
        if self._flight is not None:
            self._drop(self._flight)
        self._start_next()

    def _begin_soon(self) -> None:
        """Begin once the session has started its own jobs."""
        self._soon.start()

    def _draw_whole(self) -> None:
        """Draw the whole picture next; a running sketch is finished, unless in a hurry."""
        self._rest.stop()
        if self._wanted is None or _is_drawing(self._flight, self._wanted.whole):
            return
        self._next = self._wanted.whole
        if self._insisted and self._flight is not None:
            self._drop(self._flight)
        self._start_next()

    def _start_next(self) -> None:
        waiting = self._next is not None and self._is_busy(server_of(self._next.model))
        if waiting != self._waiting:
            self._waiting = waiting
            self.waits.emit(waiting)
        if waiting or self._next is None or self._flight is not None:
            return
        request, self._next = self._next, None
        job = Job(id=uuid.uuid4().hex, task=request, output=self._output(), kept=False)
        self._flight = flight = _Flight(job, request)
        self._engines.submit(flight.place, job)
        self.started.emit(job)

    def _drop(self, flight: _Flight, *, at_once: bool = False) -> None:
        flight.outdated = True
        if (flight.stepped or at_once) and not flight.is_cancelled:
            flight.is_cancelled = True
            self._engines.cancel(flight.place, flight.job.id)

    def _give_way(self) -> None:
        """A queued job goes first where it is drawn at the same place."""
        flight = self._flight
        ahead = None if flight is None else self._session.at(flight.place)
        if flight is not None and ahead is not None:
            # one that is to be stopped waits for this picture, whatever that costs
            self._drop(flight, at_once=isinstance(ahead.state, Cancelling))
        self._begin_soon()

    def _is_busy(self, place: str) -> bool:
        return self._session.at(place) is not None

    def _on_event(self, event: Event) -> None:
        flight = self._flight
        if flight is None or event.job != flight.job.id:
            return
        if isinstance(event, Step) and not flight.stepped:
            flight.stepped = True
            if flight.outdated:
                self._drop(flight)
        if isinstance(event, Preview):
            if self._is_wanted(flight):
                self._last = None
                self.preview.emit(event)
            return
        flight.state = next_state(flight.state, event)
        self.state_changed.emit(flight.state)
        if ends_job(event):
            self._flight = None
            self._end(flight, event)

    def _end(self, flight: _Flight, event: Event) -> None:
        current = self._is_wanted(flight)
        whole = None if self._wanted is None else self._wanted.whole
        is_overtaken = self._insisted and flight.request != whole
        if isinstance(event, Drawn) and current:
            self._last = flight.request
            if self._next == flight.request:  # it was done before it could be stopped
                self._next = None
            self.drawn.emit(flight.job, event, flight.request == whole)
        elif isinstance(event, Cancelled) and current and self._next is None:
            self._next = flight.request  # a queued job went first
        elif isinstance(event, Failed | EngineLost) and current and not is_overtaken:
            self._next = None
            self._rest.stop()
            self.failed.emit(event)
        self.state_changed.emit(Ready())
        self.ended.emit(flight.job, event)
        self._release(flight.request, event)
        self._begin_soon()

    def _is_wanted(self, flight: _Flight) -> bool:
        return self._wanted is not None and flight.request in self._wanted

    def _release(self, request: GenerationRequest, event: Event) -> None:
        """End the insistence once its picture ended; the request made meanwhile is drawn now."""
        if not self._insisted or self._wanted is None or request != self._wanted.whole:
            return
        if isinstance(event, Cancelled):
            return
        self._insisted, later, self._later = False, self._later, None
        if later is not None:
            self.want(later)
        elif self._ends:
            self.stop()


def _is_drawing(flight: _Flight | None, request: GenerationRequest) -> bool:
    return flight is not None and flight.request == request and not flight.outdated
