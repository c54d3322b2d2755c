"""What the models window does with files, as named functions: each takes all it needs."""

from __future__ import annotations

from pathlib import Path

from desktop.models.asset import Asset
from desktop.models.manage import Verdict, remove, verify
from desktop.models.model import Model


def verify_model(*, model: Model, folder: Path) -> Verdict:
    """Read all of a model; `folder` is where downloads keep their checksums. Raises EaselError."""
    return verify(model, folder)


def trash_model(*, thing: Model | Asset) -> Path:
    """Move a model or an asset to the Trash; where it was. Raises EaselError."""
    return remove(thing)
