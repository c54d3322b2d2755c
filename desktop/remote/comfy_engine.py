"""Engine of one ComfyUI server: upload inputs, run graphs, download pictures."""

from __future__ import annotations

import time
from collections.abc import Iterator

import numpy as np

from desktop.core.engine_interface import CancelCheck, Emit
from desktop.core.errors import BadInput
from desktop.core.events import DrawnPicture, Loading
from desktop.core.messages import Message
from desktop.core.request import GenerationRequest
from desktop.core.server import server_of
from desktop.core.tasks import UpscaleRequest
from desktop.files.json_coerce import as_list, as_mapping
from desktop.models.requests.pictures.fitted_pictures import read_picture
from desktop.models.requests.resolve_choices import resolved_request

from .drawing.picture_progress import PictureProgress
from .drawing.sent_pictures import SentPictures, png_of
from .drawing.server_recipe import server_recipe
from .drawing.upscale_progress import UpscaleProgress, upscaled_picture
from .graphs.picture_graph import Uploads, picture_graph
from .graphs.upscale_graph import upscale_graph
from .prompt_run import PATIENCE, Listener, PromptRun
from .protocol.comfy_client import ComfyClient, RefusedGraph
from .protocol.comfy_socket import ComfySocket
from .protocol.offers import Offers, read_offers
from .protocol.received_pictures import decoded
from .protocol.server_errors import ServerError
from .protocol.server_http import Json

_WITH_OTHERS = 5.0
"""Seconds for a server to come back whose picture others could draw."""


class ComfyEngine:
    """A ComfyUI server as a `core.engine_interface.Engine`; called from one thread."""

    def __init__(self, client: ComfyClient, *, patience: float = PATIENCE) -> None:
        self._client = client
        self._socket = ComfySocket(client)
        self._offers: Offers | None = None
        self._patience = patience

    def serves(self, request: GenerationRequest) -> bool:
        """Return whether `request` is drawn on this server."""
        return server_of(request.model) == self._client.name

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
        inputs = SentPictures(request)
        for index in range(request.count):
            check()
            began = time.monotonic()
            resolved = resolved_request(request, index)
            progress = PictureProgress(job, request, index, emit, name)
            graph = picture_graph(resolved, index, offers, _uploaded(self._client, inputs, check))
            progress.steps = graph.passes.total
            try:
                images = self._run(progress, check, patience).images(graph, _extra(request))
            except RefusedGraph as refused:
                if not _inputs_are_gone(refused):
                    self._offers = None  # another server than it was
                    raise _explained(name, refused) from refused
                self._client.forget_uploads()
                graph = picture_graph(
                    resolved, index, offers, _uploaded(self._client, inputs, check)
                )
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
                recipe=server_recipe(
                    self._client.name, "comfyui", request, resolved, index, device=offers.device
                ),
                seconds=time.monotonic() - began,
                seconds_per_step=progress.pace,
            )

    def upscale(
        self, job: str, task: UpscaleRequest, emit: Emit, check: CancelCheck
    ) -> DrawnPicture:
        """Return the enlarged picture; see remote.server_engine.ServerEngine.upscale."""
        began = time.monotonic()
        progress = UpscaleProgress(job, emit, self._client.name)
        progress.reconnecting()
        offers = self._offers_now(check)
        picture = np.asarray(read_picture(task.image, Message("picture")))
        graph = upscale_graph(task.model, offers, self._client.upload(png_of(picture)))
        try:
            images = self._run(progress, check, self._patience).images(graph, {})
        except RefusedGraph as refused:
            self._offers = None  # another server than it was
            self._client.forget_uploads()
            raise _explained(self._client.name, refused) from refused
        pixels = decoded(self._client.name, self._client.picture(images[0]))
        check()
        return upscaled_picture(task, pixels, time.monotonic() - began, offers.device)

    def _run(self, progress: Listener, check: CancelCheck, patience: float) -> PromptRun:
        return PromptRun(self._client, self._socket, progress, check, patience=patience)

    def _offers_now(self, check: CancelCheck) -> Offers:
        check()
        if self._offers is None:
            self._offers = read_offers(self._client)
        return self._offers


def _extra(request: GenerationRequest) -> Json:
    """Return the `extra_data` of a prompt: a server that knows the key makes previews."""
    return {"preview_method": "auto" if request.previews else "none"}


def _uploaded(client: ComfyClient, inputs: SentPictures, check: CancelCheck) -> Uploads:
    """Return the inputs' names in a graph, uploading those that the server lacks."""

    def sent(data: bytes) -> str:
        check()
        return client.upload(data) if data else ""

    return Uploads(
        start=sent(inputs.start),
        mask=sent(inputs.mask),
        controls=tuple(map(sent, inputs.controls)),
        references=tuple(map(sent, inputs.references)),
    )


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
