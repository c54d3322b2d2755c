"""Check that a folder is writable before the work whose result goes into it."""

from __future__ import annotations

import errno
import os
import tempfile
from pathlib import Path

from desktop.core.messages import Message

from .disk_errors import disk_error


def check_writable(folder: Path, doing: Message, name: str = "") -> None:
    """Raise EaselError where `folder`, or a file `name` in it, can't be made; leave nothing behind.

    A missing folder is made later: the nearest existing parent is checked.
    """
    place = folder
    while not os.path.lexists(place) and place != place.parent:
        place = place.parent
    path = folder / (name or "picture")
    try:
        if not place.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
        missing = folder.parts[len(place.parts) :]
        if max((len(os.fsencode(part)) for part in (*missing, name)), default=0) > 255:
            raise OSError(errno.ENAMETOOLONG, os.strerror(errno.ENAMETOOLONG))
        with tempfile.TemporaryFile(dir=place):
            pass
    except OSError as error:
        raise disk_error(error, path if place == folder else place / path.name, doing) from error
