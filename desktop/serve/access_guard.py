"""Access control: one token, this machine's host names only, no web pages, bounded bodies."""

from __future__ import annotations

import base64
import binascii
import ipaddress
import logging
import secrets

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from desktop.core.errors import InternalError

logger = logging.getLogger(__name__)
_OWN_NAMES = frozenset({"localhost", "127.0.0.1", "[::1]"})


class AccessGuard:
    """ASGI middleware that refuses requests before routing.

    `hosts` are accepted host names besides this machine's loopback ones: any other Host header is a
    web page's trick (DNS rebinding). A browser sends a page's origin as Origin; no page may draw.
    The token is sent as `Authorization: Bearer TOKEN`, or as the password of Basic, with any user
    name.
    """

    def __init__(
        self, app: ASGIApp, *, token: str, hosts: frozenset[str], most_body: int, open_paths: str
    ) -> None:
        self._app = app
        self._token = token
        self._hosts = _OWN_NAMES | hosts
        self._most_body = most_body
        self._open_paths = open_paths

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or respond with the reason for refusing it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        refusal = self._refusal(Headers(scope=scope), scope["path"])
        if refusal is not None:
            status, sentence = refusal
            await _answer(status, sentence)(scope, receive, send)
            return
        begun = False

        async def respond(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._app(scope, _bounded(receive, self._most_body), respond)
        except Exception as error:
            logger.exception("A request could not be answered")
            if not begun:
                await _answer(500, str(InternalError.of(error).message))(scope, receive, send)

    def _refusal(self, headers: Headers, path: str) -> tuple[int, str] | None:
        host = headers.get("host", "").strip().lower()
        name = host.rpartition(":")[0] if _has_port(host) else host
        if name not in self._hosts:
            return 421, "Easel does not answer under this name."
        if "origin" in headers:
            return 403, "Web pages can't draw with Easel."
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > self._most_body:
            return 413, f"A request may have {self._most_body // 2**20} MB at most."
        if not path.startswith(self._open_paths) and not self._knows(
            headers.get("authorization", "")
        ):
            return 401, "The token is missing or wrong: Easel shows it where the server is started."
        return None

    def _knows(self, authorization: str) -> bool:
        kind, _, value = authorization.strip().partition(" ")
        given = value.strip()
        if kind.lower() == "basic":
            try:
                given = base64.b64decode(given, validate=True).decode("utf-8").partition(":")[2]
            except (binascii.Error, ValueError):
                return False
        elif kind.lower() != "bearer":
            return False
        return secrets.compare_digest(given.encode(), self._token.encode())


def _answer(status: int, sentence: str) -> JSONResponse:
    body = {"error": {"message": sentence, "type": "refused"}, "detail": sentence}
    challenge = {"WWW-Authenticate": 'Basic realm="Easel"'} if status == 401 else None
    return JSONResponse(body, status, challenge)


class BodyTooLarge(Exception):
    """Error for a body without a declared length that exceeds the limit."""


def _bounded(receive: Receive, most: int) -> Receive:
    """Return `receive` that raises BodyTooLarge after `most` bytes: a length may be undeclared."""
    seen = 0

    async def counted() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > most:
            raise BodyTooLarge
        return message

    return counted


def _has_port(host: str) -> bool:
    return ":" in host and not host.endswith("]")


def is_loopback(address: str) -> bool:
    """Return whether `address` is reachable from this machine only."""
    if address == "localhost":
        return True
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
