"""Frames between the window and the engine child: a header with type and length, then msgpack.

A frame is ``b"EZ"``, the protocol's version (1 byte), the type (1 byte), the payload's length
(4 bytes, big-endian), the payload. Nothing is ever pickled, and no frame is longer than
`MAX_FRAME`.
"""

from __future__ import annotations

import struct
from enum import IntEnum

import msgspec

from desktop.core.errors import EaselError
from desktop.core.events import Event
from desktop.core.hardware.proof import UNPROVED, DeviceChoices
from desktop.core.messages import Message
from desktop.core.tasks import Job

PROTOCOL = 1
MAX_FRAME = 32 * 1024 * 1024
_HEADER = struct.Struct(">2sBBI")
_MAGIC = b"EZ"


class FrameType(IntEnum):
    """The type of a frame's payload."""

    COMMAND = 1
    EVENT = 2


class BrokenFrame(EaselError):
    """Error for a damaged frame stream: cut short, too long or of another version."""

    def __init__(self, details: str) -> None:
        super().__init__(
            Message("The engine and the window no longer understand each other."), details
        )


class ChildConfig(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """The first command: the child's cache folders, and whether to save memory."""

    cache_dir: str
    low_memory: bool = False
    coreml_cache_limit: int = 0
    """Maximum size of the compiled Core ML models in bytes; 0: no limit."""
    choices: DeviceChoices = UNPROVED
    """The results of `easel doctor --prove` for this machine's GPU."""
    writable: tuple[str, ...] = ()
    """Folders that the child may write into where the system can enforce it; (): anywhere."""


class Run(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Run this job after those sent before."""

    job: Job


class Prepare(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Import the modules of the first picture while nothing is asked for."""


class Cancel(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Stop that job between two steps."""

    job: str


class ChildReady(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """The child listens; sent once, before any heavy import."""

    version: str
    pid: int


Command = ChildConfig | Prepare | Run | Cancel
Payload = Command | ChildReady | Event

_encoder = msgspec.msgpack.Encoder()
_decoders: dict[int, msgspec.msgpack.Decoder[Payload]] = {
    FrameType.COMMAND: msgspec.msgpack.Decoder(Command),  # type: ignore[arg-type]
    FrameType.EVENT: msgspec.msgpack.Decoder(ChildReady | Event),  # type: ignore[arg-type]
}


def encode(message: Payload) -> bytes:
    """Return a whole frame. Raises BrokenFrame for a message over `MAX_FRAME` bytes."""
    kind = FrameType.COMMAND if isinstance(message, Command) else FrameType.EVENT
    payload = _encoder.encode(message)
    if len(payload) > MAX_FRAME:
        raise BrokenFrame(f"{type(message).__name__} of {len(payload)} bytes is too long")
    return _HEADER.pack(_MAGIC, PROTOCOL, kind, len(payload)) + payload


class FrameDecoder:
    """Incremental frame decoder; `finish` checks that no frame was cut short."""

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._broken: BrokenFrame | None = None

    def feed(self, data: bytes) -> list[Payload]:
        """Return the messages that are complete now, in order. Raises BrokenFrame.

        Whole messages before the damage are returned first: a picture that was reported is
        finished.
        """
        self.check()
        self._buffer += data
        messages: list[Payload] = []
        try:
            while (message := self._next()) is not None:
                messages.append(message)
        except BrokenFrame as error:
            self._broken = error
            if not messages:
                raise
        return messages

    def check(self) -> None:
        """Raise BrokenFrame if the stream was damaged after the last messages of `feed`."""
        if self._broken is not None:
            raise self._broken

    def _next(self) -> Payload | None:
        if len(self._buffer) < _HEADER.size:
            return None
        kind, length = self._header()
        end = _HEADER.size + length
        if len(self._buffer) < end:
            return None
        payload = bytes(self._buffer[_HEADER.size : end])
        del self._buffer[:end]
        try:
            return _decoders[kind].decode(payload)
        except (msgspec.MsgspecError, ValueError, RecursionError) as error:
            raise BrokenFrame(f"payload: {error}") from error

    def finish(self) -> None:
        """Raise BrokenFrame if the stream ended inside a frame, or was damaged."""
        self.check()
        if self._buffer:
            raise BrokenFrame(f"the stream ended inside a frame ({len(self._buffer)} bytes left)")

    def _header(self) -> tuple[int, int]:
        magic, version, kind, length = _HEADER.unpack_from(self._buffer)
        if magic != _MAGIC:
            raise BrokenFrame(f"no frame starts with {bytes(magic)!r}")
        if version != PROTOCOL:
            raise BrokenFrame(f"protocol {version}, expected {PROTOCOL}")
        if kind not in _decoders:
            raise BrokenFrame(f"unknown frame type {kind}")
        if length > MAX_FRAME:
            raise BrokenFrame(f"a frame of {length} bytes is too long")
        return kind, length
