"""A plan: exactly which bytes a download fetches, from where, and the resulting path."""

from __future__ import annotations

import hashlib
from typing import Literal

import msgspec

Becomes = Literal["file", "folder", "zip"]


class RemoteFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file of a repository. `sha256` is '' for small files, which have `git_sha1` instead."""

    path: str
    size: int
    sha256: str = ""
    git_sha1: str = ""


class PlannedFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file to fetch. `path` is relative to the download's target; size -1: unknown."""

    url: str
    path: str
    size: int = -1
    sha256: str = ""
    git_sha1: str = ""


class DownloadPlan(msgspec.Struct, frozen=True, kw_only=True):
    """A whole download. `target` is the name of the resulting file or folder.

    `repository` is 'org/name' for the hub (for the sentences about gated models), '' elsewhere.
    """

    name: str
    target: str
    becomes: Becomes
    files: tuple[PlannedFile, ...]
    repository: str = ""
    licence: str = ""

    @property
    def size(self) -> int:
        """The total bytes, as far as known."""
        return sum(max(file.size, 0) for file in self.files)

    @property
    def key(self) -> str:
        """A key, equal for two plans that fetch the same files; safe as a folder's name."""
        parts = [self.target, *(f"{file.url} {file.path}" for file in self.files)]
        digest = hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]
        readable = "".join(c if c.isalnum() or c in "-_." else "_" for c in self.target)
        return f"{readable[:60]}-{digest}"
