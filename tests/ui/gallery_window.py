"""What tests of the gallery in the window share: pictures, choosing, waiting for operations."""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtCore import QItemSelectionModel

from desktop.storage.pictures.picture_files import write_picture

RECIPE = {
    "version": 1,
    "prompt": "red apple, on a table",
    "negative_prompt": "blurry",
    "seed": 0,
    "index": 0,
    "width": 64,
    "height": 64,
    "steps": 12,
    "guidance_scale": 3.5,
    "sampler": "euler_ancestral",
    "noise_schedule": "karras",
    "model": {"name": "Starter (draws icons)", "family": "sd1", "hash": "0"},
    "loras": [],
    "image": None,
    "created": "2026-11-22T10:00:00+00:00",
    "app": "Easel 0.1.0",
}


def picture(folder: Path, number: int = 0, width: int = 64, height: int = 64, **changes) -> str:
    """A PNG of one colour with its recipe, `number` minutes younger than the first."""
    created = f"2026-11-22T10:{number:02}:00+00:00"
    size = {"width": width, "height": height, "seed": number, "created": created}
    colour = bytes((number * 40 % 256, 90, 200 - number * 30 % 200))
    path = write_picture(
        colour * (width * height), width, height, {**RECIPE, **size, **changes}, folder
    )
    os.utime(path, (1_700_000_000 + number, 1_700_000_000 + number))
    return str(path)


def choose(qtbot, window, *paths: str) -> None:
    """Choose these pictures, the last one current."""
    model = window.parts.gallery_view.selectionModel()
    model.clear()
    for path in paths:
        index = window.parts.pictures.index_of(path)
        assert index.isValid(), path
        model.setCurrentIndex(index, QItemSelectionModel.SelectionFlag.Select)
    qtbot.waitUntil(lambda: window.parts.inspector_controller.path == paths[-1])
    assert set(window.parts.gallery_view.selected_paths()) == set(paths)


def names(window) -> list[str]:
    """The files that the gallery shows, by name."""
    return [Path(path).name for path in window.parts.pictures.paths]
