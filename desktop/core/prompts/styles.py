"""Styles: named snippets that wrap a prompt."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

PLACE = "{prompt}"


class Style(msgspec.Struct, frozen=True):
    """A named snippet. The prompt replaces `{prompt}`, or else goes before the snippet."""

    name: str
    prompt: str = ""
    negative_prompt: str = ""


def styled(text: str, snippets: Iterable[str]) -> str:
    """Return `text` wrapped in each of the snippets in order; empty ones change nothing."""
    for snippet in snippets:
        text = _around(text.strip(), snippet.strip()) if snippet.strip() else text
    return text


def _around(text: str, snippet: str) -> str:
    if PLACE in snippet:
        return snippet.replace(PLACE, text)
    return f"{text}, {snippet}" if text else snippet


FIRST_STYLES = (
    Style(
        "Photograph",
        "photograph of {prompt}, natural light, sharp focus, 35 mm",
        "drawing, painting, illustration, blurry",
    ),
    Style("Oil painting", "oil painting of {prompt}, visible brush strokes", "photograph"),
    Style("Watercolor", "watercolor of {prompt}, soft edges, white paper", "photograph"),
    Style("Line drawing", "ink line drawing of {prompt}, white background", "color, shading"),
    Style("Pixel art", "pixel art of {prompt}, 16-bit, limited palette", "blurry, photograph"),
    Style("3D render", "3D render of {prompt}, soft studio light", "flat, sketch"),
)
"""Styles of a new installation; the user can change and remove them."""
