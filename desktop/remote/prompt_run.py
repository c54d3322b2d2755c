"""Run of one prompt on a ComfyUI server, from its submission to its output."""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Callable
from typing import Protocol

from desktop.core.engine_interface import CancelCheck
from desktop.core.errors import JobCancelled
from desktop.files.json_coerce import as_list, as_mapping

from .graphs.picture_graph import PictureGraph
from .protocol.comfy_client import ComfyClient
from .protocol.comfy_socket import ComfySocket
from .protocol.server_errors import ServerError, ServerGone, drawing_failed
from .protocol.server_http import Json
from .protocol.socket_events import (
    Executing,
    NodeOutput,
    NodeProgress,
    PreviewImage,
    PromptEnded,
    PromptFailed,
    PromptInterrupted,
    SocketEvent,
    failure_in,
)

logger = logging.getLogger(__name__)
_TICK = 0.1
"""Maximum seconds until a cancel is noticed."""
_QUIET = 5.0
"""Seconds without an event after which the prompt's state is requested."""
_QUEUE_GLANCE = 2.0
_BETWEEN_TRIES = 1.0
PATIENCE = 60.0
"""Seconds for an unreachable server to return."""
_MOST_SUBMISSIONS = 3
"""Maximum submissions of a prompt: one lost by a server's restart is queued again, as nothing was
drawn.
"""


class Listener(Protocol):
    """Interface for a prompt's progress."""

    def waiting(self, before: int) -> None:
        """Report the number of prompts before it; 0: running."""
        ...

    def stepped(self, done: int) -> None:
        """Report the number of its completed steps."""
        ...

    def previewed(self, data: bytes) -> None:
        """Report an encoded preview."""
        ...

    def reconnecting(self) -> None:
        """Report that the connection is lost and being restored."""
        ...


