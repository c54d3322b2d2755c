"""Finds the templates of the messages for people: in the source, and in the catalogue.

A template is the first argument of `Message` or of an error (`desktop/core/errors.py`): always a
literal string, so that lupdate gets each one (`translations.py`) and the tests can check it.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CONTEXT = "Messages"
SEPARATOR = ", "
_CATALOGUE = ROOT / "resources" / "catalogue.json"
_CATALOGUE_TEXTS = ("good_at", "suits", "needs", "group")


@dataclass(frozen=True)
class Use:
    """A message that is made somewhere; `template` is None where it is no literal string."""

    place: str
    template: str | None
    values: frozenset[str]


def collect() -> list[str]:
    """Every text that the window may have to translate, once, in order."""
    found = {use.template for use in uses() if use.template is not None}
    words = {text for text in found if re.search(r"[^\W\d_]", re.sub(r"\{\w+\}", "", text))}
    return sorted({*words, *catalogue_texts(), SEPARATOR})


def uses() -> Iterator[Use]:
    """Every place in `desktop` where a message, or an error from a template, is made."""
    trees = {
        path.relative_to(ROOT).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
        for path in sorted((ROOT / "desktop").rglob("*.py"))
    }
    makers = {"Message": set[str](), **_errors(trees.values())}
    for name, tree in trees.items():
        if name not in ("desktop/core/messages.py", "desktop/core/errors.py"):
            yield from _uses_in(name, tree, makers)


def uses_in(source: str) -> list[Use]:
    """The messages that one module makes; its own errors are known."""
    tree = ast.parse(source)
    return list(_uses_in("", tree, {"Message": set(), **_errors([tree])}))


def catalogue_texts() -> Iterator[str]:
    """What the catalogue says about its models in words."""
    for entry in json.loads(_CATALOGUE.read_text(encoding="utf-8"))["entries"]:
        for key in _CATALOGUE_TEXTS:
            if entry.get(key):
                yield entry[key]
        yield from filter(None, entry.get("variant", "").split(", "))


def _uses_in(name: str, tree: ast.AST, makers: dict[str, set[str]]) -> Iterator[Use]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not node.args or _name(node.func) not in makers:
            continue
        own = makers[_name(node.func)]
        first = node.args[0]
        literal = isinstance(first, ast.Constant) and isinstance(first.value, str)
        if not literal and _name(node.func) != "Message" and not _is_built(first):
            continue  # an error that is handed a message
        names = {word.arg or "**" for word in node.keywords} - own
        template = str(first.value) if isinstance(first, ast.Constant) and literal else None
        yield Use(f"{name}:{node.lineno}", template, frozenset(names))


def _is_built(node: ast.expr) -> bool:
    """Whether `node` puts a string together: no call's arguments are looked into."""
    if isinstance(node, ast.JoinedStr | ast.BinOp):
        return True
    if isinstance(node, ast.Call):
        return _name(node.func) in {"format", "join", "str"}
    return any(_is_built(part) for part in ast.iter_child_nodes(node) if isinstance(part, ast.expr))


def _errors(trees: Iterable[ast.AST]) -> dict[str, set[str]]:
    """EaselError and the classes below it that take a template as it does.

    Each has the names of its own arguments, which are not filled in.
    """
    classes = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    known = {"EaselError": {"details"}, "BadInput": {"details"}}
    before: set[str] = set()
    while known.keys() != before:
        before = set(known)
        for one in classes:
            for base in before & {_name(base) for base in one.bases}:
                known[one.name] = known[base] | set(_parameters(one))
    for one in classes:
        if one.name in known and _parameters(one)[:1] not in ([], ["message"]):
            del known[one.name]
    return known


def _parameters(one: ast.ClassDef) -> list[str]:
    """The parameters of the class's own `__init__` but for `self`; [] where it has none."""
    for node in one.body:
        if isinstance(node, ast.FunctionDef) and node.name == "__init__":
            given = (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)
            return [argument.arg for argument in given][1:]
    return []


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else getattr(node, "attr", "")
