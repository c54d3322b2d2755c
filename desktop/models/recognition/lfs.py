"""Knows a Git LFS pointer: the small text that stands in a clone where the data were not pulled."""

from __future__ import annotations

from pathlib import Path

_START = b"version https://git-lfs.github.com/spec/"
_MAX_POINTER_BYTES = 1024


def is_lfs_pointer(path: Path) -> bool:
    """Whether `path` holds a pointer in place of its data."""
    try:
        if path.stat().st_size > _MAX_POINTER_BYTES:
            return False
        with path.open("rb") as file:
            return file.read(len(_START)) == _START
    except OSError:
        return False
