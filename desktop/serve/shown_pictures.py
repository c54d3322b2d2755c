"""Links to drawn pictures, for apps that load by URL: unguessable, valid for an hour."""

from __future__ import annotations

import secrets
import threading
import time
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

PATH = "/pictures/"
_SECONDS = 3600.0
_MOST = 1000


class ShownPictures:
    """Pictures that can be fetched without the token, each under a name of 128 random bits."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._paths: dict[str, tuple[float, Path]] = {}

    def name_for(self, path: Path) -> str:
        """Return a new name for the PNG at `path`; older names expire after an hour."""
        now = time.monotonic()
        name = f"{secrets.token_urlsafe(16)}.png"
        with self._lock:
            fresh = [(key, kept) for key, kept in self._paths.items() if now - kept[0] < _SECONDS][
                -_MOST:
            ]
            self._paths = {**dict(fresh), name: (now, path)}
        return name

    def routes(self) -> list[Route]:
        """Return the routes for a Starlette application."""
        return [Route(f"{PATH}{{name}}", self._show)]

    async def _show(self, request: Request) -> Response:
        kept = self._paths.get(request.path_params["name"])
        if kept is None or time.monotonic() - kept[0] > _SECONDS or not kept[1].is_file():
            raise HTTPException(404)
        return FileResponse(kept[1], media_type="image/png")
