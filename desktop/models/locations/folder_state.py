"""A model folder's state: present, empty, on a disconnected disk, or denied by the system."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Literal

import msgspec

from desktop.core.messages import Message

State = Literal["ok", "empty", "away", "missing", "refused"]


class FolderState(msgspec.Struct, frozen=True, kw_only=True):
    """A library folder and its contents; `message` tells what is wrong with it."""

    path: str
    state: State
    message: Message | None = None
    models: int = 0
    assets: int = 0
    unusable: int = 0
    size_bytes: int = 0


def folder_condition(path: Path, mac: bool | None = None) -> tuple[State, Message | None]:
    """Return whether `path` can be searched, and the message for the user if not."""
    mac = sys.platform == "darwin" if mac is None else mac
    try:
        with os.scandir(path) as listing:
            return (
                ("ok", None) if next(listing, None) else ("empty", Message("This folder is empty."))
            )
    except PermissionError:
        return "refused", refusal(path, mac)
    except NotADirectoryError:
        return "missing", Message("This is a file, not a folder.")
    except (OSError, ValueError):  # a path with NUL names nothing
        return _gone(path)


def refusal(path: Path, mac: bool) -> Message:
    """Return the message on where to allow Easel to read `path`."""
    if mac:
        return Message(
            "macOS doesn’t let Easel read {folder}: allow it in System Settings > Privacy & "
            "Security > Files and Folders (or Full Disk Access), then start Easel again.",
            folder=path.name or path,
        )
    return Message("The permissions of {path} don’t let Easel read it.", path=path)


def _gone(path: Path) -> tuple[State, Message]:
    disk = _disk_of(path)
    if disk is not None and not os.path.ismount(disk) and not disk.exists():
        return "away", Message(
            "The disk “{disk}” is not connected: its models return with it.",
            disk=disk.name,
        )
    return "missing", Message("This folder is not there any more.")


def _disk_of(path: Path) -> Path | None:
    """Return the mount point of `path`'s external disk, None for the system's disk."""
    parts = path.parts
    for mounts in (("/", "Volumes"), ("/", "media"), ("/", "run", "media"), ("/", "mnt")):
        if parts[: len(mounts)] == mounts:
            depth = len(mounts) + (1 if mounts[-1] == "Volumes" or mounts[-1] == "mnt" else 2)
            return Path(*parts[:depth]) if len(parts) >= depth else None
    return None
