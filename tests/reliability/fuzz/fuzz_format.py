"""What is fuzzed: whole samples of a format, the way to damage them, and who reads them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from .mutations import Mutation


class FuzzTarget(NamedTuple):
    """Whole samples, and the reader, which raises nothing but what `FuzzFormat.expected` names."""

    seeds: Sequence[bytes]
    read: Callable[[bytes], object]


class FuzzFormat(NamedTuple):
    """A format. `begin` makes its samples in an empty folder.

    `share` is the part of the asked number of cases that is tried, for readers that take long.
    """

    begin: Callable[[Path], FuzzTarget]
    mutation: Mutation
    expected: tuple[type[Exception], ...] = ()
    share: float = 1.0


def kept_at(path: Path, read: Callable[[], object]) -> Callable[[bytes], object]:
    """A reader that finds the damaged bytes in a file at `path`, alone in its folder but for
    folders; what reading leaves beside it is swept away.
    """

    def run(data: bytes) -> object:
        path.parent.mkdir(parents=True, exist_ok=True)
        for left in path.parent.iterdir():
            if left != path and left.is_file():
                left.unlink()
        path.write_bytes(data)
        return read()

    return run


def instead_of(path: Path, read: Callable[[], object]) -> Callable[[bytes], object]:
    """A reader that finds the damaged bytes in place of the file at `path`."""

    def run(data: bytes) -> object:
        path.write_bytes(data)
        return read()

    return run
