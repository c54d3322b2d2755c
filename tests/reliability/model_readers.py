"""The readers of models, apart from the others for what importing them takes."""

from __future__ import annotations

from pathlib import Path

from desktop.models.library import ModelLibrary


def look(path: str) -> None:
    ModelLibrary().look_at(Path(path))
