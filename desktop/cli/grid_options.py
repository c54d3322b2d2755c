"""`--grid`: one picture for each pair of values of two settings, and a sheet of them all."""

from __future__ import annotations

import argparse

from desktop.core.errors import BadInput
from desktop.core.grid_axes import Axis, parse_option


def axes_from(options: argparse.Namespace) -> list[Axis]:
    """What `--grid` goes over, nothing where it isn't given. Raises BadInput."""
    if options.grid and options.count not in (None, 1):
        raise BadInput("--count and --grid don't go together: a grid draws one picture a place.")
    return [parse_option(text) for text in options.grid]
