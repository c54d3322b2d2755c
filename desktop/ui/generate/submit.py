"""Queue a job from the controls: the command behind Generate, imported on first use."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple

from desktop.core.errors import BadInput
from desktop.core.grids.grid_axes import parse_axis
from desktop.core.messages import Message
from desktop.core.request import GenerationRequest
from desktop.core.tasks import Job, Place
from desktop.models.library import model_named
from desktop.models.model import Model
from desktop.models.requests.drop_unsupported import drop_unsupported
from desktop.models.requests.request_places import places_for, same_models
from desktop.models.requests.resolve import Resolver, draw_seed
from desktop.ui.model_list.model_registry import MODELS_UNREAD, ModelRegistry
from desktop.ui.state.control_values import ControlValues
from desktop.worker.session import Session


class Submitted(NamedTuple):
    """The queued job, and notices about settings that are allowed but perhaps unintended."""

    job: Job
    notices: list[Message]


def generate(
    *,
    values: ControlValues,
    registry: ModelRegistry,
    session: Session,
    output: str,
    front: bool = False,
    wildcards: Path | None = None,
    confirmed: Callable[[Model, str], bool] = lambda _model, _unit: True,
) -> Submitted | None:
    """Queue a job from the controls; return None if the user declined.

    `confirmed` is called to ask whether the compute unit may be used with the model, and may show a
    question. Raise EaselError (BadInput for a wrong setting).
    """
    model = chosen_model(values, registry)
    resolver = resolver_for(model, registry, wildcards)
    axes = [parse_axis(*axis) for axis in values.grid_axes()]
    draft = values.draft()
    if not any(axis.kind == "model" for axis in axes):
        draft = drop_unsupported(draft, model)
    resolved = resolver.task(draft, model, axes)
    first = resolved.first
    if not confirmed(model, str(first.compute_unit)):
        return None
    places: tuple[Place, ...] = ()
    if values.anywhere and isinstance(resolved.task, GenerationRequest):
        same = same_models(model, registry.models)
        places = places_for(resolved.task, draft, same, resolver, registry.assets)
    job = session.submit(resolved.task, output, front=front, places=places)
    values.seed = first.seed
    if first.varies:
        values.variation_seed = first.variation_seed
    return Submitted(job, resolved.notices)


def chosen_model(values: ControlValues, registry: ModelRegistry) -> Model:
    """Return the chosen model. Raise BadInput while the models are not known."""
    model = registry.at(values.model)
    if model is None:
        raise BadInput(MODELS_UNREAD)
    return model


def resolver_for(model: Model, registry: ModelRegistry, wildcards: Path | None) -> Resolver:
    """Return the resolver of drafts for `model` in the window."""
    from .panel.grid_group import kind_names

    return Resolver(
        assets=partial(registry.assets, server=model.server),
        find_model=partial(_find_model, registry),
        known_models=lambda: registry.models,
        wildcards=wildcards,
        drawn_seed=draw_seed(),
        axis_names=kind_names(),
    )


def _find_model(registry: ModelRegistry, name: str) -> Model:
    found = model_named(name, registry.models) or registry.at(name)
    if found is None:
        raise BadInput("The model “{name}” is not among yours.", name=name)
    return found
