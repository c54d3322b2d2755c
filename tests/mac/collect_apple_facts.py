"""Collect what Apple's frameworks offer, as far as Easel calls them, into `apple_facts.json`.

Run it after Easel's code names a class or constant that the file doesn't hold:

    python -m tests.mac.collect_apple_facts WHEELS BINDINGS

WHEELS is a folder with the macOS wheels of pyobjc-framework-Cocoa, -UserNotifications and -Quartz
(`pip download --no-deps --only-binary=:all: --platform macosx_11_0_universal2 ...`). Their
`_metadata.py` holds the constants, which arguments are results, and the signatures of blocks:
without one the bridge refuses a Python function. It names no ordinary method.

BINDINGS is a checkout of github.com/madsmtm/objc2-generated, which is generated from the headers of
Apple's SDK: every class with its superclass, every selector with its types, and which classes
belong to the main thread.

Kept are the classes that Easel's code names or gets from a call, whole, with their superclasses.
Neither source knows what a method does, when it may be called, or from which macOS on.
"""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
FACTS = Path(__file__).with_name("apple_facts.json")
FRAMEWORKS = ("Foundation", "AppKit", "UserNotifications", "QuickLookUI")
WHOLE = ("UserNotifications", "QuickLookUI")
"""Small ones, which are kept whole."""

ALWAYS = ("NSError", "NSObject")
"""What Easel is given without naming it."""

_BRIDGED = re.compile(r"\b(AppKit|Foundation|UserNotifications|objc)\b")
_NAME = re.compile(r"\b[A-Za-z_]\w*")
_OWNER = re.compile(r"^\s*(?:pub unsafe trait|impl(?:<[^{]*?>)?)\s+(\w+)")
_BROKEN = re.compile(r"(impl<[^{]*?>)\n\s+(\w)")
_METHOD = re.compile(r"#\[unsafe\(method\(([^)]+)\)\)\]")
_MISSING = re.compile(r"//\s*([-+])(\S+) \(unavailable\)")
_CATEGORY = re.compile(r"unsafe impl(?:<[^{]*?>)? (\w+) for (\w+)(?:<[^{]*>)? \{\}")
_SUPER = re.compile(r"unsafe\(super\(([\w, ]+)[^)]*\)\)")
_STRUCT = re.compile(r"^\s*pub struct (\w+)")
_ALIAS = re.compile(r"pub type (\w+)\s*=\s*([^;]+);")
_VALUES = {
    "bool": "Z",
    "Bool": "Z",
    "Sel": ":",
    **dict.fromkeys(("CGFloat", "c_double", "c_float", "f64", "f32"), "d"),
    **{f"{by}{name}": f"{{NS{name}}}" for by in ("NS", "CG") for name in ("Rect", "Point", "Size")},
    "NSRange": "{NSRange}",
    "NSEdgeInsets": "{NSEdgeInsets}",
}
_RESULT, _BLOCK = "O", "<?>"


@dataclass
class Owner:
    """A class, or a protocol (then without `parent`); `methods` by sign and selector."""

    framework: str
    parent: str = ""
    main: bool = False
    methods: dict[str, str] = field(default_factory=dict)


@dataclass
class Bindings:
    """All that the headers declare."""

    owners: dict[str, Owner] = field(default_factory=dict)
    aliases: dict[str, str] = field(default_factory=dict)
    categories: list[tuple[str, str]] = field(default_factory=list)


def read_bindings(folder: Path) -> Bindings:
    """Every class and protocol of the frameworks."""
    found = Bindings(owners={"NSObject": Owner("Foundation")})  # its own methods are the fake's
    texts = [
        (framework, text) for framework in FRAMEWORKS for text in _rust_files(folder, framework)
    ]
    for _, text in texts:
        found.aliases.update(dict(_ALIAS.findall(text)))
    for framework, text in texts:
        _read_file(found, framework, text)
    for trait, owner in found.categories:
        category, its_class = found.owners.get(trait), found.owners.get(owner)
        if category is not None and its_class is not None and _is_category(trait, owner):
            its_class.methods.update(category.methods)
    return found


