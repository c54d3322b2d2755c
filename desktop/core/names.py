"""Comparison of names: of files, models, presets, styles, whatever typed or written them."""

from __future__ import annotations

import unicodedata


def composed(text: str) -> str:
    """`text` in Unicode's composed form (NFC), in which keyboards type.

    Names of files come decomposed (NFD) from the Finder, AirDrop and archives: 사과 as six letters.
    """
    return unicodedata.normalize("NFC", text)


def name_key(text: str) -> str:
    """What two names have in common where they differ in case, outer spaces or composition only."""
    return composed(composed(text).casefold()).strip()
