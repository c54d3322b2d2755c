"""Which folders to watch so that a model that comes or goes is noticed while the app runs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from .folder_walk import folders_below

MAX_WATCHED = 400
"""macOS and Linux watch folders one by one; deeper ones are found at the next look."""


def folders_to_watch(folders: Sequence[Path], limit: int = MAX_WATCHED) -> list[str]:
    """The model folders and the folders below them, nearest first, at most `limit`.

    For a folder that is away its nearest parent that exists is named, so that its return is seen.
    """
    found: dict[str, None] = {}
    for folder in folders:
        there = next((path for path in (folder, *folder.parents) if path.is_dir()), None)
        if there is not None:
            found[str(there)] = None
    for folder in folders:
        for below in folders_below(folder):
            if len(found) >= limit:
                return list(found)
            found[str(below)] = None
    return list(found)