def _is_category(trait: str, owner: str) -> bool:
    """A category's trait carries its class's name; NSObject also takes its own protocol's."""
    return trait.startswith(owner) or (owner, trait) == ("NSObject", "NSObjectProtocol")


def _rust_files(folder: Path, framework: str) -> Iterator[str]:
    """Of a checkout, or of a repository without a work tree."""
    if (folder / framework).is_dir():
        yield from (path.read_text("utf-8") for path in sorted((folder / framework).glob("*.rs")))
        return
    git = ["git", "-C", str(folder)]
    listed = subprocess.run(
        [*git, "ls-tree", "--name-only", "HEAD", f"{framework}/"],
        capture_output=True,
        text=True,
        check=True,
    )
    for name in listed.stdout.split():
        if name.endswith(".rs"):
            yield subprocess.run(
                [*git, "show", f"HEAD:{name}"], capture_output=True, text=True, check=True
            ).stdout


def _read_file(found: Bindings, framework: str, text: str) -> None:
    lines = _BROKEN.sub(r"\1 \2", text).split("\n")
    owner, parent, main = "", "", False
    for number, line in enumerate(lines):
        if match := _SUPER.search(line):
            parent = match[1].split(",")[0].strip()
        main = main or "thread_kind = MainThreadOnly" in line
        if match := _STRUCT.match(line):
            if parent:
                made = found.owners.setdefault(match[1], Owner(framework))
                made.parent, made.main, made.framework = parent, main, framework
            parent, main = "", False
        elif match := _CATEGORY.search(line):
            found.categories.append((match[1], match[2]))
        elif match := _OWNER.match(line):
            owner = match[1]
            found.owners.setdefault(owner, Owner(framework))
        elif match := _MISSING.search(line):
            found.owners[owner].methods[match[1] + match[2]] = ""
        elif match := _METHOD.search(line):
            sign, kinds = _signature(found, owner, _declaration(lines[number + 1 :]))
            selector, kinds = match[1], list(kinds)
            if selector.endswith(":_"):
                selector = selector[:-1]
                kinds.append(_RESULT)
            found.owners[owner].methods[sign + selector] = " ".join(kinds)


def _declaration(lines: list[str]) -> str:
    taken: list[str] = []
    for line in lines:
        if not line.strip().startswith(("#", "///", "//")):
            taken.append(line.strip())
            if line.rstrip().endswith((";", "{")):
                break
    return " ".join(taken)


def _signature(found: Bindings, owner: str, text: str) -> tuple[str, list[str]]:
    """`-` or `+`, and the kinds of the result and of each argument."""
    body = text[text.index("(") + 1 :]
    inside, rest = _closed(body)
    arguments = [part.split(":", 1) for part in _split(inside)]
    is_method = any("self" in part[0].strip() or part[0].strip() == "this" for part in arguments)
    kinds = [
        _kind(found, owner, part[1].strip())
        for part in arguments
        if len(part) == 2 and part[0].strip() not in ("this", "mtm", "_mtm", "&self", "self")
    ]
    result = rest.split("->", 1)[1].rstrip(";{ ").strip() if "->" in rest else ""
    return "-" if is_method else "+", [_kind(found, owner, result) if result else "v", *kinds]


def _closed(text: str) -> tuple[str, str]:
    """What stands before the parenthesis that closes, and what after it."""
    depth = 0
    for place, sign in enumerate(text):
        depth += (sign == "(") - (sign == ")")
        if depth < 0:
            return text[:place], text[place + 1 :]
    raise ValueError(text)


def _split(text: str) -> list[str]:
    """The parts between commas that stand in no brackets."""
    parts, depth, start = [], 0, 0
    text = text.replace("->", "  ")
    for place, sign in enumerate(text):
        depth += (sign in "(<[") - (sign in ")>]")
        if sign == "," and depth == 0:
            parts.append(text[start:place])
            start = place + 1
    return [part for part in (*parts, text[start:]) if part.strip()]


