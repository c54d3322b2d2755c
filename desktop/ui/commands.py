"""What the window can do with files, as named functions: each takes all it needs."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QFile

from desktop.core.errors import EaselError


class Trashed(NamedTuple):
    """Where a file was and where it is in the Trash ("" where the system doesn't say)."""

    path: str
    in_trash: str


def move_to_trash(*, paths: Sequence[str]) -> list[Trashed]:
    """Move files to the Trash. Raises EaselError at the first that can't be moved."""
    moved: list[Trashed] = []
    for path in paths:
        file = QFile(path)
        if not file.moveToTrash():
            raise EaselError(
                f"“{Path(path).name}” could not be moved to the Trash.", file.errorString()
            )
        place = file.fileName()
        moved.append(Trashed(path, place if place != path else ""))
    return moved


def put_back(*, trashed: Sequence[Trashed]) -> list[str]:
    """Bring files back from the Trash to where they were. Raises EaselError."""
    for item in trashed:
        if not item.in_trash or not Path(item.in_trash).exists():
            raise EaselError(f"“{Path(item.path).name}” is no longer in the Trash.")
        if Path(item.path).exists():
            raise EaselError(f"There is another “{Path(item.path).name}” in its place now.")
        if not QFile.rename(item.in_trash, item.path):
            raise EaselError(f"“{Path(item.path).name}” could not be put back.", item.in_trash)
    return [item.path for item in trashed]


def save_copies(*, paths: Sequence[str], folder: str) -> list[str]:
    """Copy pictures with their recipes into `folder`, never over another file.

    Returns the new paths. Raises EaselError.
    """
    made: list[str] = []
    for path in paths:
        target = _free_name(Path(folder) / Path(path).name)
        save_copy(path=path, target=str(target))
        made.append(str(target))
    return made


def save_copy(*, path: str, target: str) -> None:
    """Copy one picture to `target`, which the user chose (and agreed to replace)."""
    try:
        shutil.copyfile(path, target)
    except OSError as error:
        raise EaselError(
            f"“{Path(path).name}” could not be saved: {error.strerror}.", f"{path} -> {target}"
        ) from error


def _free_name(path: Path) -> Path:
    number, candidate = 2, path
    while candidate.exists():
        candidate = path.with_stem(f"{path.stem}-{number}")
        number += 1
    return candidate
