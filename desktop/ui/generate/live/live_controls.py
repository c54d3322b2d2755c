"""What the controls mean for live drawing: its requests, its seed, and how long a picture takes."""

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
"""What a picture takes at most with a model that offers live drawing by itself."""


class LivePace(NamedTuple):
    """What a whole picture takes in seconds; None where no picture of its model was drawn here."""

    seconds: float | None

    @property
    def is_quick(self) -> bool:
        """Whether the picture can follow one's words."""
        return self.seconds is not None and self.seconds < MOST_SECONDS

    @property
    def warning(self) -> Message | None:
        """What to expect of a model that isn't quick; None of one that is."""
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
    """`confirmed` asks, once, about a compute unit that doesn't suit a model."""

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
        """What is to be drawn; None where the user thought better of it. Raises EaselError."""
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
        """Whether there are words or a picture to draw from."""
        values = self.values
        return bool(values.prompt.strip() or values.start_image or values.references)

    def take_seed(self) -> None:
        """From now on one seed is kept."""
        self._seed_was_kept = self.values.keep_seed
        self.hold_seed()

    def hold_seed(self) -> None:
        """Keep the seed that there is; where none is kept it was rolled: draw another one."""
        values = self.values
        if not values.keep_seed or values.seed is None:
            values.seed = draw_seed()
            values.keep_seed = True

    def give_seed_back(self) -> None:
        """Draw a new seed for every job again, where that was so."""
        self.values.keep_seed = self._seed_was_kept

    def remember_pace(self, job: Job, picture: DrawnPicture, then: Callable[[], None]) -> None:
        """Keep what a whole picture took, then call `then`."""
        task, paces = job.task, self._paces
        if isinstance(task, GenerationRequest):
            self._background.run(
                lambda: paces.remember(task, picture.seconds, picture.seconds_per_step),
                lambda _: then(),
            )

    def pace(self) -> LivePace:
        """The pace of what the controls say; unknown where that can't be drawn as it is."""
        model = self.registry.at(self.values.model)
        if model is None:
            return LivePace(None)
        try:
            draft = drop_unsupported(self.values.draft(), model)
            return LivePace(self._paces.seconds(prepare(draft, model, drawn_seed=0)))
        except EaselError:
            return LivePace(None)