def _kind(found: Bindings, owner: str, text: str) -> str:
    """v, Z, i, d, `:`, `{NSRect}`, `@NSURL`, with `?` where nil may stand, `<?>`, O: a result."""
    if "block2::" in text:
        return _BLOCK + ("?" if text.startswith("Option<") else "")
    if "&mut" in text:
        return _RESULT
    if match := re.match(r"(Option|Result)<(.+)>$", text):
        inner = _split(match[2])[0].strip()
        return "Z" if inner == "()" else _kind(found, owner, inner).rstrip("?") + "?"
    if match := re.match(r"(?:Retained<|&'static |&|Allocated<)\W*(\w+)", text):
        named = owner if match[1] == "Self" else found.aliases.get(match[1], match[1])
        named = re.split(r"\W", named)[0]
        return "@" if named in ("AnyObject", "AnyClass", "ProtocolObject") else f"@{named}"
    pointer = "^" if text.startswith(("*", "NonNull")) else "i"
    return _VALUES.get(found.aliases.get(text, text), _VALUES.get(text, pointer))


@dataclass
class Metadata:
    """What the wheels say: values, strings, and special arguments by class and selector."""

    values: dict[str, list[Any]] = field(default_factory=dict)
    """Module and value; a text's value is known on a Mac only, so its name stands for it."""
    functions: set[str] = field(default_factory=set)
    arguments: dict[tuple[str, str], dict[int, dict[str, Any]]] = field(default_factory=dict)


def read_metadata(wheels: Path) -> Metadata:
    """Of the frameworks' `_metadata.py`, without importing one, and of their compiled inlines."""
    found = Metadata()
    for wheel in sorted(wheels.glob("pyobjc_framework_*.whl")):
        with zipfile.ZipFile(wheel) as files:
            for name in files.namelist():
                if name.endswith("_metadata.py") and any(part in name for part in FRAMEWORKS):
                    module = next(part for part in FRAMEWORKS if part in name)
                    _read_tree(found, module, ast.parse(files.read(name)))
                elif "_inlines" in name or name.endswith("_functiondefines.py"):
                    names = re.findall(rb"\bNS\w+", files.read(name))
                    found.functions.update(name.decode() for name in names)
    return found


def _read_tree(found: Metadata, module: str, tree: ast.Module) -> None:
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            _read_table(found, module, node.targets[0].id, node.value)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "r":
            owner, selector, about = (ast.literal_eval(_plain(each)) for each in node.args)
            if "arguments" in about:
                found.arguments[owner.decode(), selector.decode()] = about["arguments"]


def _read_table(found: Metadata, module: str, name: str, value: ast.expr) -> None:
    if name == "functions" and isinstance(value, ast.Dict):
        found.functions.update(ast.literal_eval(key) for key in value.keys if key is not None)
    if not (isinstance(value, ast.Constant) and isinstance(value.value, str)):
        return
    entries = [entry for entry in value.value.split("$") if entry]
    if name == "constants":
        for text in (entry.split("@")[0] for entry in entries):
            found.values[text] = [module, text]
    elif name == "enums":
        for entry in entries:
            key, number = entry.split("@")
            with_point = "." in number or "e" in number
            found.values[key] = [module, float(number) if with_point else int(number)]


class _Plain(ast.NodeTransformer):
    """`selAorI(a, b)` and `sel32or64(a, b)`: the first is arm64's, the second is 64 bits'."""

    def visit_Call(self, node: ast.Call) -> ast.AST:
        assert isinstance(node.func, ast.Name), ast.dump(node)
        return node.args[0 if node.func.id == "selAorI" else 1]


def _plain(node: ast.expr) -> ast.expr:
    made = _Plain().visit(node)
    assert isinstance(made, ast.expr)
    return made


def used_names() -> tuple[set[str], set[str]]:
    """Every word in the files that reach for the bridge, send2trash's among them, and every name.

    A word may also be text, as what is looked up by its name; a name is asked of something.
    """
    import send2trash

    there = [path.read_text("utf-8") for path in sorted((ROOT / "desktop").rglob("*.py"))]
    texts = [text for text in there if _BRIDGED.search(text)]
    texts += [(Path(send2trash.__file__).parent / "mac" / "modern.py").read_text("utf-8")]
    names: set[str] = set()
    for node in (node for text in texts for node in ast.walk(ast.parse(text))):
        if isinstance(node, ast.Attribute):
            names.add(node.attr)
        elif isinstance(node, ast.alias):
            names.add(node.name)
    return {word for text in texts for word in _NAME.findall(text)}, names


