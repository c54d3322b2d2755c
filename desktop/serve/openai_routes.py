"""OpenAI's image API: /v1/images/generations, /v1/images/edits, /v1/models."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from desktop.core.errors import BadInput, EaselError
from desktop.core.events import Finished
from desktop.core.request import StartingImage
from desktop.models.requests.draft import Draft

from .drawing import while_connected
from .image_service import ImageService
from .shown_pictures import ShownPictures
from .wire import (
    InputPictures,
    encoded_picture,
    error_response,
    json_body,
    number,
    text,
    whole_number,
)

_SIZE = re.compile(r"(\d{2,5})x(\d{2,5})")
_FORMATS = ("png", "jpeg", "webp")
_EDIT_STRENGTH = 0.75
_ASKED_BY = "an app (OpenAI’s API)"


class OpenAiRoutes:
    """The routes, over one service. API options without a meaning here are ignored."""

    def __init__(self, service: ImageService, inputs: InputPictures, shown: ShownPictures) -> None:
        self._service = service
        self._inputs = inputs
        self._shown = shown

    def routes(self) -> list[Route]:
        """Return the routes for a Starlette application."""
        return [
            Route("/v1/models", self.models),
            Route("/v1/images/generations", self.generations, methods=["POST"]),
            Route("/v1/images/edits", self.edits, methods=["POST"]),
        ]

    async def models(self, request: Request) -> Response:
        """Return the models that can draw."""
        found = await while_connected(request, lambda _ticket: self._service.found())
        data = [
            {"id": model.reference, "object": "model", "owned_by": model.server or "easel"}
            for model in found.models
        ]
        return JSONResponse({"object": "list", "data": data})

    async def generations(self, request: Request) -> Response:
        """Draw from a prompt."""
        try:
            body = await json_body(request)
            return await self._answer(request, body, self._draft(body))
        except EaselError as error:
            return error_response(error)

    async def edits(self, request: Request) -> Response:
        """Draw from a picture, all of it or the part where the mask is transparent."""
        try:
            async with request.form(max_files=4, max_fields=40) as form:
                body = {key: value for key, value in form.items() if isinstance(value, str)}
                image = await _file_of(form.get("image") or form.get("image[]"))
                mask = await _file_of(form.get("mask"))
            if image is None:
                raise BadInput("“image” is missing: the picture to start from.")
            given: dict[str, Any] = dict(body)
            for key in ("n", "seed", "steps", "guidance_scale", "strength"):
                if key in body:
                    given[key] = _as_number(body[key], key)
            strength = number(given, "strength")
            start = StartingImage(
                path=str(self._inputs.keep(image)),
                strength=_EDIT_STRENGTH if strength is None else strength,
                mask=None if mask is None else str(self._inputs.keep_mask(mask)),
            )
            return await self._answer(request, given, self._draft(given, start))
        except EaselError as error:
            return error_response(error)

    def _draft(self, body: Mapping[str, Any], start: StartingImage | None = None) -> Draft:
        prompt = text(body, "prompt")
        if not prompt.strip():
            raise BadInput("“prompt” is missing: say what to draw.")
        width, height = _size(text(body, "size"))
        count, seed, steps = (whole_number(body, key) for key in ("n", "seed", "steps"))
        return Draft(
            prompt=prompt,
            negative_prompt=text(body, "negative_prompt") or None,
            count=count,
            seed=None if seed == -1 else seed,
            width=width,
            height=height,
            steps=steps,
            guidance_scale=number(body, "guidance_scale"),
            starting_image=start,
        )

    async def _answer(self, request: Request, body: Mapping[str, Any], draft: Draft) -> Response:
        kind = text(body, "output_format").replace("jpg", "jpeg") or "png"
        if kind not in _FORMATS:
            raise BadInput("“output_format” is png, jpeg or webp.")
        model = self._model(text(body, "model"))
        pictures = await while_connected(
            request,
            lambda ticket: self._service.draw(draft, model, asked_by=_ASKED_BY, ticket=ticket),
        )
        as_link = text(body, "response_format") == "url"
        shown = self._link(request) if as_link else _in_base64(kind)
        created = int(time.time())
        return JSONResponse({"created": created, "data": [shown(done) for done in pictures]})

    def _link(self, request: Request) -> Callable[[Finished], dict[str, str]]:
        base = str(request.base_url)
        return lambda done: {"url": f"{base}pictures/{self._shown.name_for(Path(done.path))}"}

    def _model(self, name: str) -> str:
        """Return `name`, but "" for OpenAI's own models: apps send those by default."""
        return "" if name.lower().startswith(("dall-e", "gpt-image", "gpt-", "chatgpt")) else name


def _in_base64(kind: str) -> Callable[[Finished], dict[str, str]]:
    return lambda done: {"b64_json": encoded_picture(done, kind)}


def _size(words: str) -> tuple[int | None, int | None]:
    if words in ("", "auto"):
        return None, None
    found = _SIZE.fullmatch(words)
    if found is None:
        raise BadInput("“size” is like 512x512, or auto.")
    return int(found[1]), int(found[2])


def _as_number(words: str, key: str) -> float:
    try:
        value = float(words)
    except ValueError as error:
        raise BadInput("“{key}” must be a number.", key=key) from error
    return number({key: value}, key) or 0.0


async def _file_of(field: object) -> bytes | None:
    return await field.read() if isinstance(field, UploadFile) else None
