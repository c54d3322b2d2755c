"""Files whose content is in iCloud: reading them blocks until they are downloaded."""

from __future__ import annotations

import os
from pathlib import Path

_DATALESS = 0x40000000
"""macOS's SF_DATALESS."""


def is_dataless(status: os.stat_result) -> bool:
    """Return whether a file's content is not on this Mac; False on other systems."""
    return bool((_flags(status) or 0) & _DATALESS)


def _flags(status: os.stat_result) -> int | None:
    """Return the file's flags, None where the system has none."""
    return getattr(status, "st_flags", None)


def in_icloud(path: Path) -> bool:
    """Return whether the file at `path`, or any file in the folder, is not on this Mac.

    Reads no content. False for a missing file. Raises PermissionError.
    """
    try:
        status = os.stat(path)
        if is_dataless(status):
            return True
        if _flags(status) is None or not path.is_dir():
            return False
        with os.scandir(path) as entries:
            return any(in_icloud(Path(entry.path)) for entry in entries)
    except PermissionError:
        raise
    except OSError:
        return False
