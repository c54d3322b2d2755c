"""Engine of one ComfyUI server: upload inputs, run graphs, download pictures."""

from __future__ import annotations

import io
import time
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import numpy as np
from PIL import Image

import desktop
from desktop.core.engine_interface import CancelCheck, Emit
from desktop.core.errors import BadInput
from desktop.core.events import READY, DrawnPicture, Loading, Preview, Step
from desktop.core.messages import Message
from desktop.core.recipe import recipe_of
from desktop.core.request import GenerationRequest, reference_area
from desktop.core.server import ServerFile
from desktop.files.json_coerce import as_list, as_mapping
from desktop.models.requests.pictures.fitted_pictures import (
    FittedStart,
    blended,
    fitted_start,
    read_picture,
    read_reference,
)
from desktop.models.requests.resolve_choices import resolved_request

from .graphs.picture_graph import Uploads, picture_graph
from .prompt_run import PATIENCE, PromptRun
from .protocol.comfy_client import ComfyClient, Json, RefusedGraph
from .protocol.comfy_socket import ComfySocket
from .protocol.offers import Offers, read_offers
from .protocol.received_pictures import decoded, decoded_preview
from .protocol.server_errors import ServerError

_WITH_OTHERS = 5.0
"""Seconds for a server to come back whose picture others could draw."""
_PREVIEW_EVERY = 0.1
"""Minimum seconds between two previews."""


class ComfyEngine:
    """A ComfyUI server as a `core.engine_interface.Engine`; called from one thread."""

    def __init__(self, client: ComfyClient, *, patience: float = PATIENCE) -> None:
        self._client = client
        self._socket = ComfySocket(client)
        self._offers: Offers | None = None
        self._patience = patience

    def serves(self, request: GenerationRequest) -> bool:
        """Return whether `request` is drawn on this server."""
        file = ServerFile.of(request.model)
        return file is not None and file.server == self._client.name

    def close(self) -> None:
        """Close the connection."""
        self._socket.close()
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

        Where others could draw it, too, nobody `waits` long for a server that has gone.
        """
        patience = self._patience if waits else min(self._patience, _WITH_OTHERS)
        name = self._client.name
        emit(Loading(job=job, what=Message("connection to “{server}”", server=name)))
        offers = self._offers_now(check)
        inputs = _Inputs(self._client, request)
        for index in range(request.count):
            check()
            began = time.monotonic()
            resolved = resolved_request(request, index)
            progress = _Progress(job, request, index, emit, name)
            graph = picture_graph(resolved, index, offers, inputs.uploads(check))
            progress.steps = graph.passes.total
            try:
                images = self._run(progress, check, patience).images(graph, _extra(request))
            except RefusedGraph as refused:
                if not _inputs_are_gone(refused):
                    self._offers = None  # another server than it was
                    raise _explained(name, refused) from refused
                self._client.forget_uploads()
                graph = picture_graph(resolved, index, offers, inputs.uploads(check))
                images = self._run(progress, check, patience).images(graph, _extra(request))
            check()
            pixels = decoded(name, self._client.picture(images[0]))
            check()
            pixels = inputs.blended(pixels)
            height, width, _ = pixels.shape
            yield DrawnPicture(
                index=index,
                width=width,
                height=height,
                rgb=pixels.tobytes(),
                recipe=self._recipe(request, resolved, index, offers),
                seconds=time.monotonic() - began,
                seconds_per_step=progress.pace,
            )

    def _run(self, progress: _Progress, check: CancelCheck, patience: float) -> PromptRun:
        return PromptRun(self._client, self._socket, progress, check, patience=patience)

    def _offers_now(self, check: CancelCheck) -> Offers:
        check()
        if self._offers is None:
            self._offers = read_offers(self._client)
        return self._offers

    def _recipe(
        self,
        request: GenerationRequest,
        resolved: GenerationRequest,
        index: int,
        offers: Offers,
    ) -> dict[str, Any]:
        extra: dict[str, Any] = {"server": self._client.name}
        if resolved.prompt != request.prompt:
            extra["prompt_template"] = request.prompt
        identity = request.identity
        return recipe_of(
            resolved,
            index,
            model={"name": identity.name, "family": identity.family, "hash": ""},
            runtime="comfyui",
            device=offers.device,
            precision="",
            created=datetime.now().astimezone().isoformat(timespec="seconds"),
            app=f"Easel {desktop.__version__}",
            extra=extra,
        )


class _Inputs:
    """The input pictures of a request: read once, uploaded once."""

    def __init__(self, client: ComfyClient, request: GenerationRequest) -> None:
        self._client, self._request = client, request
        start = request.starting_image
        self._start: FittedStart | None = None
        self._files: dict[str, bytes] = {}
        if start is not None:
            self._start = fitted_start(start, request.width, request.height)
            self._files["start"] = _png(self._start.pixels)
            if self._start.region is not None:
                mask = self._start.region.astype(np.uint8) * 255
                self._files["mask"] = _png(np.stack([mask] * 3, axis=-1))
        for number, use in enumerate(request.controlnets):
            picture = read_picture(use.image, Message("ControlNet picture"))
            size = (request.width, request.height)
            self._files[f"control-{number}"] = _png(
                np.asarray(picture.resize(size, Image.Resampling.LANCZOS))
            )

        area = reference_area(len(request.references))
        for number, use in enumerate(request.references):
            picture = read_reference(use.path, area)
            self._files[f"reference-{number}"] = _png(np.asarray(picture))

    def uploads(self, check: CancelCheck) -> Uploads:
        """Return the inputs' names in a graph, uploading those that the server lacks."""
        names: dict[str, str] = {}
        for key, data in self._files.items():
            check()
            names[key] = self._client.upload(data)
        return Uploads(
            start=names.get("start", ""),
            mask=names.get("mask", ""),
            controls=tuple(names[key] for key in names if key.startswith("control-")),
            references=tuple(names[key] for key in names if key.startswith("reference-")),
        )

    def blended(self, pixels: Any) -> Any:
        """Return `pixels` (H, W, 3) blended over the starting image outside its mask."""
        start = self._start
        if start is None or pixels.shape != start.pixels.shape:
            return pixels
        return blended(pixels, start.pixels, start.alpha)


