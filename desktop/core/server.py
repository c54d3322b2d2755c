"""Servers that the user has added, and the names of files on them.

A file on a server replaces a local path: `server:NAME/FOLDER/FILE`, FOLDER being ComfyUI's
(checkpoints, loras, vae). So a request itself determines where it is drawn.
"""

from __future__ import annotations

import re
from pathlib import PureWindowsPath
from typing import Annotated, NamedTuple

import msgspec
from msgspec import Meta

_SCHEME = "server:"
CHECKPOINTS = "checkpoints"


class Server(msgspec.Struct, frozen=True, kw_only=True):
    """One server: the user's name for it, and its address (http or https, port, path).

    Credentials (a token, headers) are kept in the keychain, never here. `any_certificate` accepts
    an untrusted certificate.
    """

    name: Annotated[str, Meta(min_length=1, max_length=60)]
    address: Annotated[str, Meta(min_length=1, max_length=2000)]
    any_certificate: bool = False


class ServerFile(NamedTuple):
    """A file in one of a server's model folders."""

    server: str
    folder: str
    name: str

    def __str__(self) -> str:
        return f"{_SCHEME}{self.server}/{self.folder}/{self.name}"

    @classmethod
    def of(cls, path: str) -> ServerFile | None:
        """Return the file that `path` names; None for a path on this machine."""
        if not path.startswith(_SCHEME):
            return None
        server, _, rest = path.removeprefix(_SCHEME).partition("/")
        folder, _, name = rest.partition("/")
        return cls(server, folder, name)


def on_server(path: str) -> bool:
    """Return whether `path` names something on a server."""
    return path.startswith(_SCHEME)


def server_of(path: str) -> str:
    """Return the server of the file at `path`, "" for one on this machine."""
    found = ServerFile.of(path)
    return found.server if found else ""


def short_name(file: str) -> str:
    """A file's name without folders and ending; servers on Windows write backslashes."""
    name = PureWindowsPath(file).name
    stem, dot, ending = name.rpartition(".")
    return stem if dot and re.fullmatch(r"[A-Za-z]\w{1,12}", ending) else name
