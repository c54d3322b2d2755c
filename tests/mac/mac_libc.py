"""A Mac's `getxattr` and `setxattr`, with their six arguments, over this system's attributes."""

from __future__ import annotations

import ctypes
import errno
import os
from typing import Any


class MacCtypes:
    """`ctypes` as `file_tags` uses it, with another C library."""

    @staticmethod
    def CDLL(_name: str | None, *, use_errno: bool) -> MacLibc:
        """The library; without `use_errno` nobody could tell why a call failed."""
        assert use_errno
        return MacLibc()

    def __getattr__(self, name: str) -> Any:
        return getattr(ctypes, name)


class MacLibc:
    """Names are a Mac's; here they stand behind `user.`, where Linux wants them."""

    def __init__(self) -> None:
        self.getxattr = _Function(_get)
        self.setxattr = _Function(_set)


class _Function:
    """A function of the library, which may be told what it returns."""

    restype: Any = None

    def __init__(self, body: Any) -> None:
        self._body = body

    def __call__(self, *arguments: Any) -> int:
        try:
            return self._body(*arguments)
        except OSError as error:
            ctypes.set_errno(error.errno or errno.EIO)
            return -1


def _name(name: bytes) -> str:
    return f"user.{name.decode()}"


def _get(
    path: bytes, name: bytes, room: Any, size: ctypes.c_size_t, position: int, options: int
) -> int:
    assert position == options == 0
    data = os.getxattr(path, _name(name))
    if room is not None:
        if size.value < len(data):
            raise OSError(errno.ERANGE, "too little room")
        ctypes.memmove(room, data, len(data))
    return len(data)


def _set(
    path: bytes, name: bytes, data: bytes, size: ctypes.c_size_t, position: int, options: int
) -> int:
    assert position == options == 0
    os.setxattr(path, _name(name), data[: size.value])
    return 0
