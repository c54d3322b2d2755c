"""The system's own file tags: Finder tags on a Mac, `user.xdg.tags` on Linux."""

from __future__ import annotations

import ctypes
import ctypes.util
import errno
import os
import plistlib
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from desktop.files.json_coerce import as_list

_MOST = 64
_NO_TAGS = {errno.ENODATA, getattr(errno, "ENOATTR", errno.ENODATA)}


class FileTags(Protocol):
    """Interface to a file's tags; both methods raise OSError where the disk has none."""

    def read(self, path: Path) -> tuple[str, ...]:
        """Return the file's tags, () for none."""
        ...

    def write(self, path: Path, tags: Sequence[str]) -> None:
        """Replace the file's tags."""
        ...


def system_tags() -> FileTags:
    """Return this system's file tags."""
    return FinderTags() if sys.platform == "darwin" else XdgTags()


class XdgTags:
    """The freedesktop convention: tags joined by commas, as Dolphin shows them."""

    _NAME = "user.xdg.tags"

    def read(self, path: Path) -> tuple[str, ...]:
        """Return the file's tags, () for none. Raises OSError."""
        try:
            raw = os.getxattr(path, self._NAME)  # pyright: ignore[reportAttributeAccessIssue]
        except OSError as error:
            if error.errno in _NO_TAGS:
                return ()
            raise
        return _clean(bytes(raw).decode("utf-8", "replace").split(","))

    def write(self, path: Path, tags: Sequence[str]) -> None:
        """Replace the file's tags. Raises OSError."""
        text = ",".join(_clean([tag.replace(",", " ") for tag in tags]))
        os.setxattr(path, self._NAME, text.encode())  # pyright: ignore[reportAttributeAccessIssue]


class FinderTags:
    """Finder tags: a binary property list of names, each with its color's number on a
    second line.
    """

    _NAME = b"com.apple.metadata:_kMDItemUserTags"
    _COLOURS = ("", "gray", "green", "purple", "blue", "yellow", "red", "orange")

    def __init__(self) -> None:
        self._libc = ctypes.CDLL(ctypes.util.find_library("c"), use_errno=True)
        self._libc.getxattr.restype = ctypes.c_ssize_t

    def read(self, path: Path) -> tuple[str, ...]:
        """Return the file's tags, () for none. Raises OSError."""
        raw = self._get(os.fsencode(path))
        return self.decode(raw) if raw else ()

    def write(self, path: Path, tags: Sequence[str]) -> None:
        """Replace the file's tags. Raises OSError."""
        data = self.encode(tags)
        done = self._libc.setxattr(
            os.fsencode(path), self._NAME, data, ctypes.c_size_t(len(data)), 0, 0
        )
        if done != 0:
            raise _last_error(path)

    def encode(self, tags: Sequence[str]) -> bytes:
        """Return the property list of `tags`; the seven color names get their color."""
        entries = [f"{tag}\n{self._colour(tag)}" for tag in _clean(tags)]
        return plistlib.dumps(entries, fmt=plistlib.FMT_BINARY)

    @staticmethod
    def decode(raw: bytes) -> tuple[str, ...]:
        """Return the names in a property list; () for a damaged one."""
        try:
            entries = as_list(plistlib.loads(raw))
        except Exception:  # plistlib raises whatever a damaged list leads it to
            return ()
        return _clean([text.split("\n")[0] for text in entries if isinstance(text, str)])

    def _colour(self, tag: str) -> int:
        lowered = tag.lower()
        return self._COLOURS.index(lowered) if lowered in self._COLOURS else 0

    def _get(self, path: bytes) -> bytes:
        size = self._libc.getxattr(path, self._NAME, None, ctypes.c_size_t(0), 0, 0)
        if size < 0:
            if ctypes.get_errno() in _NO_TAGS:
                return b""
            raise _last_error(Path(os.fsdecode(path)))
        buffer = ctypes.create_string_buffer(min(size, 2**20))
        size = self._libc.getxattr(path, self._NAME, buffer, ctypes.c_size_t(len(buffer)), 0, 0)
        return buffer.raw[: max(size, 0)]


def _last_error(path: Path) -> OSError:
    number = ctypes.get_errno()
    return OSError(number, os.strerror(number), str(path))


def _clean(tags: Sequence[str]) -> tuple[str, ...]:
    stripped = (" ".join(tag.split())[:200] for tag in tags)
    return tuple(dict.fromkeys(tag for tag in stripped if tag))[:_MOST]
