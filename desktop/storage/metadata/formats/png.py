"""Read the text of a PNG file chunk by chunk, without decoding the picture."""

from __future__ import annotations

import os
import re
import struct
from typing import BinaryIO

from desktop.core.messages import Message
from desktop.files.bounded import UnreadableError, inflated

from .embedded import MAX_TEXT, Embedded

SIGNATURE = b"\x89PNG\r\n\x1a\n"
XMP_KEYWORD = "XML:com.adobe.xmp"
_RECIPES = {"easel", "parameters", "prompt", "workflow", "invokeai_metadata", "sd-metadata"}
_NOVELAI = {"Comment", "Software", "Source", "Description"}
_EASY_DIFFUSION = {
    *("negative_prompt", "seed", "width", "height", "num_inference_steps", "guidance_scale"),
    *("sampler_name", "scheduler_name", "clip_skip", "use_lora_model", "lora_alpha"),
    *("use_vae_model", "use_stable_diffusion_model", "prompt_strength", "use_upscale"),
    *("use_face_correction", "use_hypernetwork_model", "use_controlnet_model", "tiling"),
}
_READ = {*_RECIPES, "Dream", XMP_KEYWORD} | _NOVELAI | _EASY_DIFFUSION
"""The keywords that some reader needs; others are skipped."""
_MAX_CHUNKS = 100_000
_MAX_TEXTS = 2_000
_CONTROLS = re.compile("[\x80-\x9f]")
_TEXTS = (b"tEXt", b"zTXt", b"iTXt")
_ANIMATED = b"comf"
"""ComfyUI's own chunk in animated PNGs: a keyword, a zero byte and JSON in Latin-1."""
_INTERESTING = (*_TEXTS, _ANIMATED, b"eXIf", b"IHDR")


def read_png(stream: BinaryIO) -> Embedded:
    """Return the metadata of the PNG in `stream`, of a damaged file the part before the damage.

    The pixels are skipped unread, and the part behind them is not searched once a recipe was found
    before them, where nearly all programs put it.
    """
    found = Embedded("PNG")
    at, texts = len(SIGNATURE), 0
    for _ in range(_MAX_CHUNKS):
        header = _read_at(stream, at, 8)
        length, kind = struct.unpack(">I4s", header) if len(header) == 8 else (0, b"IEND")
        if kind == b"IEND":
            return found
        if kind == b"IDAT" and _RECIPES & found.texts.keys():
            break
        texts += kind in _TEXTS
        if found.full or texts > _MAX_TEXTS:
            break
        if kind in _INTERESTING:
            stream.seek(at + 8)
            _read_chunk(found, kind, length, stream)
        at += length + 12
    found.cut_short = True
    return found


def _read_at(stream: BinaryIO, at: int, size: int) -> bytes:
    """Return a few bytes, bypassing the stream's buffer, which would read ahead into the pixels."""
    try:
        handle = stream.fileno()
    except OSError:
        stream.seek(at)
        return stream.read(size)
    return os.pread(handle, size, at)


def _read_chunk(found: Embedded, kind: bytes, length: int, stream: BinaryIO) -> None:
    if not found.room_for(length, kind.decode("ascii")):
        return
    data = stream.read(length)
    if len(data) < length:  # cut short: half a text is no recipe
        return
    if kind == b"IHDR" and length >= 8:
        found.width, found.height = struct.unpack(">II", data[:8])
    elif kind == b"eXIf":
        found.exif = data
    elif kind == _ANIMATED:
        keyword, _, rest = data.partition(b"\0")
        if keyword in (b"prompt", b"workflow"):
            found.texts.setdefault(keyword.decode("ascii"), rest.decode("latin-1"))
    elif kind in _TEXTS:
        keyword, _, rest = data.partition(b"\0")
        name = keyword[:79].decode("latin-1")
        text = _text(found, kind, name, rest) if name in _READ else None
        if text is not None and name == XMP_KEYWORD:
            found.xmp = text
        elif text is not None:
            found.texts.setdefault(name, text)


def _text(found: Embedded, kind: bytes, name: str, rest: bytes) -> str | None:
    if kind == b"tEXt":
        return decode_latin(rest)
    if kind == b"zTXt":
        raw = _inflate(found, name, rest[1:])
        return None if raw is None else decode_latin(raw)
    if len(rest) < 2:
        return None
    compressed = rest[0] == 1
    parts = rest[2:].split(b"\0", 2)
    if len(parts) < 3:
        return None
    raw = _inflate(found, name, parts[2]) if compressed else parts[2]
    return None if raw is None else raw.decode("utf-8", "replace")


def _inflate(found: Embedded, name: str, data: bytes) -> bytes | None:
    try:
        raw = inflated(data, MAX_TEXT)
    except UnreadableError:
        found.taken += MAX_TEXT  # the work was done, so it counts
        found.notice(
            Message(
                "“{name}” was left out: it is damaged or unpacks to far more than it should.",
                name=name,
            )
        )
        return None
    return raw if found.room_for(len(raw), name) else None


def decode_latin(raw: bytes) -> str:
    """Return the text of a tEXt chunk: Latin-1 by the standard, UTF-8 where it can only be that.

    Control characters of the range 80 to 9F never occur in a Latin-1 prompt, but in most texts that
    a careless program wrote as UTF-8.
    """
    text = raw.decode("latin-1")
    if _CONTROLS.search(text):
        try:
            return raw.decode("utf-8")
        except UnicodeDecodeError:
            pass
    return text
