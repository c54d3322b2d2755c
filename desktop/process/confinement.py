"""Confine the engine child: write access only where its job needs it, and no network.

A model is a file of somebody else's, read by a million lines of C++. On Linux the kernel keeps the
child from writing elsewhere (Landlock) and from gaining rights (no_new_privs). On a Mac there is
nothing that fits: `sandbox-exec` is deprecated and has no public profile language, and the App
Sandbox would keep the child from model folders that the user chose in the window.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import struct
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from desktop.core.picture_formats import names_picture

_DEVICES = "/dev"
"""Writable devices: /dev/null, a graphics card, and the libraries' shared memory."""
_OWN_THREADS = "/proc/self/task"
"""NVIDIA's driver names its threads by /proc/self/task/<tid>/comm; where it may not, CUDA's first
call fails with error 304."""
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_VERSION = 1
_PATH_BENEATH = 1
_NO_NEW_PRIVS = 38
# Linux's <linux/landlock.h>: write, remove, make of each kind; rename across folders; truncate
_WRITE = 1 << 1 | 1 << 4 | 1 << 5 | sum(1 << bit for bit in range(6, 13))
_REFER, _TRUNCATE = 1 << 13, 1 << 14
_TCP = 1 << 0 | 1 << 1


def writable_places(output: str, cache: str, converted: str = "") -> tuple[str, ...]:
    """Return the folders that a child needs to write into, all of which exist.

    `output` is where pictures go, a folder or a PNG; `converted` where a converted model goes. The
    folder of the pictures may be removed while they are drawn, and is made anew then: so the folder
    that holds it is among them, unless that is the home folder or larger.
    """
    places = [_DEVICES, tempfile.gettempdir(), cache]
    pictures = Path(output)
    places += _with_parent(pictures.parent if names_picture(pictures) else pictures)
    if converted:
        places += _with_parent(Path(converted).parent)
    found = (_nearest(Path(place)) for place in places if place)
    return tuple(dict.fromkeys(str(place) for place in found if place.is_dir()))


def is_below(place: str, places: Iterable[str]) -> bool:
    """Return whether `place` is one of `places` or below one."""
    return any(Path(place).is_relative_to(other) for other in places)


def confine(places: Iterable[str]) -> str:
    """Confine this process, before it has threads, to writing into `places` only.

    Returns the outcome, for the log. Doesn't raise: a kernel without Landlock is no error.
    """
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a dump would hold the prompt
    if sys.platform != "linux":
        return "not confined: this system has no Landlock"
    library = ctypes.CDLL(None, use_errno=True)
    library.prctl(_NO_NEW_PRIVS, 1, 0, 0, 0)
    version = library.syscall(_CREATE_RULESET, None, ctypes.c_size_t(0), _VERSION)
    if version < 1:
        return "not confined: this kernel has no Landlock"
    rights = _WRITE | (_REFER if version >= 2 else 0) | (_TRUNCATE if version >= 3 else 0)
    attributes = struct.pack("=QQ", rights, _TCP) if version >= 4 else struct.pack("=Q", rights)
    rules = library.syscall(_CREATE_RULESET, attributes, ctypes.c_size_t(len(attributes)), 0)
    if rules < 0:
        return f"not confined: {os.strerror(ctypes.get_errno())}"
    try:
        for place in places:
            _allow(library, rules, place, rights)
        _allow(library, rules, _OWN_THREADS, rights, keep=True)
        if library.syscall(_RESTRICT_SELF, rules, 0) != 0:
            return f"not confined: {os.strerror(ctypes.get_errno())}"
    finally:
        os.close(rules)
    return f"confined by Landlock {version}"


def _allow(
    library: ctypes.CDLL, rules: int, place: str, rights: int, *, keep: bool = False
) -> None:
    """Allow `rights` below `place`.

    `keep` leaves it open: a rule is for an inode, and /proc makes others for a forgotten folder.
    """
    with contextlib.suppress(OSError):  # it went meanwhile
        folder = os.open(place, os.O_PATH | os.O_CLOEXEC)
        try:
            rule = struct.pack("=Qi", rights, folder)
            library.syscall(_ADD_RULE, rules, _PATH_BENEATH, rule, 0)
        finally:
            if not keep:
                os.close(folder)


def _with_parent(folder: Path) -> list[str]:
    parent = folder.absolute().parent
    too_large = Path.home().is_relative_to(parent)
    return [str(folder.absolute())] if too_large else [str(folder.absolute()), str(parent)]


def _nearest(path: Path) -> Path:
    """Return the folder, or its nearest existing parent."""
    return next((place for place in (path, *path.parents) if place.is_dir()), path)
