"""What all HTTP routes share: JSON in and out, pictures as base64, errors as each API has them."""

from __future__ import annotations

import base64
import binascii
import io
import json
import secrets
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

from PIL import Image
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from desktop.core.errors import BadInput, EaselError
from desktop.core.events import Finished
from desktop.files.atomic import write_atomically
from desktop.files.pictures import flattened, open_picture, upright

from .image_service import QueueFull, RequestCancelled

MOST_BODY = 64 * 2**20
"""Bytes of a request: a few pictures in base64."""
_RETRY_SECONDS = 10


class InputPictures:
    """Keeps pictures that came with a request as files, as recipes name them, in one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()

    def keep(self, data: bytes) -> Path:
        """The new file's path. Raises BadInput for what is no picture that Easel opens."""
        with self._lock:
            path = self._folder / f"request-{secrets.token_hex(8)}.png"
            write_atomically(path, data, sync=False)
        try:
            with open_picture(path) as image:
                image.load()
        except Exception as error:  # Pillow raises many kinds for damaged pixels
            path.unlink(missing_ok=True)
            raise BadInput("A picture in the request is damaged or no picture.") from error
        return path

    def keep_mask(self, data: bytes) -> Path:
        """OpenAI's mask (transparent where to draw) as Easel's (white where to draw), L, PNG."""
        source = self.keep(data)
        with open_picture(source) as image:
            if "A" not in image.getbands():
                raise BadInput("The mask must be a PNG with transparent parts: those are drawn.")
            alpha = image.getchannel("A").point(lambda value: 255 - value)
        stream = io.BytesIO()
        alpha.save(stream, "PNG")
        write_atomically(source, stream.getvalue(), sync=False)
        return source


async def json_body(request: Request) -> dict[str, Any]:
    """The request's JSON object; {} for an empty body. Raises BadInput."""
    data = await request.body()
    if not data:
        return {}
    try:
        found = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise BadInput("The request’s body is no JSON.") from error
    if not isinstance(found, dict):
        raise BadInput("The request’s body must be a JSON object.")
    return cast("dict[str, Any]", found)


def number(body: Mapping[str, Any], key: str) -> float | None:
    """A finite number of the body, None where it is not given. Raises BadInput."""
    value = body.get(key)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) <= 2.0**64:
        raise BadInput("“{key}” must be a number.", key=key)  # NaN is no number either
    return value


def whole_number(body: Mapping[str, Any], key: str) -> int | None:
    """A whole number of the body, None where it is not given. Raises BadInput."""
    value = number(body, key)
    if value is None:
        return None
    if value != int(value):
        raise BadInput("“{key}” must be a whole number.", key=key)
    return int(value)


def text(body: Mapping[str, Any], key: str) -> str:
    """A string of the body, "" where it is not given. Raises BadInput."""
    value = body.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise BadInput("“{key}” must be a text.", key=key)
    return value


def picture_bytes(encoded: str) -> bytes:
    """The bytes of a picture in base64, with or without `data:image/png;base64,` before it."""
    if encoded.startswith("data:"):
        encoded = encoded.partition(",")[2]
    try:
        return base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadInput("A picture in the request is not in base64.") from error


def encoded_picture(finished: Finished, kind: str = "png") -> str:
    """A drawn picture in base64: the PNG with its recipe as it is, or as JPEG or WebP."""
    return base64.b64encode(picture_as(Path(finished.path), kind)).decode("ascii")


def picture_as(path: Path, kind: str, side: int = 0) -> bytes:
    """A picture's bytes as "png", "jpeg" or "webp"; `side` > 0: at most so many pixels a side."""
    if kind == "png" and not side:
        return path.read_bytes()
    with open_picture(path, side) as image:
        shown = flattened(upright(image))
        if side:
            shown.thumbnail((side, side), Image.Resampling.LANCZOS)
        stream = io.BytesIO()
        quality: dict[str, int] = {} if kind == "png" else {"quality": 90}
        shown.save(stream, kind.upper(), **quality)
    return stream.getvalue()


def error_response(error: EaselError) -> Response:
    """An error in a body that OpenAI's and A1111's clients both show."""
    status, kind = _status_of(error)
    sentence = str(error.message)
    body = {
        "error": {"message": sentence, "type": kind, "param": None, "code": None},
        "detail": sentence,
    }
    headers = {"Retry-After": str(_RETRY_SECONDS)} if status == 429 else None
    return JSONResponse(body, status, headers)


def _status_of(error: EaselError) -> tuple[int, str]:
    if isinstance(error, QueueFull):
        return 429, "rate_limit_error"
    if isinstance(error, BadInput):
        return 400, "invalid_request_error"
    if isinstance(error, RequestCancelled):
        return 409, "cancelled"
    return 500, "server_error"
