"""The websocket with a ComfyUI server's progress."""

from __future__ import annotations

import json
import ssl
import uuid
from contextlib import ExitStack, suppress

from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidURI
from websockets.sync.client import ClientConnection, connect

from .comfy_client import ComfyClient
from .server_errors import ServerError, ServerGone, connection_error, status_error
from .socket_events import SocketEvent, read_message

_OPEN = 6.0
_MOST_MESSAGE = 64 * 2**20


class ComfySocket:
    """A connection, opened on demand; used by one thread.

    The server identifies it by `client_id`, so that a new connection continues a broken one.
    """

    def __init__(self, client: ComfyClient) -> None:
        self._client = client
        self.client_id = uuid.uuid4().hex
        self._connection: ClientConnection | None = None
        self._ends = ExitStack()

    def open(self) -> None:
        """Connect unless connected. Raises ServerError."""
        if self._connection is not None:
            return
        server = self._client.server
        secure = server.address.startswith("https:")
        context = ssl.create_default_context() if secure else None
        if context is not None and server.any_certificate:
            context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        address = f"ws{server.address.removeprefix('http')}/ws?clientId={self.client_id}"
        with ExitStack() as ends:
            self._connection = self._connected(ends, address, context)
            self._ends = ends.pop_all()

    def _connected(
        self, ends: ExitStack, address: str, context: ssl.SSLContext | None
    ) -> ClientConnection:
        """Return a new connection, which `ends` closes. Raises ServerError."""
        try:
            opening = connect(
                address,
                ssl=context,
                additional_headers=self._client.headers,
                open_timeout=_OPEN,
                close_timeout=1.0,
                ping_interval=None,
                max_size=_MOST_MESSAGE,
            )
            connection = ends.enter_context(opening)
            flags = {"supports_preview_metadata": True}
            connection.send(json.dumps({"type": "feature_flags", "data": flags}))
        except InvalidHandshake as error:
            raise self._refusal(error) from error
        except (OSError, ConnectionClosed, InvalidURI, TimeoutError) as error:
            raise connection_error(self._client.name, error) from error
        return connection

    def next(self, seconds: float) -> SocketEvent | None:
        """Return the next useful event; None without one within `seconds`. Raises ServerGone."""
        if self._connection is None:
            self.open()
        assert self._connection is not None
        try:
            message = self._connection.recv(timeout=seconds)
        except TimeoutError:
            return None
        except (ConnectionClosed, OSError) as error:
            self.close()
            raise ServerGone(
                "The connection to “{server}” broke.", repr(error), server=self._client.name
            ) from error
        return read_message(message)

    def close(self) -> None:
        """Close the connection."""
        self._connection = None
        with suppress(OSError, ConnectionClosed):
            self._ends.close()

    def _refusal(self, error: InvalidHandshake) -> ServerError:
        response = getattr(error, "response", None)
        if response is None:
            return connection_error(self._client.name, error)
        body = bytes(response.body or b"")
        status = int(response.status_code)
        return status_error(self._client.name, status, body, self._client.program)
