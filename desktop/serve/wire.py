"""Shared parts of the HTTP routes: JSON, pictures in base64, errors in each API's form."""

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
"""Maximum request size in bytes: a few pictures in base64."""
_RETRY_SECONDS = 10


class InputPictures:
    """Store, in one folder, of the pictures sent with requests, as files that recipes can name."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()

    def keep(self, data: bytes) -> Path:
        """Write the picture `data`; return its path. Raises BadInput for a format that Easel
        doesn't open.
        """
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
        """Convert OpenAI's mask (transparent where to draw) to Easel's (L PNG, white where to
        draw).
        """
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
    """Return the request's JSON object; {} for an empty body. Raises BadInput."""
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
    """Return a finite number of the body, None where missing. Raises BadInput."""
    value = body.get(key)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) <= 2.0**64:
        raise BadInput("“{key}” must be a number.", key=key)  # NaN is no number either
    return value


def whole_number(body: Mapping[str, Any], key: str) -> int | None:
    """Return a whole number of the body, None where missing. Raises BadInput."""
    value = number(body, key)
    if value is None:
        return None
    if value != int(value):
        raise BadInput("“{key}” must be a whole number.", key=key)
    return int(value)


def text(body: Mapping[str, Any], key: str) -> str:
    """Return a string of the body, "" where missing. Raises BadInput."""
    value = body.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise BadInput("“{key}” must be a text.", key=key)
    return value


def picture_bytes(encoded: str) -> bytes:
    """Return the bytes of a base64 picture, with or without a `data:image/png;base64,` prefix."""
    if encoded.startswith("data:"):
        encoded = encoded.partition(",")[2]
    try:
        return base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadInput("A picture in the request is not in base64.") from error


def encoded_picture(finished: Finished, kind: str = "png") -> str:
    """Return a drawn picture in base64: the PNG unchanged with its recipe, or as JPEG or WebP."""
    return base64.b64encode(picture_as(Path(finished.path), kind)).decode("ascii")


def picture_as(path: Path, kind: str, side: int = 0) -> bytes:
    """Return a picture's bytes as "png", "jpeg" or "webp", longest side at most `side` pixels if >
    0.
    """
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
    """Return an error response that both OpenAI's and A1111's clients show."""
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
