"""The paths of very many pictures, in memory that a million `str` objects would take four times."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import accumulate, islice
from typing import overload

_BLOCK = 4096
"""Paths decoded at once: fast, and still short enough to let other threads run between."""
_FEW = 4
"""Up to this many paths are searched for one by one; more in a single pass."""
_LOSSLESS = "surrogatepass"


class PathTable:
    """Paths by number, in UTF-8, some 30 bytes each. Append only; frozen once it is shared.

    A path is one of `prefixes`, by its position there, and a name.
    """

    def __init__(self, prefixes: Iterable[str] = ("",)) -> None:
        self.prefixes = list(prefixes)
        self._names = bytearray(b"\0")
        """All names, each ended by NUL; the NUL before the first makes `find` simple."""
        self._starts = array("Q")
        self._folders = array("I")

    def __len__(self) -> int:
        return len(self._starts)

    def extend(self, folders: Iterable[int], names: Sequence[str]) -> None:
        """Append the paths `prefixes[folder]` + name. Raises TypeError, ValueError for no names."""
        joined = "\0".join(names)
        if joined.count("\0") != max(0, len(names) - 1):
            raise ValueError("a NUL in a name")
        if joined.isascii():
            lengths = map(len, names)
        else:
            lengths = (len(name.encode(errors=_LOSSLESS)) for name in names)
        ends = accumulate((length + 1 for length in lengths), initial=len(self._names))
        self._starts.extend(islice(ends, len(names)))
        self._names += joined.encode(errors=_LOSSLESS)
        self._names += b"\0" if names else b""
        self._folders.extend(folders)

    def block(self, start: int, end: int) -> list[str]:
        """Return the paths in [`start`, `end`)."""
        if start >= end:
            return []
        names = self.raw_names(start, end).decode(errors=_LOSSLESS).split("\0")
        if len(self.prefixes) == 1:
            prefix = self.prefixes[0]
            return [prefix + name for name in names]
        prefixes = map(self.prefixes.__getitem__, self._folders[start:end])
        return [prefix + name for prefix, name in zip(prefixes, names, strict=True)]

    def path(self, number: int) -> str:
        """Return one path."""
        start = self._starts[number]
        end = self._names.index(b"\0", start)
        return self.prefixes[self._folders[number]] + self._names[start:end].decode(
            errors=_LOSSLESS
        )

    def find(self, path: str) -> int:
        """Return the number of `path`, -1 if absent: some milliseconds in a million."""
        for folder, prefix in enumerate(self.prefixes):
            if not path.startswith(prefix) or "\0" in path:
                continue
            wanted = b"\0" + path[len(prefix) :].encode(errors=_LOSSLESS) + b"\0"
            at = self._names.find(wanted)
            while at >= 0:
                number = bisect_left(self._starts, at + 1)
                if self._folders[number] == folder:
                    return number
                at = self._names.find(wanted, at + 1)
        return -1

    def raw_names(self, start: int, end: int) -> bytes:
        """Return the names in [`start`, `end`) as they lie there, without the last NUL."""
        last = self._starts[end] if end < len(self._starts) else len(self._names)
        return bytes(self._names[self._starts[start] : last - 1])

    def same(self, start: int, other: PathTable, there: int, count: int) -> bool:
        """Return whether `count` paths from `start` on are those of `other` from `there` on."""
        if self.prefixes != other.prefixes:
            return self.block(start, start + count) == other.block(there, there + count)
        return self._folders[start : start + count] == other._folders[
            there : there + count
        ] and self.raw_names(start, start + count) == other.raw_names(there, there + count)


class PicturePaths(Sequence[str]):
    """An immutable list of paths: some of a table, by ascending numbers."""

    def __init__(self, table: PathTable, numbers: array[int]) -> None:
        self.table = table
        self.numbers = numbers

    @classmethod
    def of(cls, paths: Iterable[str]) -> PicturePaths:
        """Return `paths` as such a list."""
        if isinstance(paths, PicturePaths):
            return paths
        table, listed = PathTable(), list(paths)
        for start in range(0, len(listed), _BLOCK):
            part = listed[start : start + _BLOCK]
            table.extend([0] * len(part), part)
        return cls(table, array("I", range(len(listed))))

    def __len__(self) -> int:
        return len(self.numbers)

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> list[str]: ...
    def __getitem__(self, at: int | slice) -> str | list[str]:
        if isinstance(at, int):
            return self.table.path(self.numbers[at])
        start, end, step = at.indices(len(self.numbers))
        if step == 1:
            return [path for block in self.blocks(start, end) for path in block]
        return [self.table.path(number) for number in self.numbers[at]]

    def __iter__(self) -> Iterator[str]:
        for block in self.blocks():
            yield from block

    def __contains__(self, path: object) -> bool:
        return isinstance(path, str) and self.find(path) >= 0

    def find(self, path: str) -> int:
        """Return the position of `path`, -1 if absent."""
        number = self.table.find(path)
        return self._position(number) if number >= 0 else -1

    def places(self, paths: Collection[str]) -> dict[str, int]:
        """Return the positions of those of `paths` that are in the list, in its order or not."""
        if len(paths) <= _FEW:
            return {path: at for path in paths if (at := self.find(path)) >= 0}
        wanted, found, start = set(paths), dict[str, int](), 0
        for block in self.blocks():
            if not wanted.isdisjoint(block):
                found |= {path: start + at for at, path in enumerate(block) if path in wanted}
            start += len(block)
        return found

    def blocks(self, start: int = 0, end: int | None = None) -> Iterator[list[str]]:
        """Yield the paths in [`start`, `end`), some thousands at once."""
        end = len(self.numbers) if end is None else end
        for at in range(start, end, _BLOCK):
            yield self._block(at, min(at + _BLOCK, end))

    def same(self, start: int, other: PicturePaths, there: int, count: int) -> bool:
        """Return whether `count` paths from `start` on are those of `other` from `there` on."""
        if self._is_block(start, count) and other._is_block(there, count):
            first, second = self.numbers[start], other.numbers[there]
            return self.table.same(first, other.table, second, count)
        if self.table is other.table:
            return self.numbers[start : start + count] == other.numbers[there : there + count]
        return self._block(start, start + count) == other._block(there, there + count)

    def _is_block(self, start: int, count: int) -> bool:
        """Return whether these paths lie in the table one after the other."""
        return self.numbers[start + count - 1] - self.numbers[start] == count - 1

    def _block(self, start: int, end: int) -> list[str]:
        if start < end and self._is_block(start, end - start):
            return self.table.block(self.numbers[start], self.numbers[end - 1] + 1)
        return [self.table.path(number) for number in self.numbers[start:end]]

    def _position(self, number: int) -> int:
        at = bisect_left(self.numbers, number)
        return at if at < len(self.numbers) and self.numbers[at] == number else -1
