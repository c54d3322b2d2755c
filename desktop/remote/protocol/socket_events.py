"""A ComfyUI server's websocket messages, as values."""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from desktop.files.bounded import UnreadableError, parse_json
from desktop.files.json_coerce import as_integer, as_list, as_mapping, as_text

Json = Mapping[str, Any]
_MOST_TEXT = 32 * 2**20
_PREVIEW, _PREVIEW_WITH_METADATA = 1, 4
"""BinaryEventTypes of ComfyUI's protocol.py."""


@dataclass(frozen=True)
class Executing:
    """The server executes `node`; None: the prompt has ended."""

    prompt: str
    node: str | None


@dataclass(frozen=True)
class NodeProgress:
    """`node` is at `value` of `most`."""

    prompt: str
    node: str
    value: int
    most: int


@dataclass(frozen=True)
class PreviewImage:
    """An encoded picture (JPEG or PNG) in progress; `prompt` is "" where not given."""

    prompt: str
    data: bytes


@dataclass(frozen=True)
class NodeOutput:
    """`node` has an output, such as `images`."""

    prompt: str
    node: str
    output: Json


@dataclass(frozen=True)
class PromptEnded:
    """The prompt has succeeded."""

    prompt: str


@dataclass(frozen=True)
class PromptInterrupted:
    """The prompt was interrupted."""

    prompt: str


@dataclass(frozen=True)
class PromptFailed:
    """A node raised; `words` is its exception's text."""

    prompt: str
    node_type: str
    words: str
    details: str


SocketEvent = (
    Executing
    | NodeProgress
    | PreviewImage
    | NodeOutput
    | PromptEnded
    | PromptInterrupted
    | PromptFailed
)


def read_message(message: str | bytes) -> SocketEvent | None:
    """Return the event in a message; None for an irrelevant or invalid one."""
    return _binary(message) if isinstance(message, bytes) else _text(message)


def _text(message: str) -> SocketEvent | None:
    try:
        whole = as_mapping(parse_json(message, _MOST_TEXT))
    except UnreadableError:
        return None
    data = as_mapping(whole.get("data"))
    read = _READERS.get(as_text(whole.get("type")))
    return read(data, as_text(data.get("prompt_id"))) if read else None


def _executing(data: Json, prompt: str) -> SocketEvent:
    node = data.get("node")
    return Executing(prompt, node if isinstance(node, str) else None)


def _progress(data: Json, prompt: str) -> SocketEvent:
    value, most = as_integer(data.get("value")), as_integer(data.get("max"))
    return NodeProgress(prompt, as_text(data.get("node")), value or 0, most or 0)


def _output(data: Json, prompt: str) -> SocketEvent:
    return NodeOutput(prompt, as_text(data.get("node")), as_mapping(data.get("output")))


def failure_in(data: Json, prompt: str) -> PromptFailed:
    """Return the failure in the data of an `execution_error`."""
    lines = map(str, as_list(data.get("traceback")))
    kind = as_text(data.get("exception_type"))
    return PromptFailed(
        prompt,
        as_text(data.get("node_type")) or "?",
        as_text(data.get("exception_message")) or kind,
        "\n".join([kind, "".join(lines)])[:8000],
    )


def _binary(message: bytes) -> SocketEvent | None:
    if len(message) < 8:
        return None
    kind, second = struct.unpack_from(">II", message)
    if kind == _PREVIEW:
        return PreviewImage("", message[8:])
    if kind != _PREVIEW_WITH_METADATA or 8 + second > len(message):
        return None
    try:
        metadata = as_mapping(parse_json(message[8 : 8 + second], _MOST_TEXT))
    except UnreadableError:
        metadata: Json = {}
    return PreviewImage(as_text(metadata.get("prompt_id")), message[8 + second :])


_READERS: dict[str, Callable[[Json, str], SocketEvent]] = {
    "executing": _executing,
    "progress": _progress,
    "executed": _output,
    "execution_success": lambda _, prompt: PromptEnded(prompt),
    "execution_interrupted": lambda _, prompt: PromptInterrupted(prompt),
    "execution_error": failure_in,
}
