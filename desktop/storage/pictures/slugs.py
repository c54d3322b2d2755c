"""Readable file names from prompts, in every script, short enough for every disk."""

from __future__ import annotations

import unicodedata

SLUG_BYTES = 120
"""Maximum bytes: names may have 255, the rest is for the seed, a number and a suffix."""


def slug(text: str, limit: int = SLUG_BYTES) -> str:
    """Return `text` as a part of a file name: letters, digits and emoji, joined by hyphens.

    At most `limit` bytes in UTF-8; "picture" where nothing is left.
    """
    kept = "".join(
        character if _belongs(character) else " "
        for character in unicodedata.normalize("NFC", text)[:2000]
    )
    words = shorten("-".join(kept.split()), limit)
    return words.strip("-\u200d\ufe0f") or "picture"


def shorten(text: str, limit: int) -> str:
    """Return `text` cut to `limit` bytes of UTF-8, between two grapheme clusters."""
    raw = text.encode("utf-8", "replace")
    if len(raw) <= limit:
        return raw.decode("utf-8")
    cut = raw[:limit].decode("utf-8", "ignore")
    if _continues(text[len(cut)]):
        while cut and _continues(cut[-1]):
            cut = cut[:-1]
        cut = cut[:-1]
    hyphen = cut.rfind("-")
    return cut[:hyphen] if hyphen > len(cut) // 2 else cut


def _belongs(character: str) -> bool:
    if character in "\u200d\ufe0f":  # they hold emoji together
        return True
    return unicodedata.category(character)[0] in "LNM" or unicodedata.category(character) == "So"


def _continues(character: str) -> bool:
    return unicodedata.category(character)[0] == "M" or character in "\u200d\ufe0f"
