"""The layout of the hub's cache on disk: models--org--name with blobs, refs and snapshots."""

from __future__ import annotations

from pathlib import Path

from desktop.files.bounded import UnreadableError, decoded, read_bytes

_PREFIX = "models--"
_MOST_BYTES = 200


def is_hub_repository(folder: Path) -> bool:
    """Return whether `folder` is one model's folder in a hub cache."""
    return folder.name.startswith(_PREFIX) and (folder / "snapshots").is_dir()


def repository_name(path: Path) -> str:
    """Return 'org/name' for a path inside (or at) a model's folder of a hub cache, else ''."""
    for folder in (path, *path.parents):
        if folder.name.startswith(_PREFIX):
            return folder.name.removeprefix(_PREFIX).replace("--", "/", 1)
    return ""


def current_snapshot(folder: Path) -> Path | None:
    """Return the revision of `refs/main`, else the newest; None where nothing was fetched."""
    snapshots = folder / "snapshots"
    try:
        commit = decoded(read_bytes(folder / "refs" / "main", _MOST_BYTES)).strip()
    except (OSError, UnreadableError):
        commit = ""
    named = snapshots / commit
    if commit and "/" not in commit and "\0" not in commit and commit != ".." and named.is_dir():
        return named
    try:
        there = [path for path in snapshots.iterdir() if path.is_dir()]
        return max(there, key=lambda path: path.stat().st_mtime, default=None)
    except OSError:
        return None


def unfinished_blobs(folder: Path) -> list[Path]:
    """Return this model's unfinished downloads."""
    try:
        return sorted((folder / "blobs").glob("*.incomplete"))
    except OSError:
        return []
