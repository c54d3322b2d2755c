"""Parsers of prompt weights as A1111, ComfyUI and InvokeAI read them.

Each parser returns the weighted pieces of a prompt, one tuple for each part between BREAKs, and
never raises. The rules are those of the programs' own parsers, 2024 to 2026.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator

from desktop.core.request import PromptDialect

from .prompt_syntax import MOST_NESTED, ROUND, SQUARE, Piece, parse_prompt

DIALECT_NAMES: dict[PromptDialect, str] = {
    "easel": "Easel",
    "a1111": "A1111",
    "comfyui": "ComfyUI",
    "invokeai": "InvokeAI",
}
Parts = tuple[tuple[Piece, ...], ...]

_A1111_TOKEN = re.compile(
    r"\\[()\[\]\\]?|[()\[\]]|:\s*+(?P<weight>[+-]?[.\d]{1,30}+)\s*+\)|[^\\()\[\]:]++|:", re.S
)
_BREAK = re.compile(r"(?:(?<!\s)\s++)?+\bBREAK\b\s*+")
_IS_BREAK = Piece("BREAK", -1.0)


def dialect_name(dialect: str) -> str:
    """Return the program's display name, "" for an unknown dialect."""
    return next((name for known, name in DIALECT_NAMES.items() if known == dialect), "")


def parse_as(dialect: PromptDialect, text: str) -> Parts:
    """Return the weighted pieces of `text` as the program named by `dialect` reads it."""
    return _PARSERS[dialect](text)


def parse_a1111(text: str) -> Parts:
    """Parse A1111: `(a)` 1.1, `[a]` 1/1.1, `(a:w)`; nested weights multiply, BREAK ends a chunk.

    A BREAK within brackets is a word with a negative weight, as in A1111. A lone backslash is
    dropped.
    """
    pieces: list[Piece] = []
    opened: dict[str, list[int]] = {"(": [], "[": []}
    for match in _A1111_TOKEN.finditer(text):
        token, weight = match[0], _number(match["weight"])
        if token.startswith("\\"):
            pieces.append(Piece(token[1:]))
        elif token in opened and len(opened["("]) + len(opened["["]) < MOST_NESTED:
            opened[token].append(len(pieces))
        elif weight is not None and opened["("]:
            _multiply(pieces, opened["("].pop(), weight)
        elif token == ")" and opened["("]:  # noqa: S105 - a part of a prompt
            _multiply(pieces, opened["("].pop(), ROUND)
        elif token == "]" and opened["["]:  # noqa: S105 - a part of a prompt
            _multiply(pieces, opened["["].pop(), SQUARE)
        else:
            for number, words in enumerate(_BREAK.split(token)):
                pieces += [_IS_BREAK] if number else []
                pieces.append(Piece(words))
    for start in opened["("]:
        _multiply(pieces, start, ROUND)
    for start in opened["["]:
        _multiply(pieces, start, SQUARE)
    return tuple(_parts(pieces))


def parse_comfyui(text: str) -> Parts:
    """Parse ComfyUI: `(a)` 1.1 each, only the innermost `(a:w)` counts; `[]`, BREAK are words."""
    hidden = text.replace("\\)", "\0\1").replace("\\(", "\0\2")
    pieces = [Piece(_shown(words), weight) for words, weight in _comfyui(hidden, 1.0, 0)]
    return (tuple(pieces) or (Piece(""),),)


def _comfyui(text: str, weight: float, depth: int) -> Iterator[tuple[str, float]]:
    for group in _groups(text):
        if not (len(group) >= 2 and group[0] == "(" and group[-1] == ")") or depth >= MOST_NESTED:
            yield group, weight
            continue
        inner, inner_weight = group[1:-1], weight * ROUND
        before, colon, number = inner.rpartition(":")
        said = _number(number.strip()) if colon and before else None
        if said is not None:
            inner, inner_weight = before, said
        yield from _comfyui(inner, inner_weight, depth + 1)


def _groups(text: str) -> list[str]:
    """Return `text` split at its outermost parentheses, which keep their content."""
    groups: list[str] = []
    current, depth = "", 0
    for letter in text:
        if letter == "(":
            if depth == 0 and current:
                groups.append(current)
                current = ""
            depth += 1
            current += letter
        elif letter == ")":
            depth -= 1
            current += letter
            if depth == 0:
                groups.append(current)
                current = ""
        else:
            current += letter
    return [*groups, current] if current else groups


def _shown(text: str) -> str:
    return text.replace("\0\1", ")").replace("\0\2", "(")


_INVOKE = re.compile(
    r"\\(?P<plain>.)|(?P<open>\()|(?P<close>\))(?P<closing>[+-]{1,20}+|\d{0,9}+\.?\d{1,9}+)?"
    r"|(?P<word>[^\s()\\+,-](?:[^\s()\\+,-]|[+-]++(?=[^\s()\\+,-])){0,200}+)(?P<signs>[+-]{1,20}+)?"
    r"|(?P<rest>.)",
    re.S,
)


def parse_invokeai(text: str) -> Parts:
    """Parse InvokeAI (compel): `word++` 1.1 * 1.1, `word-` 0.9, `(a b)1.3`, `(a b)--`; nestable."""
    pieces: list[Piece] = []
    opened: list[int] = []
    for match in _INVOKE.finditer(text):
        if match["plain"]:
            pieces.append(Piece(match["plain"]))
        elif match["open"]:
            opened.append(len(pieces))
        elif match["close"]:
            start = opened.pop() if opened else len(pieces)
            _multiply(pieces, start, _invoke_weight(match["closing"] or ""))
        elif match["word"]:
            pieces.append(Piece(match["word"], _invoke_weight(match["signs"] or "")))
        else:
            pieces.append(Piece(match["rest"]))
    return (tuple(_joined(_with_spaces(pieces))) or (Piece(""),),)


def _with_spaces(pieces: list[Piece]) -> Iterator[Piece]:
    """Give spaces the weight of the words before them, so that a phrase stays one piece."""
    weight = 1.0
    for piece in pieces:
        weight = piece.weight if piece.text.strip() else weight
        yield Piece(piece.text, weight)


def _invoke_weight(text: str) -> float:
    if not text:
        return 1.0
    if text[0] in "+-":
        return (1.1 if text[0] == "+" else 0.9) ** len(text)
    return _number(text) or 0.0


def _number(text: str | None) -> float | None:
    try:
        return float(text) if text else None
    except ValueError:
        return None


def _multiply(pieces: list[Piece], start: int, factor: float) -> None:
    pieces[start:] = [Piece(piece.text, piece.weight * factor) for piece in pieces[start:]]


def _joined(pieces: Iterator[Piece] | list[Piece]) -> Iterator[Piece]:
    for weight, group in itertools.groupby(pieces, key=lambda piece: piece.weight):
        yield Piece("".join(piece.text for piece in group), weight)


def _parts(pieces: list[Piece]) -> Iterator[tuple[Piece, ...]]:
    """Yield the pieces between BREAKs, merging neighbors of the same weight."""
    part: list[Piece] = []
    for piece in pieces:
        if piece == _IS_BREAK:
            yield tuple(_joined(part)) or (Piece(""),)
            part = []
        else:
            part.append(piece)
    yield tuple(_joined(part)) or (Piece(""),)


_PARSERS: dict[PromptDialect, Callable[[str], Parts]] = {
    "easel": parse_prompt,
    "a1111": parse_a1111,
    "comfyui": parse_comfyui,
    "invokeai": parse_invokeai,
}
