"""The HTTP server: the routes behind their guard, and uvicorn around them."""

from __future__ import annotations

import socket
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from desktop.core.errors import BadInput, EaselError

from .a1111_routes import A1111Routes
from .access_guard import AccessGuard, BodyTooLarge, is_loopback
from .access_token import LEAST_LETTERS
from .image_service import ImageService
from .openai_routes import OpenAiRoutes
from .shown_pictures import PATH, ShownPictures
from .wire import MOST_BODY, InputPictures


def make_app(
    service: ImageService, inputs: Path, token: str, hosts: frozenset[str] = frozenset()
) -> Starlette:
    """Return the ASGI application. `inputs` is the folder for pictures sent with requests."""
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
    """uvicorn on an open socket; `run` returns after `stop`, or a signal."""

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
        """The base URL for clients, without a trailing slash."""
        host, port = self._listening.getsockname()[:2]
        return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"

    def run(self) -> None:
        """Serve until stopped. Blocks."""
        self._server.run(sockets=[self._listening])

    def stop(self) -> None:
        """End `run` soon. Callable from any thread."""
        self._server.should_exit = True


def listen(host: str, port: int, token_given: bool) -> socket.socket:
    """Return a listening socket. Raises BadInput for an address that is unavailable or unsafe.

    Beyond this machine's loopback the user must have set a token: Easel's generated one is for this
    machine.
    """
    if not is_loopback(host) and not token_given:
        raise BadInput(
            "Other machines can reach {host}: give --token with a secret of at least {least} "
            "letters.",
            host=host,
            least=LEAST_LETTERS,
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
            "Easel can’t listen at {host}, port {port}: {reason}.",
            host=host,
            port=port,
            reason=reason,
        ) from error
    return listening


async def _refused(_request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    sentence = "There is nothing at this address." if status == 404 else "This can't be done here."
    body = {"error": {"message": sentence, "type": "refused"}, "detail": sentence}
    return JSONResponse(body, status)


async def _too_large(_request: Request, _error: Exception) -> Response:
    sentence = str(EaselError("The request is too large.").message)
    return JSONResponse({"error": {"message": sentence}, "detail": sentence}, 413)
