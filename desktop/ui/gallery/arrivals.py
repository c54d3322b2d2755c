"""Pictures that arrived while a list was being read, and are missing from that older list."""

from __future__ import annotations

from collections.abc import Sequence


class Arrivals:
    """Recently arrived pictures; query numbers increase, a later query having the higher one."""

    def __init__(self) -> None:
        self._pictures: dict[str, int | None] = {}

    def note(self, path: str) -> None:
        """Record a picture that arrived."""
        self._pictures[path] = None

    def note_indexed(self, path: str, latest: int) -> None:
        """Mark a picture as indexed, or never to be: queries after `latest` are complete."""
        if path in self._pictures:
            self._pictures[path] = latest

    def missing(self, paths: Sequence[str], asked: int) -> list[str]:
        """Return the arrivals that `paths`, the result of query `asked`, can't know, newest
        first.
        """
        self._pictures = {
            path: latest
            for path, latest in self._pictures.items()
            if latest is None or asked <= latest
        }
        return [path for path in reversed(self._pictures) if path not in paths]
