"""Queues what the controls say: the command behind Generate, imported when it is first used."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from desktop.core.errors import BadInput
from desktop.core.tasks import Job
from desktop.models.honour import honoured
from desktop.models.model import Model
from desktop.models.prepare import advice, check_files, prepare
from desktop.models.prompt_assets import with_prompt_assets
from desktop.worker.session import Session

from .control_values import ControlValues
from .model_shelf import ModelShelf


class Submitted(NamedTuple):
    """The job that was queued, and sentences about what is allowed but perhaps not meant."""

    job: Job
    notices: list[str]


def generate(
    *,
    values: ControlValues,
    shelf: ModelShelf,
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
    request = with_prompt_assets(
        prepare(honoured(values.draft(), model), model, drawn_seed=int.from_bytes(os.urandom(4))),
        model,
        lambda kind: shelf.assets(kind, model.family),
        wildcards,
    )
    check_files(request)
    if not confirmed(model, str(request.compute_unit)):
        return None
    job = session.submit(request, output, front=front)
    values.seed = request.seed
    return Submitted(job, advice(request))
