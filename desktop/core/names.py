"""Comparison of names of files, models, presets and styles, whatever their source."""

from __future__ import annotations

import unicodedata


def composed(text: str) -> str:
    """Return `text` in Unicode's composed form (NFC), in which keyboards type.

    File names from the Finder, AirDrop and archives are decomposed (NFD): 사과 as six letters.
    """
    return unicodedata.normalize("NFC", text)


def name_key(text: str) -> str:
    """Return a key, equal for names that differ in case, outer spaces or composition only."""
    return composed(composed(text).casefold()).strip()
