"""The controls as live drawing reads them: its requests, its seed, and its pace."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import msgspec

from desktop.core.errors import EaselError
from desktop.core.events import DrawnPicture
from desktop.core.messages import Message
from desktop.core.request import GenerationRequest
from desktop.core.tasks import Job
from desktop.models.memory.paces import PACES, Paces
from desktop.models.memory.picture_plan import duration
from desktop.models.model import Model
from desktop.models.requests.drop_unsupported import drop_unsupported
from desktop.models.requests.live_requests import LiveRequests, live_requests
from desktop.models.requests.prepare import prepare
from desktop.models.requests.resolve import draw_seed
from desktop.storage.app_paths import AppPaths
from desktop.ui.generate.submit import chosen_model, resolver_for
from desktop.ui.model_list.model_registry import ModelRegistry
from desktop.ui.state.control_values import ControlValues
from desktop.worker.background import Background

MOST_SECONDS = 2.0
"""Most seconds a picture may take for a model to be offered live drawing by itself."""


class LivePace(NamedTuple):
    """Seconds for a whole picture; None if no picture of its model has been generated here."""

    seconds: float | None

    @property
    def is_quick(self) -> bool:
        """Whether the model is fast enough to follow typing."""
        return self.seconds is not None and self.seconds < MOST_SECONDS

    @property
    def warning(self) -> Message | None:
        """The warning to show for a model that isn't fast enough; None for a fast one."""
        if self.seconds is None:
            return Message(
                "How long a picture takes with this model isn’t known yet: it may follow your "
                "words slowly."
            )
        if self.is_quick:
            return None
        return Message(
            "A picture takes about {time} with this model here: it will follow your words slowly.",
            time=duration(self.seconds),
        )


class LiveControls:
    """The controls as live drawing reads them.

    `confirmed` asks, once, about a compute unit that doesn't suit a model.
    """

    def __init__(
        self,
        values: ControlValues,
        registry: ModelRegistry,
        app_paths: AppPaths,
        background: Background,
        confirmed: Callable[[Model, str], bool],
    ) -> None:
        self.values, self.registry = values, registry
        self._wildcards = app_paths.wildcards
        self._paces = Paces(app_paths.cache / PACES)
        self._background = background
        self._confirmed = confirmed
        self._seed_was_kept = False

    def requests(self, *, previews: bool) -> LiveRequests | None:
        """Return the requests to generate, or None if the user declined. Raise EaselError."""
        model = chosen_model(self.values, self.registry)
        draft = msgspec.structs.replace(
            drop_unsupported(self.values.draft(), model), count=1, previews=previews
        )
        request = resolver_for(model, self.registry, self._wildcards).request(draft, model)
        if not self._confirmed(model, str(request.compute_unit)):
            return None
        return live_requests(request, model)

    @property
    def say_something(self) -> bool:
        """Whether the controls hold a prompt or a picture to generate from."""
        values = self.values
        return bool(values.prompt.strip() or values.start_image or values.references)

    def take_seed(self) -> None:
        """Hold one seed from now on."""
        self._seed_was_kept = self.values.keep_seed
        self.hold_seed()

    def hold_seed(self) -> None:
        """Hold the current seed; roll a new one if none is held."""
        values = self.values
        if not values.keep_seed or values.seed is None:
            values.seed = draw_seed()
            values.keep_seed = True

    def give_seed_back(self) -> None:
        """Return to a new seed for every job, if that was the setting."""
        self.values.keep_seed = self._seed_was_kept

    def remember_pace(self, job: Job, picture: DrawnPicture, then: Callable[[], None]) -> None:
        """Store the seconds that a whole picture took, then call `then`."""
        task, paces = job.task, self._paces
        if isinstance(task, GenerationRequest):
            self._background.run(
                lambda: paces.remember(task, picture.seconds, picture.seconds_per_step),
                lambda _: then(),
            )

    def pace(self) -> LivePace:
        """Return the pace of the current controls; unknown if they are invalid."""
        model = self.registry.at(self.values.model)
        if model is None:
            return LivePace(None)
        try:
            draft = drop_unsupported(self.values.draft(), model)
            return LivePace(self._paces.seconds(prepare(draft, model, drawn_seed=0)))
        except EaselError:
            return LivePace(None)