class PromptRun:
    """Run of one graph. `check` raises JobCancelled, which stops the prompt on the server."""

    def __init__(
        self,
        client: ComfyClient,
        socket: ComfySocket,
        listener: Listener,
        check: CancelCheck,
        *,
        patience: float = PATIENCE,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._client, self._socket, self._listener, self._check = client, socket, listener, check
        self._patience, self._clock = patience, clock
        self._id = ""
        self._submissions = 0
        self._running = False
        self._images: list[Json] | None = None
        self._ended = False

    def images(self, graph: PictureGraph, extra: Json) -> list[Json]:
        """Run the graph; return its last node's output images, to be fetched. Raises ServerError,
        JobCancelled.

        Raises RefusedGraph where the server rejects it.
        """
        try:
            self._within_patience(lambda: self._submit(graph, extra))
            return self._follow(graph, extra)
        except JobCancelled:
            self._stop()
            raise

    def _submit(self, graph: PictureGraph, extra: Json) -> None:
        """Queue the graph, unless an attempt whose response was lost has done so."""
        self._socket.open()
        if self._id and self._submissions and self._is_known():
            return
        if self._submissions >= _MOST_SUBMISSIONS:
            raise ServerError(
                "“{server}” has lost the picture {count} times.",
                server=self._client.name,
                count=self._submissions,
            )
        self._id = str(uuid.uuid4())
        self._submissions += 1
        self._running = self._ended = False
        self._images = None
        self._id = self._client.submit(graph.nodes, self._id, self._socket.client_id, extra)

    def _is_known(self) -> bool:
        """Return whether the prompt is in the server's queue or history."""
        running, waiting = self._client.queue()
        return self._id in (*running, *waiting) or self._client.history(self._id) is not None

    def _follow(self, graph: PictureGraph, extra: Json) -> list[Json]:
        quiet_since = glanced = self._clock()
        while True:
            self._check()
            try:
                event = self._socket.next(_TICK)
                if event is not None:
                    quiet_since = self._clock()
                    self._take(event, graph)
                if self._ended and self._images:
                    return self._images
                now = self._clock()
                if self._ended or now - quiet_since > _QUIET:
                    quiet_since = now
                    self._ask(graph, extra)
                elif not self._running and now - glanced > _QUEUE_GLANCE:
                    glanced = now
                    self._tell_place()
            except ServerGone as error:
                logger.info("%s %s", error.message, error.details)
                self._listener.reconnecting()
                self._within_patience(lambda: self._reconnect(graph, extra))
                quiet_since = self._clock()
            if self._ended and self._images:
                return self._images

    def _take(self, event: SocketEvent, graph: PictureGraph) -> None:
        """Handle an event; previews without a prompt id count while the prompt runs."""
        if isinstance(event, PreviewImage):
            if event.prompt in ("", self._id) and self._running:
                self._listener.previewed(event.data)
            return
        if event.prompt != self._id:
            return
        if isinstance(event, Executing):
            self._note_running(running=event.node is not None)
        elif isinstance(event, NodeProgress):
            self._note_running(running=True)
            done = graph.passes.done(event.node, event.value)
            if done is not None:
                self._listener.stepped(done)
        elif isinstance(event, NodeOutput):
            if event.node == graph.output:
                self._images = _images(event.output)
        elif isinstance(event, PromptEnded):
            self._ended = True
        elif isinstance(event, PromptInterrupted):
            raise self._interrupted()
        else:
            raise self._failure(event)

    def _note_running(self, *, running: bool) -> None:
        if running and not self._running:
            self._listener.waiting(0)
        self._running = running
        self._ended = self._ended or not running

    def _ask(self, graph: PictureGraph, extra: Json) -> None:
        """Request the prompt's state over HTTP: events may have been missed."""
        running, waiting = self._client.queue()
        if self._id in running:
            self._note_running(running=True)
        elif self._id in waiting:
            self._listener.waiting(waiting.index(self._id) + len(running))
        else:
            self._read_history(graph, extra)

    def _read_history(self, graph: PictureGraph, extra: Json) -> None:
        entry = self._client.history(self._id)
        if entry is None:
            if self._ended:
                raise ServerError(
                    "“{server}” says that the picture is ready, and doesn’t have it.",
                    server=self._client.name,
                )
            logger.info("“%s” knows nothing of the prompt any more", self._client.name)
            self._submit_again(graph, extra)
            return
        self._ended = True
        found = as_mapping(entry.get("outputs")).get(graph.output)
        self._images = _images(as_mapping(found))
        if not self._images:
            raise self._end_in(entry)

    def _submit_again(self, graph: PictureGraph, extra: Json) -> None:
        self._client.forget_uploads()
        self._submit(graph, extra)

    def _end_in(self, entry: Json) -> ServerError:
        """Return the error for a history entry without a picture."""
        for message in as_list(as_mapping(entry.get("status")).get("messages")):
            kind, data, *_ = [*as_list(message), None, None]
            if kind == "execution_error":
                return self._failure(failure_in(as_mapping(data), self._id))
            if kind == "execution_interrupted":
                return self._interrupted()
        return ServerError("“{server}” gave no picture.", server=self._client.name)

    def _failure(self, event: PromptFailed) -> ServerError:
        return drawing_failed(self._client.name, event.node_type, event.words, event.details)

    def _interrupted(self) -> ServerError:
        return ServerError("The picture was stopped at “{server}”.", server=self._client.name)

    def _tell_place(self) -> None:
        running, waiting = self._client.queue()
        if self._id in waiting:
            self._listener.waiting(waiting.index(self._id) + len(running))

    def _reconnect(self, graph: PictureGraph, extra: Json) -> None:
        self._socket.open()
        self._ask(graph, extra)

    def _within_patience(self, act: Callable[[], None]) -> None:
        """Retry `act` while the server is unreachable, for a limited time. Raises ServerError."""
        until = self._clock() + self._patience
        while True:
            try:
                act()
                return
            except ServerGone as error:
                self._socket.close()
                if self._clock() + _BETWEEN_TRIES > until:
                    raise
                logger.info("%s %s", error.message, error.details)
                self._listener.reconnecting()
                self._pause()

    def _pause(self) -> None:
        until = self._clock() + _BETWEEN_TRIES
        while self._clock() < until:
            self._check()
            time.sleep(_TICK)

    def _stop(self) -> None:
        """Stop the prompt on the server; if that is unreachable, the prompt ends by itself."""
        if not self._id:
            return
        try:
            self._client.cancel(self._id)
        except ServerError as error:
            logger.info("%s %s", error.message, error.details)


def _images(output: Json) -> list[Json]:
    return [found for image in as_list(output.get("images")) if (found := as_mapping(image))]
