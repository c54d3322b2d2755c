"""What Easel's source asks of a package: each dotted name, and how it is called."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Use:
    """`module.path`, at a line of a file; `call` has the arguments where it is called."""

    where: str
    module: str
    path: tuple[str, ...]
    call: ast.Call | None = None

    @property
    def positional(self) -> int | None:
        """How many arguments stand without a name; None where `*values` hides it."""
        if self.call is None or any(isinstance(each, ast.Starred) for each in self.call.args):
            return None
        return len(self.call.args)

    @property
    def named(self) -> list[str] | None:
        """The names of the others; None where `**values` hides them."""
        keywords = self.call.keywords if self.call is not None else []
        names = [each.arg for each in keywords]
        return None if None in names else [name for name in names if name is not None]


def uses_of(package: str, folder: str = "desktop") -> Iterator[Use]:
    """In every file of the folder, by the names that its imports bind."""
    for path in sorted((ROOT / folder).rglob("*.py")):
        text = path.read_text("utf-8")
        if package in text:
            yield from _in_file(package, str(path.relative_to(ROOT)), ast.parse(text))


def _in_file(package: str, file: str, tree: ast.Module) -> Iterator[Use]:
    bound: dict[str, tuple[str, tuple[str, ...]]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == package:
            for alias in node.names:
                bound[alias.asname or alias.name] = (node.module or "", (alias.name,))
                yield Use(f"{file}:{node.lineno}", node.module or "", (alias.name,))
        elif isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.split(".")[0] == package:
                    name = alias.asname or package
                    bound[name] = (alias.name if alias.asname else package, ())
    called = {id(node.func): node for node in ast.walk(tree) if isinstance(node, ast.Call)}
    inner = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute | ast.Name) and id(node) not in inner:
            name, *path = _dotted(node)
            if name in bound and (path or id(node) in called):
                module, start = bound[name]
                place = f"{file}:{node.lineno}"
                yield Use(place, module, (*start, *path), called.get(id(node)))


def _dotted(node: ast.expr) -> list[str]:
    if isinstance(node, ast.Name):
        return [node.id]
    if isinstance(node, ast.Attribute) and (inner := _dotted(node.value)) != [""]:
        return [*inner, node.attr]
    return [""]
