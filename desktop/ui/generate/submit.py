"""Queues what the controls say: the command behind Generate, imported when it is first used."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from desktop.core.errors import BadInput
from desktop.core.grid import GridRequest
from desktop.core.grid_axes import parse_axis
from desktop.core.messages import Message
from desktop.core.request import GenerationRequest
from desktop.core.tasks import Job
from desktop.models.model import Model
from desktop.models.requests.draft import Draft
from desktop.models.requests.drop_unsupported import drop_unsupported
from desktop.models.requests.grid_request import Resolve, grid_request
from desktop.models.requests.prepare import advice, check_files, prepare
from desktop.models.requests.prompt_assets import with_prompt_assets
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
    shelf: ModelRegistry,
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
    model = shelf.at(values.model)
    if model is None:
        raise BadInput("The models are still being looked for: try again in a moment.")
    drawn_seed = int.from_bytes(os.urandom(4))

    def resolve(draft: Draft, used: Model) -> GenerationRequest:
        request = with_prompt_assets(
            prepare(drop_unsupported(draft, used), used, drawn_seed=drawn_seed),
            used,
            lambda kind: shelf.assets(kind, used.family),
            wildcards,
        )
        check_files(request)
        return request

    grid = _grid(values, model, shelf, resolve, drawn_seed)
    first = grid.cells[0].request if grid else resolve(values.draft(), model)
    if not confirmed(model, str(first.compute_unit)):
        return None
    job = session.submit(grid or first, output, front=front)
    values.seed = first.seed
    if first.varies:
        values.variation_seed = first.variation_seed
    return Submitted(job, advice(first))


def _grid(
    values: ControlValues, model: Model, shelf: ModelRegistry, resolve: Resolve, drawn_seed: int
) -> GridRequest | None:
    """The grid that the controls ask for, None where they ask for none. Raises BadInput."""
    axes = [parse_axis(*axis) for axis in values.grid_axes()]
    if not axes:
        return None

    def find(name: str) -> Model:
        found = shelf.at(shelf.meant(name).path or name)
        if found is None:
            raise BadInput("The model “{name}” is not among yours.", name=name)
        return found

    from .panel.grid_group import kind_names

    return grid_request(
        values.draft(),
        model,
        axes,
        find_model=find,
        resolve=resolve,
        drawn_seed=drawn_seed,
        names=kind_names(),
    )
