"""The HTTP server: the routes behind their guard, and uvicorn around them."""

from __future__ import annotations

import os
import secrets
import socket
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from desktop.core.errors import BadInput, EaselError
from desktop.core.messages import Message
from desktop.files.atomic import write_atomically
from desktop.files.disk_errors import disk_error

from .a1111_routes import A1111Routes
from .access_guard import AccessGuard, BodyTooLarge, is_loopback
from .image_service import ImageService
from .openai_routes import OpenAiRoutes
from .shown_pictures import PATH, ShownPictures
from .wire import MOST_BODY, InputPictures

_SHORTEST_TOKEN = 16


def make_app(
    service: ImageService, inputs: Path, token: str, hosts: frozenset[str] = frozenset()
) -> Starlette:
    """The ASGI application. `inputs` is the folder for pictures that requests bring."""
    pictures, shown = InputPictures(inputs), ShownPictures()
    return Starlette(
        routes=[
            *OpenAiRoutes(service, pictures, shown).routes(),
            *A1111Routes(service, pictures).routes(),
            *shown.routes(),
        ],
        middleware=[
            Middleware(AccessGuard, token=token, hosts=hosts, most_body=MOST_BODY, open_paths=PATH),
        ],
        exception_handlers={HTTPException: _refused, BodyTooLarge: _too_large},
    )


class HttpServer:
    """uvicorn on an address that is open already; `run` returns after `stop`, or a signal."""

    def __init__(self, app: Starlette, listening: socket.socket) -> None:
        self._listening = listening
        config = uvicorn.Config(
            app,
            log_config=None,
            access_log=False,
            lifespan="off",
            loop="asyncio",
            http="h11",
            ws="none",
            server_header=False,
            timeout_graceful_shutdown=5,
            limit_concurrency=128,
        )
        self._server = uvicorn.Server(config)

    @property
    def address(self) -> str:
        """The address that clients are given, without a slash at its end."""
        host, port = self._listening.getsockname()[:2]
        return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"

    def run(self) -> None:
        """Answer until the end. Blocks."""
        self._server.run(sockets=[self._listening])

    def stop(self) -> None:
        """End `run` soon. May be called from any thread."""
        self._server.should_exit = True


def listen(host: str, port: int, token_given: bool) -> socket.socket:
    """A listening socket. Raises BadInput for an address that can't be had, or is not safe.

    Beyond this machine's loopback the user must have set a token: the one that Easel makes by
    itself is for this machine.
    """
    if not is_loopback(host) and not token_given:
        raise BadInput(
            "Other machines can reach {host}: give --token with a secret of at least {least} "
            "letters.",
            host=host,
            least=_SHORTEST_TOKEN,
        )
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen(64)
    except (OSError, OverflowError) as error:
        listening.close()
        reason = getattr(error, "strerror", None) or str(error)
        raise BadInput(
            "Easel can't listen at {host}, port {port}: {reason}.",
            host=host,
            port=port,
            reason=reason,
        ) from error
    return listening


def checked_token(token: str) -> str:
    """A token that a user gave. Raises BadInput for one that can be guessed or sent badly."""
    if len(token) < _SHORTEST_TOKEN or not token.isascii() or not token.isprintable():
        raise BadInput("A token has at least {least} plain letters.", least=_SHORTEST_TOKEN)
    return token


def own_token(path: Path) -> str:
    """The token that Easel made for this machine, from its file; made where there is none."""
    try:
        kept = path.read_text("ascii").strip() if path.is_file() else ""
        if len(kept) >= _SHORTEST_TOKEN:
            return kept
        made = secrets.token_urlsafe(24)
        write_atomically(path, made.encode() + b"\n")
        os.chmod(path, 0o600)
    except (OSError, ValueError) as error:
        problem = error if isinstance(error, OSError) else OSError(str(error))
        raise disk_error(problem, path, Message("keep the token")) from error
    return made


async def _refused(_request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    sentence = "There is nothing at this address." if status == 404 else "This can't be done here."
    body = {"error": {"message": sentence, "type": "refused"}, "detail": sentence}
    return JSONResponse(body, status)


async def _too_large(_request: Request, _error: Exception) -> Response:
    sentence = str(EaselError("The request is too large.").message)
    return JSONResponse({"error": {"message": sentence}, "detail": sentence}, 413)
