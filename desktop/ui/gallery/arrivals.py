"""Pictures that came while a list was read: the list that comes then is older than they are."""

from __future__ import annotations

from collections.abc import Sequence


class Arrivals:
    """Numbers are those of the questions for a list; what was asked later has the higher one."""

    def __init__(self) -> None:
        self._pictures: dict[str, int | None] = {}

    def note(self, path: str) -> None:
        """A picture came."""
        self._pictures[path] = None

    def note_indexed(self, path: str, latest: int) -> None:
        """The index has it, or never will: whatever is asked after `latest` tells the truth."""
        if path in self._pictures:
            self._pictures[path] = latest

    def before(self, paths: Sequence[str], asked: int) -> list[str]:
        """`paths`, the answer to question `asked`, after the pictures that it can't know of."""
        unknown = {
            path: latest
            for path, latest in self._pictures.items()
            if latest is None or asked <= latest
        }
        self._pictures = unknown
        known: set[str] = set(paths) if unknown else set()
        return [*(path for path in reversed(unknown) if path not in known), *paths]
