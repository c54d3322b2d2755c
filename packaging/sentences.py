"""Gathers the sentences for people that the layers without Qt write, as templates to translate.

`core`, `storage`, `models`, `process`, `engines` and `worker` say what they have to say in plain
English: it goes through pipes, caches, logs and the command line as it is. The window recognises
each sentence by its template (`ui/i18n/translate_message.py`), so the templates are collected
here, straight from the source and the catalogue, into `ui/i18n/sentence_table.py`.
What is filled in is %1, %2, ... in the order of the English sentence.
"""

from __future__ import annotations

import ast
import itertools
import json
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LAYERS = ("core", "files", "storage", "models", "process", "engines", "worker")
TABLE = ROOT / "desktop" / "ui" / "i18n" / "sentence_table.py"
CATALOGUE = ROOT / "resources" / "catalogue.json"
_CATALOGUE_TEXTS = ("good_at", "suits", "needs", "group")
_HOLE = "\x00"
_INTERNAL = {"ValueError", "TypeError", "KeyError", "RuntimeError", "AssertionError", "Meta"}
_ERRORS = {"EaselError", "BadInput", "PictureTooLarge", "SilentKeychain"}
_PHRASES = {
    *("disk_error", "make_folder", "whole", "number", "one_of"),
    *("Loading", "Progress", "tell", "load", "_traits"),
}
"""Functions whose short texts become part of a sentence: `disk_error(e, p, "save the queue")`."""

_WORDS = (
    *("unet", "vae", "scheduler", "text encoder", "text encoder 2", "second text encoder"),
    *("VAE decoder", "VAE encoder", "image encoder", "safety checker", "width", "height", "mask"),
    *("prompt", "negative prompt", "starting image", "picture", "output folder"),
    *("this Mac", "this machine", "this Mac's", "this machine's", "it will be slow", "it may fail"),
    *("as they are on the disk", "in half precision", "in single precision"),
    *("Compression of the %1", "Check of the %1", "LoRA %1", "VAE %1", "ControlNet %1"),
)
"""Words that sentences are filled with, which no rule below would find."""


def collect() -> list[str]:
    """Every template once, in order."""
    found = {*_WORDS, *catalogue_texts()}
    for layer in LAYERS:
        for path in sorted((ROOT / "desktop" / layer).rglob("*.py")):
            found.update(templates(path.read_text(encoding="utf-8")))
    return sorted(found)


def templates(source: str) -> Iterator[str]:
    """The sentences in one module's source; docstrings and programmers' errors are left out."""
    tree = ast.parse(source)
    skipped = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = _name(node.func)
            if name in _INTERNAL:
                skipped.update(id(part) for part in ast.walk(node))
            elif name in _PHRASES:
                yield from _phrases(node)
            elif name in _ERRORS and node.args:
                said = _text(node.args[0])
                if said is not None and re.search("[a-z]{2}", said):
                    yield _numbered(said)
    for node in ast.walk(tree):
        text = None if id(node) in skipped else _text(node)
        if text is not None:
            skipped.update(id(part) for part in ast.walk(node))
            if is_sentence(text):
                yield _numbered(text)


def is_sentence(text: str) -> bool:
    """Whether `text` reads like a sentence for people, or the end of one."""
    words = re.findall(r"[A-Za-z’']{2,}", text)
    if "\n" in text or len(words) < 2 or re.match(r"[A-Z]{4,} ", text):
        return False
    if re.match(rf"[A-Z“{_HOLE}]", text):
        ends = rf"[.?…]$|: {_HOLE}$" if len(words) < 5 else rf"[.?…{_HOLE}]$"
        return " " in text and re.search(ends, text) is not None
    return len(words) > 4 and re.match("[a-z]", text) is not None and text.endswith(".")


def catalogue_texts() -> Iterator[str]:
    """What the catalogue says about its models in words."""
    for entry in json.loads(CATALOGUE.read_text(encoding="utf-8"))["entries"]:
        for key in _CATALOGUE_TEXTS:
            if entry.get(key):
                yield entry[key]
        yield from filter(None, entry.get("variant", "").split(", "))


def _phrases(call: ast.Call) -> Iterator[str]:
    values = [*call.args, *(word.value for word in call.keywords)]
    texts = [value.value for value in values if isinstance(value, ast.Constant)]
    yield from (text for text in texts if re.fullmatch(r"[A-Za-z][\w ,()-]{2,}", str(text)))


def write_table() -> None:
    """Bring `sentence_table.py` up to date; an unchanged file is not touched."""
    lines = [
        '"""Templates of the sentences from below the window; made by packaging/sentences.py."""',
        "",
        "from __future__ import annotations",
        "",
        "from desktop.ui.i18n.translate_noop import QT_TRANSLATE_NOOP",
        "",
        "TEMPLATES: tuple[str, ...] = (",
    ]
    for text in collect():
        quoted = json.dumps(text, ensure_ascii=False)
        lines.append(f'    QT_TRANSLATE_NOOP("Sentences", {quoted}),')
    content = "\n".join([*lines, ")", ""])
    if not TABLE.exists() or TABLE.read_text(encoding="utf-8") != content:
        TABLE.write_text(content, encoding="utf-8")


def _text(node: ast.AST) -> str | None:
    """A text with holes where something is filled in; None for anything else."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return re.sub(r"\{\w+\}", _HOLE, node.value)  # for str.format
    if isinstance(node, ast.JoinedStr):
        parts = [part.value if isinstance(part, ast.Constant) else _HOLE for part in node.values]
        return "".join(str(part) for part in parts)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        left, right = _text(node.left), _text(node.right)
        if left is None and right is None:
            return None
        return (_HOLE if left is None else left) + (_HOLE if right is None else right)
    return None


def _numbered(text: str) -> str:
    numbers = itertools.count(1)
    return re.sub(_HOLE, lambda _: f"%{next(numbers)}", text)


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else getattr(node, "attr", "")
