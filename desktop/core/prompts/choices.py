"""Choices and wildcards in prompts: `{red|green|2::blue} bird` and `__animal__`."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence

from desktop.core.errors import BadInput

Lookup = Callable[[str], Sequence[str]]
"""Returns the lines of a wildcard file by its name; raises BadInput if it does not exist."""

MAX_DEPTH = 20
MOST_LETTERS = 100_000
"""Most characters that wildcards may add: one that contains itself twice doubles at each turn."""
_CHOICE = re.compile(r"(?<!\\)\{([^{}]*)\}")
_WILDCARD = re.compile(r"__([\w/\-]+?)__")


def has_choices(text: str) -> bool:
    """Return whether `expand` would change `text`."""
    return bool(_CHOICE.search(text) or _WILDCARD.search(text))


def no_wildcards(name: str) -> Sequence[str]:
    """Raise BadInput: the lookup where no wildcard folder exists."""
    raise BadInput(
        "There is no wildcard file {name}.txt: make it in the wildcards folder.", name=name
    )


def expand(text: str, seed: int, lookup: Lookup = no_wildcards) -> str:
    """Return `text` with every choice made; the same seed makes the same choices.

    `{a|b|c}` becomes one of its parts, `{3::a|b}` weighs a three times, and parts may hold further
    choices. `__name__` becomes a line of the wildcard file `name`. Raises BadInput for wildcards
    that `lookup` refuses, and for wildcards that lead back to themselves.
    """
    draw, grown = random.Random(seed), 0  # noqa: S311 - the same seed makes the same choices

    def line(match: re.Match[str]) -> str:
        nonlocal grown
        found = _line(match[1], draw, lookup)
        grown += len(found)
        if grown > MOST_LETTERS:
            raise BadInput("The prompt’s wildcards make it far too long.")
        return found

    for _ in range(MAX_DEPTH):
        if not has_choices(text):
            return text
        text = _WILDCARD.sub(line, text)
        text = _CHOICE.sub(lambda match: _choose(match[1], draw), text)
    if not has_choices(text):
        return text
    raise BadInput("The prompt’s wildcards lead back to themselves: break the circle.")


def _line(name: str, draw: random.Random, lookup: Lookup) -> str:
    lines = [line.strip() for line in lookup(name)]
    lines = [line for line in lines if line and not line.startswith("#")]
    if not lines:
        raise BadInput("The wildcard file {name}.txt is empty.", name=name)
    return draw.choice(lines)


def _choose(body: str, draw: random.Random) -> str:
    options = [_weighted(option) for option in body.split("|")]
    weights = [weight for _, weight in options]
    if sum(weights) <= 0:
        weights = [1.0] * len(options)
    return draw.choices([text for text, _ in options], weights)[0]


def _weighted(option: str) -> tuple[str, float]:
    match = re.match(r"(\d{1,9}+(?:\.\d{0,20}+)?)::(.*)", option.lstrip(), re.S)
    return (match[2], float(match[1])) if match else (option, 1.0)
