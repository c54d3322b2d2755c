"""The access token: the user's, or one that Easel makes for this machine."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path

from desktop.core.errors import BadInput
from desktop.core.messages import Message
from desktop.files.atomic import make_folder, temporary_file, write_atomically
from desktop.files.bounded import UnreadableError, read_bytes
from desktop.files.disk_errors import disk_error

LEAST_LETTERS = 16
_MOST_BYTES = 4096
_DOING = Message("keep the token")


def checked_token(token: str) -> str:
    """Return a user's token. Raises BadInput for one that is guessable or can't be sent."""
    if len(token) < LEAST_LETTERS or not token.isascii() or not token.isprintable():
        raise BadInput("A token has at least {least} plain letters.", least=LEAST_LETTERS)
    return token


def own_token(path: Path) -> str:
    """Return this machine's token from its file; make one where the file is missing.

    Raises EaselError where the file can't be written.
    """
    kept = _read(path)
    if kept:
        return kept
    try:
        make_folder(path.parent, _DOING)
        with temporary_file(path.parent, private=True) as (temporary, stream):
            stream.write(_made())
            stream.flush()
            with suppress(FileExistsError):  # another process was quicker: its token holds
                os.link(temporary, path)
    except OSError as error:
        raise disk_error(error, path, _DOING) from error
    return _read(path) or new_token(path)


def new_token(path: Path) -> str:
    """Replace the token at `path`, readable by the user only, and return it. Raises EaselError."""
    made = _made()
    try:
        write_atomically(path, made)
    except OSError as error:
        raise disk_error(error, path, _DOING) from error
    return made.decode("ascii").strip()


def _made() -> bytes:
    return secrets.token_urlsafe(24).encode("ascii") + b"\n"


def _read(path: Path) -> str:
    """Return the token at `path`, "" for a missing or unusable one."""
    try:
        kept = read_bytes(path, _MOST_BYTES).decode("ascii").strip()
    except (OSError, ValueError, UnreadableError):
        return ""
    return kept if len(kept) >= LEAST_LETTERS else ""
