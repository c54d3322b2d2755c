"""Text for the full-text search: scripts without spaces between words are split into characters."""

from __future__ import annotations

import re
import unicodedata

_WORDS_KEPT = 20_000
_SPACELESS = re.compile(
    "[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U000323af]"
)


def words(text: str) -> str:
    """Return `text` for the search, with a space after each character of a script without spaces.

    So 사과 is found in 풋사과를, and 林檎 in a line of Japanese, as two characters in a row.
    """
    cut = text[:_WORDS_KEPT]
    if cut.isascii():
        return cut
    clean = unicodedata.normalize("NFC", cut.encode("utf-8", "replace").decode())
    return _SPACELESS.sub(r" \g<0> ", clean)


def is_spaceless(sign: str) -> bool:
    """Return whether `sign` is of a script in which a word can begin anywhere: Han, kana,
    Hangul.
    """
    return _SPACELESS.match(sign) is not None
