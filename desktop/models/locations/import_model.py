"""Move a model from anywhere into Easel's own model folder, in one step."""

from __future__ import annotations

import os
from pathlib import Path

from desktop.core.errors import EaselError


def can_import(path: Path, models: Path) -> bool:
    """Return whether `path` is on the same disk as the folder `models`, so that moving copies
    nothing.
    """
    try:
        return path.stat().st_dev == _nearest(models).stat().st_dev
    except OSError:
        return False


def import_model(path: Path, models: Path) -> Path:
    """Move the model file or folder at `path` into `models`; return its new path.

    Raises EaselError where that name exists already, or the system refuses.
    """
    target = models / path.name
    if os.path.lexists(target):
        raise EaselError("{file} is in Easel’s model folder already.", str(target), file=path.name)
    try:
        models.mkdir(parents=True, exist_ok=True)
        path.rename(target)
    except OSError as error:
        raise EaselError(
            "{file} can’t be moved to Easel’s model folder.", str(error), file=path.name
        ) from error
    return target


def _nearest(folder: Path) -> Path:
    """Return `folder`, or its nearest existing parent."""
    return next(place for place in (folder, *folder.parents) if place.exists())
