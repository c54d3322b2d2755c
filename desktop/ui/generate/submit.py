"""Queues what the controls say: the command behind Generate, imported when it is first used."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple

from desktop.core.errors import BadInput
from desktop.core.grid_axes import parse_axis
from desktop.core.messages import Message
from desktop.core.tasks import Job
from desktop.models.library import model_named
from desktop.models.model import Model
from desktop.models.requests.drop_unsupported import drop_unsupported
from desktop.models.requests.resolve import Resolver, draw_seed
from desktop.ui.model_list.model_registry import ModelRegistry
from desktop.ui.state.control_values import ControlValues
from desktop.worker.session import Session


class Submitted(NamedTuple):
    """The job that was queued, and messages about what is allowed but perhaps not meant."""

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
    """Queue what the controls say; None where the user thought better of it.

    `confirmed` is asked whether the compute unit may be used with the model, which may put a
    question. Raises EaselError (BadInput for a wrong setting).
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
    job = session.submit(resolved.task, output, front=front)
    values.seed = first.seed
    if first.varies:
        values.variation_seed = first.variation_seed
    return Submitted(job, resolved.notices)


def chosen_model(values: ControlValues, registry: ModelRegistry) -> Model:
    """The model that is chosen. Raises BadInput while the models are not known."""
    model = registry.at(values.model)
    if model is None:
        raise BadInput("The models are still being looked for: try again in a moment.")
    return model


def resolver_for(model: Model, registry: ModelRegistry, wildcards: Path | None) -> Resolver:
    """What drafts for `model` are resolved against in the window."""
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
