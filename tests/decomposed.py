"""Names as the Finder, AirDrop and archives hand them on: in Unicode's decomposed form."""

from __future__ import annotations

import unicodedata


def decomposed(text: str) -> str:
    """`text` in NFD; it must have something to decompose."""
    apart = unicodedata.normalize("NFD", text)
    assert apart != text or text.isascii(), f"{text!r} is the same in both forms"
    return apart
