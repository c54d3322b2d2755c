"""No text, however made, keeps a regular expression busy: each takes time in line with length."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import pytest

from .measure import TooLong, processor_seconds
from .patterns import all_patterns, attacks

LETTERS = 100_000
SECONDS = 3
"""Of the processor, for one text; a pattern in line with length needs hundredths of it."""
_PATTERNS = all_patterns()


def _search(pattern: re.Pattern[Any], texts: Iterable[Any]) -> None:
    for text in texts:
        for _ in pattern.finditer(text):
            pass


def test_patterns_are_found() -> None:
    assert len(_PATTERNS) > 50
    assert any("a1111" in name for name in _PATTERNS)


def test_the_attacks_find_a_quadratic_and_a_cubic_pattern() -> None:
    for bad in (r"\s*<", r"(\d+\.?\d*)\)", r"<a:[^>]*>", r"(.+?)x(.+?)y(.+?)z"):
        pattern = re.compile(bad, re.S)
        with pytest.raises(TooLong), processor_seconds(0.2):
            _search(pattern, attacks(pattern, LETTERS))


@pytest.mark.parametrize("name", sorted(_PATTERNS))
def test_the_pattern_takes_time_in_line_with_length(name: str) -> None:
    pattern = _PATTERNS[name]
    for text in sorted(attacks(pattern, LETTERS)):
        target: Any = text if isinstance(pattern.pattern, str) else text.encode("utf-8", "replace")
        try:
            with processor_seconds(SECONDS):
                _search(pattern, [target])
        except TooLong:
            pytest.fail(f"{pattern.pattern!r} on {text[:60]!r}...: over {SECONDS} s")
