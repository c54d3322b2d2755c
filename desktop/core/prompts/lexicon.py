"""Find how a prompt may go on, by the letters before the cursor."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from heapq import nlargest
from typing import NamedTuple

from .styles import Style

_SEPARATORS = r",\n.;()\[\]{}|<>"
_PHRASES = re.compile(f"[^{_SEPARATORS}]+")
_WORDS = re.compile(r"[^\W\d_][\w'’-]{1,60}")
_NAME_BEFORE = re.compile(r"[^\s,()|{}]{1,80}$")
_PHRASE_BEFORE = re.compile(f"[^{_SEPARATORS}]{{1,120}}$")
_WORD_BEFORE = re.compile(r"[^\W\d_][\w'’-]{0,60}$")
_MARK = re.compile(r"<lora:|<|__|embedding:", re.IGNORECASE)
_MOST_LETTERS = 80
_MOST_WORDS, _MOST_PHRASES = 30_000, 20_000
_LEAST_LETTERS, _LEAST_LETTERS_BEYOND_ASCII = 3, 2
_MOST_COMPARED = 3000
_LAST = chr(0x10FFFF)


class Completion(NamedTuple):
    """`text` replaces the last `replaced` characters before the cursor; a style has no text."""

    text: str
    replaced: int
    style: Style | None = None
    marked: bool = False
    """Whether the name's mark was typed, such as `__`: nothing else can be meant then."""


class Lexicon:
    """Names, styles, phrases and words that a prompt may contain. Immutable and thread-safe.

    Args:
        prompts: Earlier prompts, whose phrases and words are offered, the most frequent first.
        words: Words and phrases that count as used once, such as a LoRA's trigger words.
        names: What is inserted by name, in the prompt's syntax, such as `__animal__`.
        styles: Styles by the name that is shown.
    """

    def __init__(
        self,
        prompts: Iterable[str] = (),
        words: Iterable[str] = (),
        names: Iterable[str] = (),
        styles: Iterable[tuple[str, Style]] = (),
    ) -> None:
        self._styles = dict(styles)
        phrases, single = _counted(prompts)
        for word in words:
            (phrases if " " in word else single)[unicodedata.normalize("NFC", word)] += 1
        self._phrases = _Table((text, text, n) for text, n in phrases.most_common(_MOST_PHRASES))
        self._words = _Table((text, text, n) for text, n in single.most_common(_MOST_WORDS))
        self._names = _Table((key, name, 1) for name in names for key in _keys(name))
        self._style_names = _Table((name, name, 1) for name in self._styles)

    def find(self, before: str, most: int = 8) -> list[Completion]:
        """Return at most `most` completions of `before`, the line up to the cursor.

        Names come first, then styles, phrases and words.
        """
        if not unicodedata.is_normalized("NFC", before):
            return []  # the typed characters could not be counted
        found: dict[str, Completion] = {}
        for table, pattern in (
            (self._names, _NAME_BEFORE),
            (self._style_names, _NAME_BEFORE),
            (self._phrases, _PHRASE_BEFORE),
            (self._words, _WORD_BEFORE),
        ):
            match = pattern.search(before)
            typed = match.group().lstrip() if match else ""
            marked = table is self._names and _MARK.match(typed) is not None
            if not marked and len(typed) < _least(typed):
                continue
            for text in table.find(typed, most):
                style = self._styles[text] if table is self._style_names else None
                found.setdefault(text, Completion(text, len(typed), style, marked))
            if marked:
                break
        return list(found.values())[:most]


def _counted(prompts: Iterable[str]) -> tuple[Counter[str], Counter[str]]:
    """Return how often each phrase of several words, and each word, is used."""
    phrases, words = Counter[str](), Counter[str]()
    for prompt in prompts:
        for part in _PHRASES.findall(unicodedata.normalize("NFC", prompt)):
            phrase = " ".join(part.split())
            if " " in phrase and len(phrase) <= _MOST_LETTERS:
                phrases[phrase] += 1
            words.update(_WORDS.findall(part))
    return phrases, words


def _keys(name: str) -> Iterator[str]:
    """Yield what `name` may be found by: all of it, and the name after the mark."""
    yield name
    mark = _MARK.match(name)
    if mark is not None:
        yield name[mark.end() :]
        if name.startswith("<"):
            yield "<" + name[mark.end() :]


def _least(typed: str) -> int:
    return _LEAST_LETTERS if typed.isascii() else _LEAST_LETTERS_BEYOND_ASCII


class _Table:
    """Texts by keys, sorted regardless of case, for a search by their beginning."""

    def __init__(self, rows: Iterable[tuple[str, str, int]]) -> None:
        self._rows = sorted((key.casefold(), text, count) for key, text, count in rows)
        self._keys = [key for key, _, _ in self._rows]

    def find(self, beginning: str, most: int) -> list[str]:
        """Return the most used texts whose key continues `beginning`, one of each spelling."""
        key = beginning.casefold()
        first = bisect_left(self._keys, key)
        last = min(bisect_left(self._keys, key + _LAST, first), first + _MOST_COMPARED)
        rows = (row for row in self._rows[first:last] if row[1].casefold() != key)
        best = nlargest(2 * most, rows, key=lambda row: (row[2], -len(row[1])))
        spelled = {text.casefold(): text for _, text, _ in reversed(best)}
        return list(reversed(spelled.values()))[:most]
