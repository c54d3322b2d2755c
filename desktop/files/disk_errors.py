"""Turn the system's file errors into one sentence that tells a person what to do."""

from __future__ import annotations

import errno
from pathlib import Path

from desktop.core.errors import EaselError
from desktop.core.messages import Message


def disk_error(error: OSError, path: Path, doing: Message) -> EaselError:
    """Return the EaselError for `error`, raised while `doing` ("save the picture") with `path`."""
    return EaselError(
        "Easel couldn’t {doing}: {reason}", repr(error), doing=doing, reason=_reason(error, path)
    )


def disk_away(folder: Path) -> Path | None:
    """Return the mount point of the external disk that `folder` is on, if it isn't mounted now."""
    parts = folder.absolute().parts
    if len(parts) >= 3 and parts[1] == "Volumes":
        mount = Path(*parts[:3])
        return None if mount.exists() else mount
    return None


def _reason(error: OSError, path: Path) -> Message:
    away = disk_away(path)
    if away is not None:
        return Message(
            "the disk “{disk}” isn’t connected. Connect it or choose another folder.",
            disk=away.name,
        )
    reason = _folder_reason(error.errno or 0, path.parent)
    if reason is not None:
        return reason
    if error.errno == errno.EISDIR:
        return Message("“{path}” is a folder. Choose another name.", path=path)
    if error.errno == errno.ENAMETOOLONG:
        name = path.name if len(path.name) <= 60 else f"{path.name[:60]}…"
        return Message(
            "the name “{name}” is too long for this disk. Choose a shorter one.", name=name
        )
    return Message("{reason} (“{path}”).", reason=error.strerror or str(error), path=path)


def _folder_reason(code: int, folder: Path) -> Message | None:
    match code:
        case errno.EACCES | errno.EPERM:
            reason = Message(
                "there is no permission for “{folder}”. Choose another folder, or allow it in "
                "System Settings, Privacy & Security, Files and Folders.",
                folder=folder,
            )
        case errno.ENOSPC | errno.EDQUOT:
            reason = Message(
                "the disk of “{folder}” is full. Free some space and try again.",
                folder=folder,
            )
        case errno.EFBIG:
            reason = Message(
                "the file would be too large for the disk of “{folder}”. Choose another folder.",
                folder=folder,
            )
        case errno.EROFS:
            reason = Message(
                "“{folder}” is on a disk that can only be read. Choose another folder.",
                folder=folder,
            )
        case errno.ENOENT:
            reason = Message(
                "the folder “{folder}” isn’t there. Choose another folder or bring it back.",
                folder=folder,
            )
        case errno.ENOTDIR | errno.EEXIST:
            reason = Message(
                "“{folder}” is a file, not a folder. Choose another folder.", folder=folder
            )
        case errno.EIO | errno.ENXIO | errno.ESTALE:
            reason = Message(
                "the disk of “{folder}” doesn’t answer. Check that it is connected.",
                folder=folder,
            )
        case _:
            return None
    return reason
