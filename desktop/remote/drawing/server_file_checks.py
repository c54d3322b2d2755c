"""Check that a request's files lie on the server that draws it."""

from __future__ import annotations

from desktop.core.errors import BadInput
from desktop.core.messages import Message
from desktop.core.server import ServerFile


def server_file(path: str, server: str, what: Message) -> ServerFile:
    """Return the server file that `path` names; `server` "": of any server. Raises BadInput for
    others.
    """
    file = ServerFile.of(path)
    if file is None:
        raise BadInput(
            "The {what} {path} lies on this computer, and the picture is drawn on a server.",
            what=what,
            path=path,
        )
    if server and file.server != server:
        raise BadInput(
            "The {what} {name} lies on “{other}”, and the picture is drawn on “{server}”.",
            what=what,
            name=file.name,
            other=file.server,
            server=server,
        )
    return file
