"""Packages of a macOS wheel, read by their source: names are looked up, nothing is imported."""

from __future__ import annotations

import ast
import inspect
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

Definition = ast.FunctionDef | ast.ClassDef | ast.Assign | ast.AnnAssign
_MOST = 20
"""Imports that may lead from one module to the next."""


@dataclass(frozen=True)
class Found:
    """A name in a module; `node` is None for a module itself."""

    module: str
    node: Definition | None


@dataclass
class _Table:
    """A module's names: its own, and those that it imports, with where from."""

    defined: dict[str, Definition] = field(default_factory=dict)
    imported: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    starred: list[str] = field(default_factory=list)


class WheelSource:
    """The .py and .pyi files of a wheel."""

    def __init__(self, wheel: Path) -> None:
        self._files = zipfile.ZipFile(wheel)
        self._names = set(self._files.namelist())
        self._trees: dict[str, ast.Module | None] = {}
        self._tables: dict[str, _Table] = {}
        self._bodies: dict[int, dict[str, Definition]] = {}

    def close(self) -> None:
        """Close the wheel."""
        self._files.close()

    def find(self, module: str, path: list[str]) -> Found:
        """What `module.a.b` is. Raises LookupError."""
        found = Found(module, None)
        if self._tree(module) is None:
            raise LookupError(f"no module {module}")
        for name in path:
            if isinstance(found.node, ast.Assign | ast.AnnAssign):
                return found  # a value, of whose attributes the source says nothing
            step = self._member(found, name)
            if step is None:
                raise LookupError(f"{module} has no {'.'.join(path)}: {name} is missing")
            found = step
        return found

    def signature(self, found: Found) -> inspect.Signature | None:
        """How a function or class is called; None where the source doesn't say."""
        node = found.node
        if isinstance(node, ast.ClassDef):
            made = self._member(found, "__init__")
            node = made.node if made is not None else None
            if isinstance(node, ast.FunctionDef):
                return _signature(node, without_self=True)
        return _signature(node, without_self=False) if isinstance(node, ast.FunctionDef) else None

    def _member(self, found: Found, name: str, depth: int = 0) -> Found | None:
        if depth > _MOST:
            return None
        if found.node is None:
            return self._in_module(found.module, name, depth)
        if not isinstance(found.node, ast.ClassDef):
            return None
        if (node := self._members(found.node).get(name)) is not None:
            return Found(found.module, node)
        for base in found.node.bases:
            parts = ast.unparse(base).split("[")[0].split(".")
            above: Found | None = Found(found.module, None)
            for part in parts:
                above = above and self._member(above, part, depth + 1)
            if above is None and parts[0] not in ("Shiboken", "object", "enum"):
                above = self._elsewhere(parts)
            if above is not None and (inherited := self._member(above, name, depth + 1)):
                return inherited
        return None

    def _members(self, owner: ast.ClassDef) -> dict[str, Definition]:
        if id(owner) not in self._bodies:
            made = self._bodies[id(owner)] = {}
            for node in owner.body:
                for name in _names(node):
                    assert isinstance(node, Definition)
                    made.setdefault(name, node)
        return self._bodies[id(owner)]

    def _elsewhere(self, parts: list[str]) -> Found | None:
        """`PySide6.QtCore.QObject`, as stubs write their bases."""
        for length in range(len(parts) - 1, 0, -1):
            module = ".".join(parts[:length])
            if self._tree(module) is not None:
                found: Found | None = Found(module, None)
                for part in parts[length:]:
                    found = found and self._member(found, part)
                return found
        return None

    def _in_module(self, module: str, name: str, depth: int) -> Found | None:
        table = self._table(module)
        for source, original in table.imported.get(name, []):
            if self._tree(f"{source}.{original}") is not None:
                return Found(f"{source}.{original}", None)
            if depth < _MOST and (found := self._in_module(source, original, depth + 1)):
                return found
        if name in table.defined:
            return Found(module, table.defined[name])
        if self._tree(f"{module}.{name}") is not None:
            return Found(f"{module}.{name}", None)
        for source in table.starred if depth < _MOST else ():
            if found := self._in_module(source, name, depth + 1):
                return found
        return None

    def _table(self, module: str) -> _Table:
        if module not in self._tables:
            table = self._tables[module] = _Table()
            tree = self._tree(module) or ast.Module([], [])
            for node in _statements(tree):
                if isinstance(node, ast.ImportFrom):
                    source = self._source(module, node)
                    for alias in node.names:
                        if alias.name == "*":
                            table.starred.append(source)
                        else:
                            name = alias.asname or alias.name
                            table.imported.setdefault(name, []).append((source, alias.name))
                for name in _names(node):
                    assert isinstance(node, Definition)
                    table.defined.setdefault(name, node)
        return self._tables[module]

    def _source(self, module: str, node: ast.ImportFrom) -> str:
        if not node.level:
            return node.module or ""
        parts = module.split(".")
        is_package = self._path(module).endswith(("__init__.py", "__init__.pyi"))
        kept = parts[: len(parts) - node.level + (1 if is_package else 0)]
        return ".".join([*kept, *([node.module] if node.module else [])])

    def _path(self, module: str) -> str:
        base = module.replace(".", "/")
        for path in (f"{base}.pyi", f"{base}/__init__.py", f"{base}.py"):
            if path in self._names:
                return path
        return ""

    def _tree(self, module: str) -> ast.Module | None:
        if module not in self._trees:
            path = self._path(module)
            self._trees[module] = ast.parse(self._files.read(path)) if path else None
        return self._trees[module]


def _statements(tree: ast.Module) -> list[ast.stmt]:
    """Those of the module, also below its own `if` and `try`."""
    found: list[ast.stmt] = []
    waiting: list[ast.stmt] = list(tree.body)
    while waiting:
        node = waiting.pop(0)
        found.append(node)
        if isinstance(node, ast.If | ast.Try):
            waiting += [*node.body, *node.orelse]
    return found


def _names(node: ast.AST) -> set[str]:
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return {node.name}
    if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        return {node.target.id}
    if isinstance(node, ast.Assign):
        return {target.id for target in node.targets if isinstance(target, ast.Name)}
    return set()


def _signature(node: ast.FunctionDef, *, without_self: bool) -> inspect.Signature | None:
    """None for one of several overloads."""
    if any("overload" in ast.unparse(each) for each in node.decorator_list):
        return None
    is_method = without_self or (node.args.args and node.args.args[0].arg in ("self", "cls"))
    listed = [*node.args.posonlyargs, *node.args.args]
    given = len(node.args.defaults)
    kind = inspect.Parameter
    made = [
        kind(
            each.arg,
            kind.POSITIONAL_OR_KEYWORD,
            default=None if place >= len(listed) - given else kind.empty,
        )
        for place, each in enumerate(listed)
    ][1 if is_method else 0 :]
    if node.args.vararg:
        made.append(kind(node.args.vararg.arg, kind.VAR_POSITIONAL))
    for each, default in zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True):
        made.append(
            kind(each.arg, kind.KEYWORD_ONLY, default=kind.empty if default is None else None)
        )
    if node.args.kwarg:
        made.append(kind(node.args.kwarg.arg, kind.VAR_KEYWORD))
    return inspect.Signature(made)
