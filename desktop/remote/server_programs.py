"""Recognize which program answers at a server's address: ComfyUI's protocol, or A1111's."""

from __future__ import annotations

import threading

from desktop.core.server import Server

from .a1111.a1111_client import A1111Client
from .credentials import headers_of
from .protocol.comfy_client import ComfyClient
from .protocol.server_errors import (
    ServerError,
    ServerRefused,
    WrongProtocol,
    no_known_server,
)

ServerClient = ComfyClient | A1111Client


class ServerPrograms:
    """What was recognized is remembered for each server until it is asked again.

    Usable from any thread.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: dict[Server, type[ServerClient]] = {}

    def client(self, server: Server, token: str) -> ServerClient:
        """Return a client of `server`, which is asked only the first time. Raises EaselError."""
        with self._lock:
            known = self._known.get(server)
        return known(server, headers_of(token)) if known else self.recognised(server, token)

    def recognised(self, server: Server, token: str) -> ServerClient:
        """Ask `server` which program it is; return a client. Raises EaselError."""
        client = _recognised(server, headers_of(token))
        with self._lock:
            self._known[server] = type(client)
        return client


def _recognised(server: Server, headers: dict[str, str]) -> ServerClient:
    comfyui, a1111 = ComfyClient(server, headers), A1111Client(server, headers)
    try:
        comfyui.stats()
        return comfyui
    except ServerRefused as refused:
        comfyui.close()
        try:
            a1111.listed("sd-models")
            return a1111
        except WrongProtocol as error:
            a1111.close()
            if not isinstance(refused, WrongProtocol):  # such as a wrong token
                raise refused from error
            raise no_known_server(server.name, error.details) from error
        except ServerError:
            a1111.close()
            raise
    except ServerError:
        comfyui.close()
        raise