class _Progress:
    """Converter of a prompt's progress into a job's events."""

    def __init__(
        self, job: str, request: GenerationRequest, index: int, emit: Emit, server: str
    ) -> None:
        self._job, self._request, self._index, self._emit = job, request, index, emit
        self._server = server
        self.steps = 1
        self._done = 0
        self._began: float | None = None
        self._shown = 0.0
        self._place: int | None = None
        self.pace = 0.0

    def waiting(self, before: int) -> None:
        """Report the number of prompts before it in the server's queue."""
        if before == self._place:
            return
        self._place = before
        note = Message("{count} before it", count=before) if before else None
        what = Message("the model on “{server}”", server=self._server)
        if before:
            what = Message("the queue of “{server}”", server=self._server)
        self._emit(Loading(job=self._job, what=what, note=note))

    def stepped(self, done: int) -> None:
        """Report a step; a server may send the same step twice."""
        now = time.monotonic()
        if self._began is None:
            self._began = now
            self._emit(Loading(job=self._job, what=READY))
        if done <= self._done:
            return
        self._done = done
        self.pace = (now - self._began) / max(done - 1, 1)
        self._emit(
            Step(
                job=self._job,
                index=self._index,
                count=self._request.count,
                step=min(done, self.steps),
                steps=self.steps,
                seconds_per_step=self.pace,
            )
        )

    def previewed(self, data: bytes) -> None:
        """Emit a preview, if wanted and not too soon after the last."""
        now = time.monotonic()
        if not self._request.previews or now - self._shown < _PREVIEW_EVERY:
            return
        image = decoded_preview(data)
        if image is None:
            return
        self._shown = now
        self._emit(
            Preview(
                job=self._job,
                index=self._index,
                step=self._done,
                width=image.width,
                height=image.height,
                rgb=image.tobytes(),
            )
        )

    def reconnecting(self) -> None:
        """Report that the connection is being restored."""
        self._place = None
        what = Message("connection to “{server}”", server=self._server)
        self._emit(Loading(job=self._job, what=what))


def _extra(request: GenerationRequest) -> Json:
    """Return the `extra_data` of a prompt: a server that knows the key makes previews."""
    return {"preview_method": "auto" if request.previews else "none"}


def _png(pixels: Any) -> bytes:
    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, "PNG", compress_level=4)
    return stream.getvalue()


def _inputs_are_gone(refused: RefusedGraph) -> bool:
    """Return whether the server has lost the uploaded pictures."""
    kinds = [entry.get("class_type") for entry in refused.errors]
    return bool(kinds) and all(kind in ("LoadImage", "LoadImageMask") for kind in kinds)


def _explained(server: str, refused: RefusedGraph) -> Exception:
    """Return the refusal as one sentence; a missing file is named."""
    for entry in refused.errors:
        for error in map(as_mapping, as_list(entry.get("errors"))):
            value = as_mapping(error.get("extra_info")).get("received_value")
            if error.get("type") == "value_not_in_list" and isinstance(value, str):
                return BadInput(
                    "“{name}” is no longer on “{server}”.",
                    refused.details,
                    name=value,
                    server=server,
                )
            return ServerError(
                "“{server}” does not take the picture’s graph: {node}: {words}",
                refused.details,
                server=server,
                node=str(entry.get("class_type", "?"))[:80],
                words=str(error.get("details") or error.get("message") or "?")[:300],
            )
    return refused
