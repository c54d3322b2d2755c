"""Says sentences that came from below the window in the window's language.

The layers without Qt write plain English. Their templates stand in `sentence_table` (made by
packaging/sentences.py); a text that fits one is said by the template's translation, with what was
filled in. Anything else, a path or a sentence of the system, stays as it is.
"""

from __future__ import annotations

import re
from functools import lru_cache

from PySide6.QtCore import QCoreApplication

from .sentence_table import TEMPLATES

_HOLE = re.compile(r"%(\d)")
_BREAK = re.compile(r"(?<=[.?!…]) (?=[A-Z“])")


def translate_message(text: str) -> str:
    """`text` in the window's language, sentence by sentence."""
    if not text or _translated(TEMPLATES[0]) == TEMPLATES[0]:
        return text  # English, or a language without these sentences
    whole = _whole(text)
    if whole is not None:
        return whole
    for cut in reversed([found.start() for found in _BREAK.finditer(text)]):
        head = _whole(text[:cut])
        if head is not None:
            return f"{head} {translate_message(text[cut + 1 :])}"
    first = _BREAK.search(text)
    if first is None:
        return text
    return f"{text[: first.start()]} {translate_message(text[first.end() :])}"


def _whole(text: str) -> str | None:
    if text in _exact():
        return _translated(text)
    for pattern, template in _patterns():
        found = pattern.fullmatch(text)
        if found is not None:
            return _filled(_translated(template), found.groups())
    return None


def _filled(template: str, values: tuple[str, ...]) -> str:
    return _HOLE.sub(lambda hole: translate_message(values[int(hole[1]) - 1]), template)


@lru_cache(maxsize=1)
def _exact() -> frozenset[str]:
    return frozenset(template for template in TEMPLATES if not _HOLE.search(template))


@lru_cache(maxsize=1)
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    """The templates with holes, those that say most first."""
    holed = [template for template in TEMPLATES if _HOLE.search(template)]
    holed.sort(key=lambda template: -len(_HOLE.sub("", template)))
    return [(_pattern(template), template) for template in holed]


def _pattern(template: str) -> re.Pattern[str]:
    pieces = [re.escape(piece) for piece in re.split(r"%\d", template)]
    return re.compile("(.+?)".join(pieces), re.DOTALL)


def _translated(text: str) -> str:
    return QCoreApplication.translate("Sentences", text)
