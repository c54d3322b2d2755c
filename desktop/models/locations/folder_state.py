"""How a model folder is: there, empty, away with its disk, or kept closed by the system."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Literal

import msgspec

State = Literal["ok", "empty", "away", "missing", "refused"]


class FolderState(msgspec.Struct, frozen=True, kw_only=True):
    """One folder of the library and what was found in it; `sentence` is '' if all is well."""

    path: str
    state: State
    sentence: str = ""
    models: int = 0
    assets: int = 0
    unusable: int = 0
    size_bytes: int = 0


def folder_condition(path: Path, mac: bool | None = None) -> tuple[State, str]:
    """Whether `path` can be searched, and the sentence for the user where it can't."""
    mac = sys.platform == "darwin" if mac is None else mac
    try:
        with os.scandir(path) as listing:
            return ("ok", "") if next(listing, None) else ("empty", "This folder is empty.")
    except PermissionError:
        return "refused", refusal(path, mac)
    except NotADirectoryError:
        return "missing", "This is a file, not a folder."
    except (OSError, ValueError):  # a path with NUL names nothing
        return _gone(path)


def refusal(path: Path, mac: bool) -> str:
    """Where to allow Easel to read `path`."""
    if mac:
        return (
            f"macOS doesn't let Easel read {path.name or path}: allow it in System Settings > "
            "Privacy & Security > Files and Folders (or Full Disk Access), then start Easel again."
        )
    return f"The permissions of {path} don't let Easel read it."


def _gone(path: Path) -> tuple[State, str]:
    disk = _disk_of(path)
    if disk is not None and not os.path.ismount(disk) and not disk.exists():
        return "away", f"The disk “{disk.name}” is not connected: its models return with it."
    return "missing", "This folder is not there any more."


def _disk_of(path: Path) -> Path | None:
    """Where the external disk of `path` is mounted, None for a path on the system's disk."""
    parts = path.parts
    for mounts in (("/", "Volumes"), ("/", "media"), ("/", "run", "media"), ("/", "mnt")):
        if parts[: len(mounts)] == mounts:
            depth = len(mounts) + (1 if mounts[-1] == "Volumes" or mounts[-1] == "mnt" else 2)
            return Path(*parts[:depth]) if len(parts) >= depth else None
    return None
