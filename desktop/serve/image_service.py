"""The service behind all APIs: other programs' requests, checked like the window's, bounded, one at
a time.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from functools import cache
from pathlib import Path

import msgspec

from desktop.core.errors import BadInput, EaselError
from desktop.core.events import Cancelled, Event, Finished
from desktop.core.names import name_key
from desktop.core.tasks import Job, Place, Task, UpscaleRequest
from desktop.models.asset import Asset, AssetKind
from desktop.models.library import ModelLibrary
from desktop.models.model import Model
from desktop.models.requests.draft import Draft
from desktop.models.requests.request_places import free_places
from desktop.models.requests.resolve import Resolver, draw_seed
from desktop.process.jobs.job_runner import JobRunner, failure_of

from .job_progress import JobProgress
from .job_ticket import JobTicket

logger = logging.getLogger(__name__)
Watch = Callable[[Event], None]


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """Limits of a request, and of the queue."""

    pictures: int = 8
    """Maximum pictures a request."""
    side: int = 2048
    """Maximum pixels a picture."""
    waiting: int = 16
    """Maximum requests in the queue, including the running one."""


class QueueFull(EaselError):
    """Error for a full queue; HTTP's 429."""


class RequestCancelled(EaselError):
    """Error for a request that its client, or the person at the window, stopped."""


class ServiceModels(msgspec.Struct, frozen=True, kw_only=True):
    """The models and assets of one scan of the library."""

    models: list[Model]
    assets: list[Asset]

    def of_kind(self, kind: AssetKind) -> list[Asset]:
        """Return the usable assets of one kind on this machine; of upscalers, those of servers,
        too.
        """
        return [
            asset
            for asset in self.assets
            if asset.kind == kind and not asset.problem and (kind == "upscaler" or not asset.server)
        ]


def nobody(_event: Event) -> None:
    """Ignore the event: the `Watch` of callers that want only the result."""


class ImageService:
    """One queue for one engine; every method may be called from any thread, and may block.

    `open_runner` returns the engine for a job (it is called for each job: a window may have opened
    since), `output` is the folder for pictures. With `spread` each picture is drawn by whoever is
    free, this machine or a server that has the same model. Errors are EaselErrors: BadInput for an
    impossible request, QueueFull, RequestCancelled.
    """

    def __init__(
        self,
        open_library: Callable[[], ModelLibrary],
        open_runner: Callable[[], JobRunner],
        output: Callable[[], Path],
        wildcards: Path,
        limits: Limits | None = None,
        *,
        spread: bool = False,
    ) -> None:
        self._open_library = open_library
        self._open_runner = open_runner
        self._output = output
        self._wildcards = wildcards
        self.limits = limits or Limits()
        self._spread = spread
        self.progress = JobProgress()
        self._turn = threading.Lock()
        self._counting = threading.Lock()
        self._tickets: list[JobTicket] = []

    @property
    def waiting(self) -> int:
        """The number of requests, including the running one."""
        return len(self._tickets)

    def found(self) -> ServiceModels:
        """Return the usable models (the starter first, the servers' last) and their assets."""
        contents = self._open_library().everywhere()
        usable = [model for model in contents.models if model.usable]
        return ServiceModels(models=usable, assets=contents.assets)

    def draw(
        self,
        draft: Draft,
        model: str = "",
        *,
        asked_by: str,
        watch: Watch = nobody,
        ticket: JobTicket | None = None,
    ) -> list[Finished]:
        """Draw `draft` with the model of that name ("": the starter); return the pictures, in
        order.
        """
        self._check(draft)
        library = self._open_library()
        chosen = library.find(model) if model else library.starter()
        resolver = Resolver(
            assets=cache(library.assets),
            find_model=cache(library.find),
            known_models=library.models,
            wildcards=self._wildcards,
            drawn_seed=draw_seed(),
        )
        task = resolver.task(draft, chosen).task
        places: tuple[Place, ...] = ()
        if self._spread:
            places = free_places(task, draft, chosen, resolver, library)
        return self._run(task, asked_by, watch, ticket or JobTicket(), places)

    def upscale(
        self,
        image: Path,
        upscaler: str = "",
        *,
        asked_by: str,
        watch: Watch = nobody,
        ticket: JobTicket | None = None,
    ) -> list[Finished]:
        """Enlarge one picture with the upscaler of that name ("": the first one)."""
        task = UpscaleRequest(image=str(image), model=_upscaler(self.found(), upscaler).path)
        return self._run(task, asked_by, watch, ticket or JobTicket())

    def cancel_current(self) -> None:
        """Cancel the running request; waiting ones go on."""
        with self._counting:
            current = next((t for t in self._tickets if t.id == self.progress.job), None)
        if current is not None:
            current.cancel()

    def cancel_all(self) -> None:
        """Cancel every request: the service ends."""
        with self._counting:
            tickets = list(self._tickets)
        for ticket in tickets:
            ticket.cancel()

    def _check(self, draft: Draft) -> None:
        limits = self.limits
        if draft.count is not None and draft.count > limits.pictures:
            raise BadInput("One request may ask for {most} pictures at most.", most=limits.pictures)
        for side in (draft.width, draft.height):
            if side is not None and side > limits.side:
                raise BadInput(
                    "A picture may have {most} pixels a side at most when another program asks.",
                    most=limits.side,
                )

    def _run(
        self,
        task: Task,
        asked_by: str,
        watch: Watch,
        ticket: JobTicket,
        places: tuple[Place, ...] = (),
    ) -> list[Finished]:
        with self._counting:
            if len(self._tickets) >= self.limits.waiting:
                raise QueueFull("Too many requests wait already. Try again in a while.")
            self._tickets.append(ticket)
        try:
            with self._turn:
                return self._run_now(task, asked_by, watch, ticket, places)
        finally:
            with self._counting:
                self._tickets.remove(ticket)

    def _run_now(
        self,
        task: Task,
        asked_by: str,
        watch: Watch,
        ticket: JobTicket,
        places: tuple[Place, ...],
    ) -> list[Finished]:
        if ticket.cancelled:
            raise RequestCancelled("The request was stopped.")
        output = str(self._output())
        job = Job(id=ticket.id, task=task, output=output, asked_by=asked_by, places=places)
        logger.info("%s asked for job %s", asked_by, job.id)
        pictures: list[Finished] = []
        runner = self._open_runner()
        ticket.started(lambda: runner.cancel(job.id))
        self.progress = JobProgress.begun(job.id)
        try:
            for event in runner.run(job):
                self.progress = self.progress.after(event)
                watch(event)
                if isinstance(event, Finished):
                    pictures.append(event)
                _raise_end(event)
        finally:
            self.progress = JobProgress()
        return pictures


def _raise_end(event: Event) -> None:
    error = failure_of(event)
    if error is not None:
        raise error
    if isinstance(event, Cancelled):
        raise RequestCancelled("The request was stopped.")


def _upscaler(found: ServiceModels, name: str) -> Asset:
    usable = found.of_kind("upscaler")
    if not name and usable:
        return usable[0]
    for asset in usable:
        forms = (asset.reference, asset.name, Path(asset.path).name)
        if name_key(name) in map(name_key, forms):
            return asset
    if not usable:
        raise BadInput("No upscaler is in the model folders.")
    raise BadInput(
        "There is no upscaler “{name}” in the model folders ({known}).",
        name=name,
        known=tuple(asset.reference for asset in usable),
    )
