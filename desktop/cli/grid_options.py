"""`--grid`: one picture for each pair of values of two settings, and a sheet of them all."""

from __future__ import annotations

import argparse

from desktop.core.errors import BadInput
from desktop.core.grid import GridRequest
from desktop.core.grid_axes import parse_option
from desktop.models.library import ModelLibrary
from desktop.models.model import Model
from desktop.models.requests.draft import Draft
from desktop.models.requests.grid_request import Resolve, grid_request


def grid_from(
    options: argparse.Namespace,
    draft: Draft,
    model: Model,
    library: ModelLibrary,
    resolve: Resolve,
    drawn_seed: int,
) -> GridRequest:
    """The grid that `--grid` asks for. Raises BadInput."""
    if options.count not in (None, 1):
        raise BadInput("--count and --grid don't go together: a grid draws one picture a place.")
    axes = [parse_option(text) for text in options.grid]
    known: dict[str, Model] = {}

    def find(name: str) -> Model:
        if name not in known:
            known[name] = library.find(name)
        return known[name]

    return grid_request(draft, model, axes, find_model=find, resolve=resolve, drawn_seed=drawn_seed)
