"""Turns what the system says about a file into one sentence that tells a person what to do."""

from __future__ import annotations

import errno
from pathlib import Path

from desktop.core.errors import EaselError


def disk_error(error: OSError, path: Path, doing: str) -> EaselError:
    """An EaselError for `error`, which came up while `doing` ("save the picture") with `path`."""
    return EaselError(f"Easel couldn't {doing}: {_reason(error, path)}", repr(error))


def disk_away(folder: Path) -> Path | None:
    """The mount point of an external disk that `folder` is on, if that disk isn't there now."""
    parts = folder.absolute().parts
    if len(parts) >= 3 and parts[1] == "Volumes":
        mount = Path(*parts[:3])
        return None if mount.exists() else mount
    return None


def _reason(error: OSError, path: Path) -> str:
    away = disk_away(path)
    if away is not None:
        return f"the disk “{away.name}” isn't connected. Connect it or choose another folder."
    sentence = _SENTENCES.get(error.errno or 0)
    if sentence is None:
        return f"{error.strerror or error} (“{path}”)."
    name = path.name if len(path.name) <= 60 else f"{path.name[:60]}…"
    return sentence.format(folder=path.parent, path=path, name=name)


_NO_PERMISSION = (
    "there is no permission for “{folder}”. Choose another folder, or allow it in System Settings, "
    "Privacy & Security, Files and Folders."
)
_FULL = "the disk of “{folder}” is full. Free some space and try again."
_NO_FOLDER = "“{folder}” is a file, not a folder. Choose another folder."
_SILENT = "the disk of “{folder}” doesn't answer. Check that it is connected."
_SENTENCES = {
    errno.EACCES: _NO_PERMISSION,
    errno.EPERM: _NO_PERMISSION,
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EFBIG: "the file would be too large for the disk of “{folder}”. Choose another folder.",
    errno.EROFS: "“{folder}” is on a disk that can only be read. Choose another folder.",
    errno.ENOENT: "the folder “{folder}” isn't there. Choose another folder or bring it back.",
    errno.ENOTDIR: _NO_FOLDER,
    errno.EEXIST: _NO_FOLDER,
    errno.EISDIR: "“{path}” is a folder. Choose another name.",
    errno.ENAMETOOLONG: "the name “{name}” is too long for this disk. Choose a shorter one.",
    errno.EIO: _SILENT,
    errno.ENXIO: _SILENT,
    errno.ESTALE: _SILENT,
}
