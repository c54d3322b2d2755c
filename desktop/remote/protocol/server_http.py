"""HTTP to a server, with limits, and with every failure as one sentence."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import Any, ClassVar, cast

import httpx

from desktop.core.server import Server
from desktop.files.bounded import UnreadableError, first_bytes, parse_json
from desktop.files.json_coerce import as_mapping

from .server_errors import (
    ServerError,
    ServerRefused,
    connection_error,
    nonsense,
    status_error,
    wrong_protocol,
)

Json = Mapping[str, Any]
Refusal = Callable[[str, bytes], ServerError]
"""Makes the error for a status, of the server's name and the response's body."""

CONNECT, ANSWER, GLANCE = 6.0, 30.0, 6.0
"""Timeouts in seconds: for connecting, for each piece of a response, and for a job's state."""
MOST_JSON = 64 * 2**20
_LARGE = 2**20
MOST_PICTURE = 256 * 2**20
"""Maximum response size in bytes."""


class ServerHttp:
    """Requests to one server, from any thread. Nothing is sent before the first call.

    Every method raises ServerError.
    """

    program: ClassVar[str] = ""
    """The program whose protocol it speaks."""

    def __init__(self, server: Server, headers: dict[str, str] | None = None) -> None:
        self.server = server
        self.headers = dict(headers or {})
        self._lock = threading.Lock()
        self._http: httpx.Client | None = None

    @property
    def name(self) -> str:
        """The user's name for the server."""
        return self.server.name

    def close(self) -> None:
        """Close the connection; the next call opens another."""
        with self._lock:
            http, self._http = self._http, None
        if http is not None:
            http.close()

    def url(self, route: str) -> str:
        """Return the full address of `route`."""
        return f"{self.server.address}/{route}"

    def get_object(self, route: str, seconds: float = ANSWER) -> Json:
        """Return the JSON object at `route`."""
        found = self.parsed(self.request("GET", route, timeout=seconds))
        if not isinstance(found, dict):
            raise nonsense(self.name, str(found)[:200])
        return as_mapping(cast("object", found))

    def parsed(self, data: bytes) -> Any:
        """Return the JSON of a response's body."""
        try:
            return parse_json(data, MOST_JSON)
        except UnreadableError as error:
            if data.lstrip()[:1] in (b"<", b""):  # a web page
                raise self.stranger(str(error)) from error
            if len(data) > _LARGE:
                raise TooMuch("“{server}” sends far too much.", server=self.name) from error
            raise nonsense(self.name, str(error)) from error

    def request(
        self,
        method: str,
        route: str,
        most: int = MOST_JSON,
        refusals: Mapping[int, Refusal] | None = None,
        **sent: Any,
    ) -> bytes:
        """Return the body of a successful response of at most `most` bytes; see `checked`."""
        if sent.get("json", 0) is None:
            del sent["json"]
        try:
            with self._client().stream(method, self.url(route), **sent) as response:
                body = first_bytes(response.iter_bytes(), most)
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            raise connection_error(self.name, error) from error
        return self.checked(response, body, most, refusals)

    def checked(
        self,
        response: httpx.Response,
        body: bytes,
        most: int = MOST_JSON,
        refusals: Mapping[int, Refusal] | None = None,
    ) -> bytes:
        """Return `body`, which is `response`'s, if that is a success; `refusals` are the errors for
        some statuses.
        """
        if len(body) > most:
            raise TooMuch("“{server}” sends far too much.", server=self.name)
        refusal = (refusals or {}).get(response.status_code)
        if refusal is not None:
            raise refusal(self.name, body)
        if response.is_redirect:
            raise self.stranger(f"it leads to {response.headers.get('location', '')}"[:200])
        if not response.is_success:
            raise status_error(self.name, response.status_code, body, self.program)
        return body

    def stranger(self, details: str = "") -> ServerRefused:
        """Return the error for an address that belongs to another program."""
        return wrong_protocol(self.name, self.program, details)

    @property
    def http_options(self) -> dict[str, Any]:
        """The arguments of a client of httpx."""
        return {
            "headers": self.headers,
            "verify": not self.server.any_certificate,
            "timeout": httpx.Timeout(ANSWER, connect=CONNECT),
            "trust_env": True,
        }

    def _client(self) -> httpx.Client:
        with self._lock:
            if self._http is None:
                self._http = httpx.Client(**self.http_options)
            return self._http


class TooMuch(ServerError):
    """Error for a response over the size limit."""
