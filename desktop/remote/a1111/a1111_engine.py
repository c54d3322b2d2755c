"""Engine of one A1111 server: one request a picture, its progress polled meanwhile."""

from __future__ import annotations

import asyncio
import base64
import binascii
import logging
import time
import uuid
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import httpx
import numpy as np
from numpy.typing import NDArray

from desktop.core.engine_interface import CancelCheck, Emit
from desktop.core.errors import BadInput, JobCancelled
from desktop.core.events import DrawnPicture, Loading
from desktop.core.messages import Message
from desktop.core.request import GenerationRequest
from desktop.core.server import server_of
from desktop.core.tasks import UpscaleRequest
from desktop.files.bounded import UnreadableError, parse_json
from desktop.files.json_coerce import as_integer, as_list, as_mapping, as_text
from desktop.models.requests.pictures.fitted_pictures import read_picture
from desktop.models.requests.resolve_choices import resolved_request
from desktop.remote.drawing.picture_progress import PictureProgress
from desktop.remote.drawing.sent_pictures import SentPictures, png_of
from desktop.remote.drawing.server_file_checks import server_file
from desktop.remote.drawing.server_recipe import server_recipe
from desktop.remote.drawing.upscale_progress import UpscaleProgress, upscaled_picture
from desktop.remote.protocol.received_pictures import decoded
from desktop.remote.protocol.server_errors import ServerError, ServerGone
from desktop.remote.protocol.server_http import Json

from .a1111_client import A1111Client
from .a1111_offers import A1111Offers, read_a1111_offers
from .a1111_payload import PicturePayload, picture_payload

logger = logging.getLogger(__name__)
_POLL = 0.3
"""Seconds between two questions for the progress."""
_TICK = 0.05
"""Maximum seconds until a cancel is noticed."""
_SILENT = 60.0
"""Seconds without an answer about the progress after which a server counts as gone."""


class A1111Engine:
    """An A1111 server as a `core.engine_interface.Engine`; called from one thread.

    Its protocol can't return to a picture whose connection broke: that one is drawn again.
    """

    def __init__(self, client: A1111Client, *, silent: float = _SILENT) -> None:
        self._client = client
        self._silent = silent
        self._offers: A1111Offers | None = None

    def serves(self, request: GenerationRequest) -> bool:
        """Return whether `request` is drawn on this server."""
        return server_of(request.model) == self._client.name

    def close(self) -> None:
        """Close the connection."""
        self._client.close()

    def generate(
        self,
        job: str,
        request: GenerationRequest,
        emit: Emit,
        check: CancelCheck,
        *,
        waits: bool = True,
    ) -> Iterator[DrawnPicture]:
        """Yield the pictures of `request` in order; see core.engine_interface.Engine.generate.

        A server that has gone is never waited for: its job goes back to the queue.
        """
        del waits
        name = self._client.name
        emit(Loading(job=job, what=Message("connection to “{server}”", server=name)))
        check()
        offers = self._offers = self._offers or read_a1111_offers(self._client)
        inputs = SentPictures(request)
        for index in range(request.count):
            check()
            began = time.monotonic()
            resolved = resolved_request(request, index)
            progress = PictureProgress(job, request, index, emit, name)
            task = f"task({uuid.uuid4().hex[:15]})"
            payload = picture_payload(resolved, index, offers, inputs, task)
            progress.steps = sum(payload.passes)
            try:
                pixels, model_hash = self._drawn(payload, progress, check, request)
            except ServerError:
                self._offers = None  # another server than it was, perhaps
                raise
            pixels = inputs.blended(pixels)
            height, width, _ = pixels.shape
            yield DrawnPicture(
                index=index,
                width=width,
                height=height,
                rgb=pixels.tobytes(),
                recipe=server_recipe(name, "a1111", request, resolved, index, sha256=model_hash),
                seconds=time.monotonic() - began,
                seconds_per_step=progress.pace,
            )

    def upscale(
        self, job: str, task: UpscaleRequest, emit: Emit, check: CancelCheck
    ) -> DrawnPicture:
        """Return the enlarged picture; see remote.server_engine.ServerEngine.upscale.

        A1111 doesn't stop an enlargement: after a cancel nobody waits for it.
        """
        began, name = time.monotonic(), self._client.name
        progress = UpscaleProgress(job, emit, name)
        progress.reconnecting()
        check()
        offers = self._offers = self._offers or read_a1111_offers(self._client)
        file = server_file(task.model, name, Message("upscaler"))
        scale = offers.upscalers.get(file.name)
        if scale is None:
            raise BadInput("“{name}” is no longer on “{server}”.", name=file.name, server=name)
        picture = np.asarray(read_picture(task.image, Message("picture")))
        body = {
            "image": base64.b64encode(png_of(picture)).decode("ascii"),
            "upscaler_1": file.name,
            "resize_mode": 0,
            "upscaling_resize": scale,
        }
        progress.waiting(0)
        found = asyncio.run(_checked_send(self._client, "extra-single-image", body, check))
        pixels = received(name, found.get("image"))
        return upscaled_picture(task, pixels, time.monotonic() - began)

    def _drawn(
        self,
        payload: PicturePayload,
        progress: PictureProgress,
        check: CancelCheck,
        request: GenerationRequest,
    ) -> tuple[NDArray[Any], str]:
        """Return a picture's pixels, and the hash of the model that drew it ("": not told)."""
        run = _Run(self._client, payload, progress, check, self._silent)
        found = asyncio.run(run.response(previews=request.previews))
        check()
        images = as_list(found.get("images"))
        if not images:
            raise ServerError("“{server}” gave no picture.", server=self._client.name)
        return received(self._client.name, images[0]), self._checked_hash(payload, found)

    def _checked_hash(self, payload: PicturePayload, found: Json) -> str:
        """Return the model's hash. Raises ServerError where another model has drawn: A1111 ignores
        a name that it doesn't know.
        """
        assert self._offers is not None
        wanted = self._offers.checkpoint(payload.body["override_settings"]["sd_model_checkpoint"])
        known = wanted.sha256 if wanted else ""
        used = as_text(_info(found).get("sd_model_hash")).lower()
        if known and used and not (known.startswith(used) or used.startswith(known)):
            raise ServerError(
                "“{server}” has drawn with another model, {name}.",
                server=self._client.name,
                name=as_text(_info(found).get("sd_model_name"))[:200] or used,
            )
        return known or used


