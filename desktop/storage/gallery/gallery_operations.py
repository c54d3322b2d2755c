"""The gallery's operations, each with its undo."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from desktop.core.messages import Message

from . import annotating as marking
from .index.gallery_index import GalleryIndex
from .query import GalleryQuery

_Value = TypeVar("_Value")


@dataclass(frozen=True, kw_only=True)
class OperationResult:
    """The result of an operation: `verb` names it, `count` is the number of pictures.

    `undo()` reverts it, and returns the operation that would redo it. `ids` are the pictures left
    in the index; `failed` pairs of a path and a message.
    """

    verb: str
    count: int = 1
    undo: Callable[[], OperationResult] | None
    ids: tuple[int, ...] = ()
    failed: tuple[tuple[Path, Message], ...] = ()


class AnnotationOperations:
    """Operations on the stars, tags and albums of one index, in its thread.

    All raise EaselError where a change can't be saved.
    """

    def __init__(self, index: GalleryIndex) -> None:
        self.index = index

    def set_stars(self, stars: Mapping[int, int]) -> OperationResult:
        """Set stars, 0 to 5, by picture id."""
        before = marking.set_stars(self.index, stars)
        return self._marked("Rate", before, self.set_stars)

    def set_tags(self, tags: Mapping[int, tuple[str, ...]]) -> OperationResult:
        """Set the tags by picture id; `annotating.COLOURS` are the Finder's colors."""
        before = marking.set_tags(self.index, tags)
        return self._marked("Tag", before, self.set_tags)

    def set_albums(self, albums: Mapping[int, tuple[str, ...]]) -> OperationResult:
        """Set the albums by picture id."""
        before = marking.set_albums(self.index, albums)
        return self._marked("Change Albums", before, self.set_albums)

    def rename_album(self, name: str, new: str) -> OperationResult:
        """Rename the album `name` in all its pictures; "" removes it from them."""
        rows = self.index.rows(list(self.index.ids(GalleryQuery(albums=(name,)))))
        changed = {
            row.id: tuple(
                other for album in row.albums if (other := new if album == name else album)
            )
            for row in rows
        }
        return self.set_albums(changed)

    @staticmethod
    def _marked(
        verb: str,
        before: Mapping[int, _Value],
        again: Callable[[Mapping[int, _Value]], OperationResult],
    ) -> OperationResult:
        return OperationResult(
            verb=verb, count=len(before), undo=lambda: again(before), ids=tuple(before)
        )
