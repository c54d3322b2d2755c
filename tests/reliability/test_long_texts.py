"""No text, however made, keeps a reader busy: what it takes is in line with its length."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest

from desktop.core.errors import EaselError
from desktop.storage.metadata.reading import read_json
from tests.storage.test_metadata_comfyui import text_to_image
from tests.storage.test_metadata_more_peers import EASY, FOOOCUS, MFLUX, NOVELAI, SWARM
from tests.storage.test_metadata_peers import DRAW_THINGS, INVOKE_5

from .long_texts import READERS, long_texts
from .measure import TooLong, processor_seconds

LETTERS = 20_000
SECONDS = 1
"""Of the processor, for one text; what grows with the square of the length needs several."""
RECIPES: tuple[dict[str, Any], ...] = (
    *(text_to_image(), INVOKE_5, DRAW_THINGS, SWARM, FOOOCUS, NOVELAI, EASY, MFLUX),
)


@pytest.mark.parametrize("name", sorted(READERS))
def test_a_long_text_takes_time_in_line_with_its_length(name: str) -> None:
    for unit, text in long_texts(LETTERS):
        try:
            with processor_seconds(SECONDS), suppress(EaselError):
                READERS[name](text)
        except TooLong:
            pytest.fail(f"{unit!r} again and again: over {SECONDS} s")


@pytest.mark.parametrize("unit", ["a ", "(", "a:b, "])
def test_a_long_text_anywhere_in_a_recipe_takes_little(unit: str) -> None:
    text = unit * (LETTERS // len(unit))
    for recipe in RECIPES:
        for damaged in _with(text, json.loads(json.dumps(recipe))):
            with processor_seconds(SECONDS):
                read_json(json.dumps(damaged))


def _with(text: str, whole: Any) -> Iterator[Any]:
    """`whole` with `text` in each place that holds a value, one after the other."""
    waiting = [whole]
    while waiting:
        holder = waiting.pop()
        for key, inner in list(holder.items() if isinstance(holder, dict) else enumerate(holder)):
            if isinstance(inner, dict | list):
                waiting.append(inner)
                continue
            holder[key] = text
            yield whole
            holder[key] = inner
