"""All regular expressions of Easel, and for each the texts that a backtracking matcher hates."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import re._constants as sre
import re._parser as sre_parser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import desktop

_LETTERS = "a1 _-.:,\"'<>[](){}\\/=\n+e가x|&\0"
"""What a text is built of: for each class, the first of these that it takes."""
_TURNS = (0, 1, 2, 5, 8, 9)
"""Where in `_LETTERS` the looking begins, so that one class stands for several letters."""
_LARGE = 30
"""Repeats of so many and more are worth an attack."""


def all_patterns() -> dict[str, re.Pattern[Any]]:
    """Every pattern that a module of Easel holds or writes in a call of `re`, by its place."""
    found: dict[str, re.Pattern[Any]] = {}
    for module in pkgutil.walk_packages(desktop.__path__, "desktop."):
        spec = importlib.util.find_spec(module.name)
        assert spec is not None
        assert spec.origin is not None
        for place, pattern, flags in _written_in(Path(spec.origin)):
            found[f"{module.name}:{place}"] = re.compile(pattern, flags)
    return found


def _written_in(file: Path) -> Iterator[tuple[int, str | bytes, int]]:
    """The line, the pattern and the flags of each call of `re` in a file; names are resolved."""
    tree = ast.parse(file.read_text("utf-8"))
    constants = {
        target.id: node.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        owner = node.func.value
        if not (isinstance(owner, ast.Name) and owner.id == "re") or node.func.attr == "escape":
            continue
        flags = [keyword.value for keyword in node.keywords if keyword.arg == "flags"]
        flags += node.args[
            {"compile": 1, "split": 3, "sub": 4, "subn": 4}.get(node.func.attr, 2) :
        ][:1]
        yield node.lineno, _text(node.args[0], constants), sum(_flag(flag) for flag in flags)


def _text(node: ast.expr, constants: dict[str, ast.expr]) -> Any:
    """The pattern as text; what is only known at run time (an escaped name) stands as a word."""
    if isinstance(node, ast.Constant):
        return node.value
    if isinstance(node, ast.Name) and node.id in constants:
        return _text(constants[node.id], constants)
    if isinstance(node, ast.JoinedStr):
        parts = [p.value if isinstance(p, ast.FormattedValue) else p for p in node.values]
        return "".join(_text(part, constants) for part in parts)
    return "name"


def _flag(node: ast.expr) -> int:
    if isinstance(node, ast.BinOp):
        return _flag(node.left) | _flag(node.right)
    assert isinstance(node, ast.Attribute)
    return int(getattr(re, node.attr))


def attacks(pattern: re.Pattern[Any], size: int) -> set[str]:
    """Texts of `size` letters, each made to keep one repeat of `pattern` busy for nothing."""
    source = pattern.pattern
    text = source.decode("latin-1") if isinstance(source, bytes) else source
    tree = sre_parser.parse(text, pattern.flags & ~re.UNICODE)
    found: set[str] = set()
    for turn in _TURNS:
        for before, body in _repeats(list(tree), turn):
            for unit in (body, before + body):
                if unit:
                    pumped = (unit * (size // len(unit) + 1))[:size]
                    found |= {before + pumped, before + pumped + "\x01", before + pumped + "_"}
    return found


def _repeats(nodes: list[Any], turn: int, before: str = "") -> Iterator[tuple[str, str]]:
    """For each large repeat: a text that leads to it, and one turn of it."""
    for node in nodes:
        kind, value = node
        if kind in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
            _, most, body = value
            if most == sre.MAXREPEAT or int(most) >= _LARGE:
                yield before, _samples(body, turn)
            yield from _repeats(list(body), turn, before)
        elif kind is sre.SUBPATTERN:
            yield from _repeats(list(value[3]), turn, before)
        elif kind is sre.BRANCH:
            for branch in value[1]:
                yield from _repeats(list(branch), turn, before)
        elif kind is sre.ATOMIC_GROUP:
            yield from _repeats(list(value), turn, before)
        before += _sample(node, turn)


def _sample(node: Any, turn: int) -> str:
    """A text that the node takes, as short as it may be; anchors and lookarounds take nothing."""
    kind, value = node
    if kind in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
        return _samples(value[2], turn) * min(int(value[0]), 40)
    if kind is sre.BRANCH:
        return _samples(value[1][turn % len(value[1])], turn)
    if kind in (sre.SUBPATTERN, sre.ATOMIC_GROUP):
        return _samples(value[3] if kind is sre.SUBPATTERN else value, turn)
    return _letter(kind, value, _LETTERS[turn:] + _LETTERS[:turn])


def _samples(nodes: Any, turn: int) -> str:
    return "".join(_sample(node, turn) for node in nodes)


def _letter(kind: Any, value: Any, letters: str) -> str:
    if kind is sre.LITERAL:
        return chr(value)
    if kind is sre.ANY:
        return letters[0]
    if kind is sre.NOT_LITERAL:
        return next(letter for letter in letters if ord(letter) != value)
    if kind is sre.IN:
        return next((letter for letter in letters if _takes(value, letter)), "") or _first(value)
    return ""


def _takes(items: list[Any], letter: str) -> bool:
    negated = bool(items) and items[0][0] is sre.NEGATE
    return any(_is(item, letter) for item in items) != negated


def _is(item: Any, letter: str) -> bool:
    kind, value = item
    if kind is sre.LITERAL:
        return ord(letter) == value
    if kind is sre.RANGE:
        return value[0] <= ord(letter) <= value[1]
    if kind is sre.CATEGORY:
        name = repr(value).removeprefix("CATEGORY_").removeprefix("UNI_")
        tests = {"DIGIT": str.isdigit, "SPACE": str.isspace, "WORD": _is_word}
        return tests[name.removeprefix("NOT_")](letter) != name.startswith("NOT_")
    return False


def _is_word(letter: str) -> bool:
    return letter.isalnum() or letter == "_"


def _first(items: list[Any]) -> str:
    kind, value = items[-1]
    assert kind in (sre.LITERAL, sre.RANGE), items
    return chr(value if kind is sre.LITERAL else value[0])