async def _checked_send(client: A1111Client, route: str, body: Json, check: CancelCheck) -> Json:
    """Return the response to `body`. Raises ServerError, and JobCancelled as soon as `check`
    does.
    """
    async with client.open_async() as http:
        sending = asyncio.create_task(client.send(http, route, body))
        try:
            while not sending.done():
                check()
                await asyncio.wait({sending}, timeout=_TICK)
            return sending.result()
        finally:
            sending.cancel()
            await asyncio.gather(sending, return_exceptions=True)


class _Run:
    """One request that draws, and the polling of its progress."""

    def __init__(
        self,
        client: A1111Client,
        payload: PicturePayload,
        progress: PictureProgress,
        check: CancelCheck,
        silent: float,
    ) -> None:
        self._client, self._payload, self._progress = client, payload, progress
        self._check, self._silent = check, silent
        self._task = payload.body["force_task_id"]
        self._is_ours = False
        self._interrupted = False

    async def response(self, *, previews: bool) -> Json:
        """Return the response. Raises ServerError, JobCancelled."""
        async with self._client.open_async() as http:
            drawing = asyncio.create_task(
                self._client.send(http, self._payload.route, self._payload.body)
            )
            polling = asyncio.create_task(self._poll(http, previews=previews))
            try:
                while not drawing.done():
                    self._check()
                    if polling.done():
                        polling.result()  # its error, if any
                    await asyncio.wait({drawing}, timeout=_TICK)
                found = drawing.result()
            except JobCancelled:
                await self._interrupt(http)
                raise
            finally:
                for task in (drawing, polling):
                    task.cancel()
                await asyncio.gather(drawing, polling, return_exceptions=True)
        if self._interrupted:
            raise ServerError("The picture was stopped at “{server}”.", server=self._client.name)
        return found

    async def _poll(self, http: httpx.AsyncClient, *, previews: bool) -> None:
        """Report the progress until canceled. Raises ServerGone."""
        answered = time.monotonic()
        while True:
            await asyncio.sleep(_POLL)
            try:
                found = await self._client.progress(http, previews=previews)
            except ServerGone:
                if time.monotonic() - answered > self._silent:
                    raise
                continue
            answered = time.monotonic()
            if not found:
                return  # a server that doesn't say
            self._take(found)

    def _take(self, found: Json) -> None:
        state = as_mapping(found.get("state"))
        current = found.get("current_task")
        if isinstance(current, str) and current != self._task:
            self._progress.waiting(1)  # somebody else's
            return
        if not as_integer(state.get("job_count")):
            return  # nothing is drawn yet, or no more
        self._is_ours = True
        self._interrupted = state.get("interrupted") is True
        steps = as_integer(state.get("sampling_step")) or 0
        passes, number = self._payload.passes, as_integer(state.get("job_no")) or 0
        number = min(max(number, 0), len(passes) - 1)
        self._progress.waiting(0)
        if steps > 0 or number:
            self._progress.stepped(sum(passes[:number]) + min(steps, passes[number]))
        picture = found.get("current_image")
        if isinstance(picture, str) and (data := _bytes_of(picture)):
            self._progress.previewed(data)

    async def _interrupt(self, http: httpx.AsyncClient) -> None:
        """Stop the picture there, if it is being drawn: `interrupt` stops whatever is."""
        if not self._is_ours:
            with suppress(ServerError):
                self._take(await self._client.progress(http, previews=False))
        if not self._is_ours:
            return
        try:
            await self._client.interrupt(http)
        except ServerError as error:
            logger.info("%s %s", error.message, error.details)


def received(server: str, picture: object) -> NDArray[Any]:
    """Return the pixels of a picture in base64, (H, W, 3) uint8. Raises ServerError."""
    data = _bytes_of(picture) if isinstance(picture, str) else b""
    return decoded(server, data)


def _bytes_of(text: str) -> bytes:
    """Return the bytes of base64, with or without `data:image/png;base64,` before it."""
    try:
        return base64.b64decode(text.rpartition(",")[2], validate=True)
    except (binascii.Error, ValueError):
        return b""


def _info(found: Json) -> Json:
    try:
        return as_mapping(parse_json(as_text(found.get("info"))))
    except UnreadableError:
        return {}