def chosen(found: Bindings, names: set[str]) -> set[str]:
    """The classes that are named, what their used methods return, and all above them."""
    classes = {name for name in {*names, *ALWAYS} if found.owners.get(name, Owner("")).parent}
    classes |= {
        name for name, owner in found.owners.items() if owner.parent and owner.framework in WHOLE
    }
    while True:
        more = {found.owners[name].parent for name in classes} - {""}
        for name in classes:
            for signed, kinds in found.owners[name].methods.items():
                if kinds and signed[1:].replace(":", "_") in names:
                    more.add(kinds.split()[0].strip("@?"))
        more = {name for name in more if name in found.owners} | classes
        if more == classes:
            return classes
        classes = more


def _with_metadata(owner: str, methods: dict[str, str], known: Metadata) -> dict[str, str]:
    """Put the bridge's signature of each block in, and take results from where it has none."""
    made: dict[str, str] = {}
    for signed, text in sorted(methods.items()):
        kinds = text.split()
        arguments = known.arguments.get((owner, signed[1:])) or known.arguments.get(
            ("NSObject", signed[1:]), {}
        )
        for place, kind in enumerate(kinds[1:], 2):
            about = arguments.get(place, {})
            if kind.startswith(_BLOCK) and "callable" in about:
                given = about["callable"]["arguments"]
                codes = [_code(given[number]["type"]) for number in sorted(given) if number > 0]
                kinds[place - 1] = kind.replace("?", ",".join(codes), 1)
            elif kind == _RESULT and _code(about.get("type_modifier", "")) not in ("o", "N"):
                kinds[place - 1] = "^"
        made[signed] = " ".join(kinds)
    return made


def _code(type_: str | bytes) -> str:
    text = type_.decode() if isinstance(type_, bytes) else type_
    return text[:1] if text[:1] not in "qQiIlLsS" or not text else "i"


def collect(wheels: Path, bindings: Path) -> dict[str, Any]:
    """The whole file. Raises LookupError for a name of Easel's that Apple's frameworks lack."""
    found, known = read_bindings(bindings), read_metadata(wheels)
    names, asked = used_names()
    classes = {
        name: {
            "from": found.owners[name].framework,
            "super": found.owners[name].parent,
            "main": found.owners[name].main,
            "methods": _with_metadata(name, found.owners[name].methods, known),
        }
        for name in sorted(chosen(found, names))
    }
    protocols = {
        name: _with_metadata("NSObject", owner.methods, known)
        for name, owner in sorted(found.owners.items())
        if not owner.parent and owner.methods and (owner.framework in WHOLE or name in names)
    }
    values = {name: known.values[name] for name in sorted(names & set(known.values))}
    functions = sorted(names & known.functions - {*values, *found.owners})
    strange = {name for name in asked if re.match(r"(NS|UN|QL)[A-Z]\w+$", name)}
    strange -= {*found.owners, *values, *functions}
    if strange:
        raise LookupError(f"Apple's frameworks have none of these: {', '.join(sorted(strange))}")
    return {
        "classes": classes,
        "protocols": protocols,
        "values": values,
        "functions": functions,
    }


def write(facts: dict[str, Any], path: Path) -> None:
    """A line for each entry, so that a change can be read."""
    parts = []
    for title, entries in facts.items():
        pairs = entries.items() if isinstance(entries, dict) else [(name, 1) for name in entries]
        lines = [f"{json.dumps(k)}:{json.dumps(v, separators=(',', ':'))}" for k, v in pairs]
        parts.append(f"{json.dumps(title)}:{{\n" + ",\n".join(lines) + "\n}")
    path.write_text("{" + ",\n".join(parts) + "}\n", "utf-8")


if __name__ == "__main__":
    write(collect(Path(sys.argv[1]), Path(sys.argv[2])), FACTS)
