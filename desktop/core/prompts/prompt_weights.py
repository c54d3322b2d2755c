"""Raise or lower the weight of part of a prompt, as Cmd-Up/Down do in ComfyUI and A1111."""

from __future__ import annotations

import re
from typing import NamedTuple

STEP = 0.05
_AROUND = re.compile(r"\(([^()]*):([+-]?(?:\d{1,9}+(?:\.\d{1,20}+)?|\.\d{1,20}+))\)")
_WORD = re.compile(r"[^\s,()\[\]{}|:]+")


class Selected(NamedTuple):
    """A text and its selected range."""

    text: str
    start: int
    end: int


def weighed(text: str, start: int, end: int, change: float) -> Selected:
    """Return `text` with the selection's weight, or the word's at `start`, changed by `change`.

    `word` becomes `(word:1.05)`, and `(word:1.05)` becomes plain again where its weight is 1.
    """
    start, end = _grown(text, start, end)
    if start == end:
        return Selected(text, start, end)
    part = text[start:end]
    match = _AROUND.fullmatch(part)
    words, weight = (match[1], float(match[2])) if match else (part, 1.0)
    weight = round(min(max(weight + change, 0.0), 10.0), 2)
    new = words if weight == 1 else f"({words}:{weight:g})"
    return Selected(text[:start] + new + text[end:], start, start + len(new))


def _grown(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the selection trimmed of spaces and extended to enclosing weight brackets."""
    if start == end:
        for word in _WORD.finditer(text):
            if word.start() <= start <= word.end():
                start, end = word.span()
                break
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    for match in _AROUND.finditer(text):
        if match.start() <= start and end <= match.end() and start < end:
            return match.span()
    return start, end
