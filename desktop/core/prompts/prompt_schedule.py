"""A1111's prompt scheduling (`[a:b:0.5]`), alternation (`[a|b]`) and composition (`AND`).

`[from:to:when]` replaces words after step `when` (a fraction of the steps if it has a decimal
point), `[to:when]` adds them, `[from::when]` removes them; `[a|b]` alternates at each step; `AND`
parts are evaluated separately and added, weighted by `:1.2` at a part's end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from .prompt_syntax import MOST_NESTED

_NUMBER = re.compile(r"[+-]?(?:\d{1,9}+(?:\.\d{0,20}+)?|\.\d{1,20}+)")
_AND = re.compile(r"\bAND\b")
_WEIGHT = re.compile(r":\s*+([-+]?(?:\d{1,9}+\.?|\d{0,9}+\.\d{1,20}+))\s*+\Z")
_FEATURE = re.compile(
    r"\bAND\b|(?<!\\)\[[^\[\]]{0,300}(?::\s*+[+-]?[\d.]{1,10}+\s*+|\|[^\[\]]{0,300})\]"
)


class Sampling(msgspec.Struct, frozen=True):
    """Number of model evaluations of a pass, and, for a second pass, of the first (else 0)."""

    steps: int
    before: int = 0


class Part(msgspec.Struct, frozen=True):
    """One of the prompts that AND joins: its weight, and (last step, text) pairs in order."""

    weight: float
    texts: tuple[tuple[int, str], ...]

    def at(self, step: int) -> str:
        """Return the text of evaluation `step` (0-based)."""
        return next((text for last, text in self.texts if step <= last), self.texts[-1][1])


def first_feature(text: str) -> str:
    """Return the first part of `text` that changes by step, or AND; "" if none does."""
    found = _FEATURE.search(text)
    return found[0] if found else ""


def joins_prompts(text: str) -> bool:
    """Return whether `text` has the AND that joins prompts in A1111."""
    return _AND.search(text) is not None


def one_prompt(text: str, sampling: Sampling) -> Part:
    """Return `text` as one part, as for a negative prompt: AND is a word."""
    return Part(1.0, prompt_schedule(text, sampling))


def prompt_parts(text: str, sampling: Sampling) -> tuple[Part, ...]:
    """Return the prompts that AND joins in `text`, at least one."""
    parts: list[Part] = []
    texts = _AND.split(text)
    for words in texts:
        found = _WEIGHT.search(words) if len(texts) > 1 else None
        weight = float(found[1]) if found else 1.0
        plain = words[: found.start()].rstrip() if found else words
        parts.append(Part(weight, prompt_schedule(plain, sampling)))
    return tuple(parts)


def prompt_schedule(text: str, sampling: Sampling) -> tuple[tuple[int, str], ...]:
    """Return (last step, text) of each run of steps in which the text does not change."""
    nodes = list(_read(text, 0))
    ends = sorted({sampling.steps, *_changes(nodes, sampling)})
    return tuple((end, _text(nodes, end, sampling)) for end in ends)


class _Edit(msgspec.Struct):
    before: list[_Node]
    after: list[_Node]
    when: str

    def step(self, sampling: Sampling) -> int:
        """Return the last step of `before`."""
        if "." in self.when:
            share = float(self.when) - (1 if sampling.before else 0)
            return min(sampling.steps, int(share * sampling.steps))
        return min(sampling.steps, int(self.when) - sampling.before)


class _Turns(msgspec.Struct):
    choices: list[list[_Node]]


_Node = str | _Edit | _Turns


def _read(text: str, depth: int) -> Iterator[_Node]:
    """Yield the nodes of `text`; brackets that are neither schedule nor alternation are kept."""
    start = 0
    for opening, closing in _outermost(text) if depth < MOST_NESTED else ():
        yield text[start:opening]
        yield from _group(text[opening + 1 : closing], depth + 1)
        start = closing + 1
    yield text[start:]


def _group(inner: str, depth: int) -> Iterator[_Node]:
    pieces = _split(inner, ":")
    if len(pieces) in (2, 3) and (found := _NUMBER.fullmatch(pieces[-1].strip())):
        before = pieces[0] if len(pieces) == 3 else ""
        yield _Edit(list(_read(before, depth)), list(_read(pieces[-2], depth)), found[0])
        return
    choices = _split(inner, "|")
    if len(choices) > 1 and len(pieces) == 1:
        yield _Turns([list(_read(choice, depth)) for choice in choices])
        return
    yield "["
    yield from _read(inner, depth)
    yield "]"


def _outermost(text: str) -> list[tuple[int, int]]:
    """Return the (start, end) of the closed square brackets that are not nested in others."""
    found: list[tuple[int, int]] = []
    opened: list[int] = []
    place = 0
    while place < len(text):
        letter = text[place]
        if letter == "\\":
            place += 1
        elif letter == "[":
            opened.append(place)
        elif letter == "]" and opened:
            opening = opened.pop()
            while found and found[-1][0] > opening:
                found.pop()
            found.append((opening, place))
        place += 1
    return found


def _split(text: str, sign: str) -> list[str]:
    """Return `text` split at `sign` outside of brackets."""
    pieces: list[str] = []
    depth = start = place = 0
    while place < len(text):
        letter = text[place]
        if letter == "\\":
            place += 1
        elif letter in "([":
            depth += 1
        elif letter in ")]":
            depth -= 1
        elif letter == sign and depth <= 0:
            pieces.append(text[start:place])
            start = place + 1
        place += 1
    return [*pieces, text[start:]]


def _changes(nodes: list[_Node], sampling: Sampling) -> Iterator[int]:
    for node in nodes:
        if isinstance(node, _Edit):
            if (step := node.step(sampling)) >= 1:
                yield step
            yield from _changes([*node.before, *node.after], sampling)
        elif isinstance(node, _Turns):
            yield from range(1, sampling.steps + 1)
            for choice in node.choices:
                yield from _changes(choice, sampling)


def _text(nodes: list[_Node], step: int, sampling: Sampling) -> str:
    words: list[str] = []
    for node in nodes:
        if isinstance(node, str):
            words.append(node)
        elif isinstance(node, _Edit):
            chosen = node.before if step <= node.step(sampling) else node.after
            words.append(_text(chosen, step, sampling))
        else:
            words.append(_text(node.choices[(step - 1) % len(node.choices)], step, sampling))
    return "".join(words)
