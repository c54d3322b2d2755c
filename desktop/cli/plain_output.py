"""ASCII fallbacks for a terminal without Unicode: plain quotation marks and dots, else escapes."""

from __future__ import annotations

import codecs
import sys
from io import TextIOWrapper

_PLAIN = str.maketrans(
    {"’": "'", "‘": "'", "“": '"', "”": '"', "…": "...", "–": "-", "·": "-", "×": "x"}
)
_NAME = "easel-plain"


def allow_any_terminal() -> None:
    """Make stdout and stderr accept all text, whatever their encoding."""
    codecs.register_error(_NAME, _plain)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors=_NAME)


def _plain(error: UnicodeError) -> tuple[str | bytes, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    text = error.object[error.start : error.end].translate(_PLAIN)
    return text.encode("ascii", "backslashreplace"), error.end
