"""Where the gallery's list of pictures comes from."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import NamedTuple, Protocol

SUFFIXES = (".png", ".jpg", ".jpeg", ".webp", ".heic", ".tif", ".tiff")


class Query(NamedTuple):
    """What to show, and in which order."""

    text: str = ""
    newest_first: bool = True


class PictureStore(Protocol):
    """Gives the paths of the pictures to show. Its methods run on a background thread."""

    def paths(self, query: Query) -> Sequence[str]:
        """The pictures that match, in order. Raises EaselError."""
        ...


class FolderStore:
    """The pictures of one folder, straight from the disk; searches in their names."""

    def __init__(self, folder: Callable[[], str]) -> None:
        self._folder = folder

    def paths(self, query: Query) -> list[str]:
        """The folder's pictures by time; none where there is no folder."""
        found: list[tuple[int, str]] = []
        words = query.text.casefold().replace(" ", "-").split()
        try:
            with os.scandir(self._folder()) as entries:
                for entry in entries:
                    name = entry.name.casefold()
                    shown = name.endswith(SUFFIXES) and not name.startswith(".")
                    if shown and entry.is_file() and all(word in name for word in words):
                        found.append((entry.stat().st_mtime_ns, entry.path))
        except OSError:
            return []
        found.sort(reverse=query.newest_first)
        return [path for _, path in found]
