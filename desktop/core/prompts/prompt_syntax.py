"""Prompt syntax: weights, BREAK and LoRA tags, as ComfyUI and A1111 write them."""

from __future__ import annotations

import itertools
import math
import re

import msgspec

ROUND = 1.1
SQUARE = 1 / 1.1

_TOKEN = re.compile(
    r"\\[()\[\]\\]|[()\[\]]"
    r"|:\s*+([+-]?(?:\d{1,9}+(?:\.\d{0,20}+)?|\.\d{1,20}+))\s*+\)"
    r"|[^\\()\[\]:]++|.",
    re.S,
)
_NUMBER = re.compile(r"[+-]?(?:\d{1,9}+(?:\.\d{0,20}+)?|\.\d{1,20}+)")
_BREAK = re.compile(r"\bBREAK\b")
_LORA = re.compile(
    r"<lora:([^:<>]{1,200})(?::([^<>]{0,200}))?>",
    re.IGNORECASE,
)
MOST_NESTED = 50
"""Brackets nested deeper are plain text: each level multiplies all weights within it."""


class Piece(msgspec.Struct, frozen=True):
    """A span of text and the weight of its words (1: plain)."""

    text: str
    weight: float = 1.0


class LoraTag(msgspec.Struct, frozen=True):
    """`<lora:name:weight>` in a prompt; A1111's `te=0.2:unet=0.7` gives two weights."""

    name: str
    weight: float = 1.0
    text_weight: float | None = None
    """Weight for the text encoders; None: the same."""


def parse_prompt(text: str) -> tuple[tuple[Piece, ...], ...]:
    """Return the weighted pieces of `text`, one tuple per part between BREAKs; at least one part.

    `(word)` weighs 1.1, `(word:1.3)` weighs 1.3, `[word]` weighs 1/1.1; nested weights multiply. A
    backslash escapes a bracket. Unpaired brackets are plain text or end with the prompt, as in
    A1111; never raises.
    """
    parts = [part.strip() for part in _BREAK.split(text)]
    return tuple(tuple(_pieces(part)) for part in parts)


def without_breaks(text: str) -> str:
    """Return `text` as one part: BREAKs removed, words kept."""
    return " ".join(part for part in map(str.strip, _BREAK.split(text)) if part)


def take_loras(text: str) -> tuple[str, tuple[LoraTag, ...]]:
    """Return `text` without its `<lora:name:weight>` tags, and the tags in order."""
    tags = tuple(_tag(m[1], m[2] or "") for m in _LORA.finditer(text))
    clean = re.sub(r"\s{2,}", " ", _LORA.sub("", text)).strip() if tags else text
    return clean, tags


def _tag(name: str, weights: str) -> LoraTag:
    """Parse weights as A1111 does: `0.8`, `0.2:0.7` (text encoders, UNet) or `te=0.2:unet=0.7`."""
    plain = [_float(part) for part in weights.split(":") if _NUMBER.fullmatch(part.strip())]
    named = {
        key.strip().lower(): _float(value)
        for key, equals, value in (part.partition("=") for part in weights.split(":"))
        if equals
    }
    text = named.get("te", plain[0] if plain else 1.0)
    unet = named.get("unet", plain[1] if len(plain) > 1 else text)
    return LoraTag(name.strip(), unet, None if text == unet else text)


def _float(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        return 1.0
    return number if math.isfinite(number) else 1.0


def _pieces(text: str) -> list[Piece]:
    """Return one part's pieces; open brackets are kept as (kind, index of the first piece)."""
    pieces: list[Piece] = []
    open_at: list[tuple[str, int]] = []
    for match in _TOKEN.finditer(text):
        token, weight = match[0], match[1]
        if token in ("(", "[") and len(open_at) < MOST_NESTED:
            open_at.append((token, len(pieces)))
        elif weight is not None:
            _close_weighted(pieces, open_at, token, float(weight))
        elif token in (")", "]"):
            _close(pieces, open_at, token)
        else:
            pieces.append(Piece(token[1:] if len(token) == 2 and token[0] == "\\" else token))
    for kind, start in open_at:
        _multiply(pieces, start, ROUND if kind == "(" else SQUARE)
    return _joined(pieces)


def _close(pieces: list[Piece], open_at: list[tuple[str, int]], token: str) -> None:
    partner = "(" if token == ")" else "["  # noqa: S105 - a part of a prompt
    if open_at and open_at[-1][0] == partner:
        _, start = open_at.pop()
        _multiply(pieces, start, ROUND if token == ")" else SQUARE)  # noqa: S105 - a part of a prompt
    else:
        pieces.append(Piece(token))


def _close_weighted(
    pieces: list[Piece], open_at: list[tuple[str, int]], token: str, weight: float
) -> None:
    if open_at and open_at[-1][0] == "(":
        _, start = open_at.pop()
        _multiply(pieces, start, weight)
    else:
        pieces.append(Piece(token))


def _multiply(pieces: list[Piece], start: int, factor: float) -> None:
    pieces[start:] = [Piece(piece.text, piece.weight * factor) for piece in pieces[start:]]


def _joined(pieces: list[Piece]) -> list[Piece]:
    """Merge neighbors of the same weight; an empty prompt becomes one empty piece."""
    alike = itertools.groupby(pieces, key=lambda piece: piece.weight)
    joined = [Piece("".join(one.text for one in group), weight) for weight, group in alike]
    return joined or [Piece("")]
