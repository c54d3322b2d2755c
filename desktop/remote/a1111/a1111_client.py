"""A1111's HTTP routes, with every failure as one sentence.

Routes and fields are those of A1111's modules/api/api.py and models.py, 2023 to 2025, which Forge
and stable-diffusion.cpp's server follow.
"""

from __future__ import annotations

import json
from typing import Any

import httpx

from desktop.files.bounded import UnreadableError, parse_json
from desktop.files.json_coerce import as_integer, as_list, as_mapping, as_text
from desktop.remote.protocol.server_errors import (
    ServerError,
    ServerRefused,
    connection_error,
    drawing_failed,
    nonsense,
    shortened,
)
from desktop.remote.protocol.server_http import (
    CONNECT,
    GLANCE,
    MOST_PICTURE,
    Json,
    Refusal,
    ServerHttp,
)

_API = "sdapi/v1"


class A1111Client(ServerHttp):
    """Client of one server. Every method raises ServerError.

    Lists can be requested from any thread; what draws is awaited in an event loop, with a client
    from `open_async`.
    """

    program = "A1111"

    def listed(self, route: str) -> list[Json]:
        """Return a list of objects, such as of `sd-models`; [] where the server has no such
        route.
        """
        try:
            found = self.parsed(self.request("GET", f"{_API}/{route}"))
        except ServerRefused as error:
            if route == "sd-models" or "401" in error.details:
                raise
            return []
        return [entry for one in as_list(found) if (entry := as_mapping(one))]

    def embeddings(self) -> list[str]:
        """Return the names of the textual inversions; [] where the server doesn't list them."""
        try:
            found = self.get_object(f"{_API}/embeddings")
        except ServerRefused:
            return []
        return [*as_mapping(found.get("loaded")), *as_mapping(found.get("skipped"))]

    def memory(self) -> tuple[int, int]:
        """Return free and total memory of the GPU in bytes; (0, 0) where not reported."""
        try:
            found = self.get_object(f"{_API}/memory", GLANCE)
        except ServerRefused:
            return 0, 0
        system = as_mapping(as_mapping(found.get("cuda")).get("system"))
        return as_integer(system.get("free")) or 0, as_integer(system.get("total")) or 0

    def open_async(self) -> httpx.AsyncClient:
        """Return a client for an event loop."""
        return httpx.AsyncClient(**self.http_options)

    async def send(self, http: httpx.AsyncClient, route: str, body: Json) -> Json:
        """Post `body` to a route that draws, however long that takes; return the response."""
        timeout = httpx.Timeout(None, connect=CONNECT)
        data = await self._asked(http, "POST", route, MOST_PICTURE, json=body, timeout=timeout)
        try:
            found = parse_json(data, MOST_PICTURE)
        except UnreadableError as error:
            raise nonsense(self.name, str(error)) from error
        return as_mapping(found)

    async def progress(self, http: httpx.AsyncClient, *, previews: bool) -> Json:
        """Return what the server draws, with a preview where wanted; {} where not reported."""
        skip = str(not previews).lower()
        route = f"progress?skip_current_image={skip}"
        try:
            data = await self._asked(http, "GET", route, timeout=GLANCE)
        except ServerRefused:
            return {}
        return as_mapping(self.parsed(data))

    async def interrupt(self, http: httpx.AsyncClient) -> None:
        """Stop what the server draws."""
        await self._asked(http, "POST", "interrupt", timeout=GLANCE)

    async def _asked(
        self,
        http: httpx.AsyncClient,
        method: str,
        route: str,
        most: int = MOST_PICTURE,
        **sent: Any,
    ) -> bytes:
        body = bytearray()
        try:
            async with http.stream(method, self.url(f"{_API}/{route}"), **sent) as response:
                async for piece in response.aiter_bytes():
                    body += piece
                    if len(body) > most:
                        break
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            raise connection_error(self.name, error) from error
        return self.checked(response, bytes(body), most, _REFUSALS)


def refused_picture(name: str, body: bytes) -> ServerError:
    """Return the error for the body of a refusal: A1111's `detail` (a text, or FastAPI's list), or
    the exception's name and text.
    """
    try:
        found = as_mapping(parse_json(body))
    except UnreadableError:
        found: Json = {}
    details = json.dumps(dict(found))[:4000]
    detail = found.get("detail")
    first = as_mapping(next(iter(as_list(detail)), None))
    if first:
        where = ".".join(map(str, as_list(first.get("loc"))[1:]))
        return ServerRefused(
            "“{server}” refuses the picture: {words}",
            details,
            server=name,
            words=shortened(f"{where}: {as_text(first.get('msg'))}"),
        )
    kind, said = as_text(found.get("error")), as_text(found.get("errors"))
    if kind:
        return drawing_failed(name, kind, said or as_text(found.get("body")), details)
    if as_text(detail):
        return ServerRefused(
            "“{server}” refuses the picture: {words}",
            details,
            server=name,
            words=shortened(as_text(detail)),
        )
    return ServerError("“{server}” failed ({status}).", details, server=name, status=500)


_REFUSALS: dict[int, Refusal] = {400: refused_picture, 422: refused_picture, 500: refused_picture}
