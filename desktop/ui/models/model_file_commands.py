"""File operations of the models window, as functions with all their inputs as arguments."""

from __future__ import annotations

from pathlib import Path

from desktop.models.asset import Asset
from desktop.models.manage import Verdict, remove, verify
from desktop.models.model import Model


def verify_model(*, model: Model, folder: Path) -> Verdict:
    """Read all of a model; `folder` holds the downloads' checksums. Raise EaselError."""
    return verify(model, folder)


def trash_model(*, thing: Model | Asset) -> Path:
    """Move a model or an asset to the Trash and return its former path. Raise EaselError."""
    return remove(thing)
