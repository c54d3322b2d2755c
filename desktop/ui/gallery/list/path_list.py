"""The gallery's ordered list of paths: new ones at the front of an immutable list."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import compress, islice
from typing import NamedTuple, overload

from desktop.storage.gallery.picture_paths import PicturePaths

_BLOCK = 4096
"""Paths compared at once."""
_MOST_SEEN = 4096
"""Tiles in sight, and some more: their paths and positions are asked for again and again."""


class Change(NamedTuple):
    """The replacement of the rows in [`start`, `end`) by those in [`start`, `new_end`) of
    another list.
    """

    start: int
    end: int
    new_end: int


class PathList(Sequence[str]):
    """A list whose lookup and insertion at the front are as fast with a million as with ten.

    The latest pictures are `str` objects; the others stay as compact as `PicturePaths`.
    """

    def __init__(self, paths: Sequence[str] = (), newest: Iterable[str] = ()) -> None:
        self._front = list(newest)[::-1]
        """The latest pictures, the newest last."""
        self._base = PicturePaths.of(paths)
        self._seen: dict[str, int] = {}
        """Positions in `_base` of paths that were looked up; -1: not in it."""

    def __len__(self) -> int:
        return len(self._front) + len(self._base)

    def __contains__(self, path: object) -> bool:
        return isinstance(path, str) and self.place(path) is not None

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> list[str]: ...
    def __getitem__(self, at: int | slice) -> str | list[str]:
        front = len(self._front)
        if isinstance(at, slice):
            start, end, step = at.indices(len(self))
            if step != 1:
                return [self[place] for place in range(start, end, step)]
            newest = self._front[::-1][start:end]
            return newest + self._base[max(0, start - front) : max(0, end - front)]
        at = range(len(self))[at]  # raises IndexError
        if at < front:
            return self._front[-1 - at]
        path = self._base[at - front]
        self._remember(path, at - front)
        return path

    def __iter__(self) -> Iterator[str]:
        yield from reversed(self._front)
        yield from self._base

    def place(self, path: str) -> int | None:
        """Return the position of `path`, or None."""
        front = len(self._front)
        if path in self._front:
            return front - 1 - self._front.index(path)
        at = self._seen.get(path)
        if at is None:
            at = self._base.find(path)
            self._remember(path, at)
        return front + at if at >= 0 else None

    def places(self, paths: Collection[str]) -> dict[str, int]:
        """Return the positions of those of `paths` that are in the list."""
        front = len(self._front)
        found = {path: front + at for path, at in self._base.places(paths).items()}
        wanted = set(paths)
        newest = enumerate(reversed(self._front))
        return {path: at for at, path in newest if path in wanted} | found

    def part(self, ranges: Iterable[tuple[int, int]]) -> PathList:
        """Return the paths in these ranges, each from its first position to before its second."""
        front, newest, numbers = len(self._front), list[str](), array("I")
        for start, end in ranges:
            newest += self._front[::-1][start:end]
            numbers += self._base.numbers[max(0, start - front) : max(0, end - front)]
        return PathList(PicturePaths(self._base.table, numbers), newest)

    def become(self, other: PathList) -> None:
        """Replace all paths by those of `other`."""
        self._front = list(other._front)
        self._set_base(other._base)

    def add_first(self, path: str) -> None:
        """Insert `path` at the front."""
        self._front.append(path)

    def remove(self, start: int, end: int) -> None:
        """Remove the paths in [`start`, `end`)."""
        front = len(self._front)
        del self._front[max(0, front - end) : max(0, front - start)]
        if end > front:
            numbers = array("I", self._base.numbers)
            del numbers[max(0, start - front) : end - front]
            self._set_base(PicturePaths(self._base.table, numbers))

    def remove_all(self, paths: Collection[str]) -> None:
        """Remove the paths of the list that are among `paths`."""
        gone = set(paths)
        kept = bytearray(b"\1") * len(self._base)
        for at in self._base.places(gone).values():
            kept[at] = 0
        self._front = [path for path in self._front if path not in gone]
        numbers = array("I", compress(self._base.numbers, kept))
        self._set_base(PicturePaths(self._base.table, numbers))

    def change_to(self, other: PathList) -> Change | None:
        """Return the single block in which `other` differs from this list, or None."""
        shorter = min(len(self), len(other))
        start = _reached(shorter, lambda at, count: self._same(at, other, at, count))
        if start == len(self) == len(other):
            return None
        own, its = len(self), len(other)
        same = _reached(
            shorter - start,
            lambda at, count: self._same(own - at - count, other, its - at - count, count),
        )
        return Change(start, own - same, its - same)

    def _same(self, start: int, other: PathList, there: int, count: int) -> bool:
        """Return whether `count` paths from `start` on are those of `other` from `there` on."""
        own, its = start - len(self._front), there - len(other._front)
        if own >= 0 and its >= 0:
            return self._base.same(own, other._base, its, count)
        return self[start : start + count] == other[there : there + count]

    def _remember(self, path: str, at: int) -> None:
        if len(self._seen) >= _MOST_SEEN:  # those of tiles long out of sight
            for old in list(islice(self._seen, _MOST_SEEN // 4)):
                del self._seen[old]
        self._seen[path] = at

    def _set_base(self, base: PicturePaths) -> None:
        self._base = base
        self._seen.clear()


def _reached(most: int, same: Callable[[int, int], bool]) -> int:
    """Return how far two lists are the same; `same(at, count)` compares a block of them."""
    at = 0
    while at < most:
        count = min(_BLOCK, most - at)
        while not same(at, count):
            if count == 1:
                return at
            count //= 2
        at += count
    return at
