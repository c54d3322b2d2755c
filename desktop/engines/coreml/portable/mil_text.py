"""Parser of a compiled model's program (.mlmodelc), which is text: model.mil."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

import numpy as np

from desktop.core.errors import BadInput
from desktop.files.bounded import UnreadableError, read_bytes

from .program import Blob, Constant, Op, Program, TensorType
from .weight_file import NUMPY_TYPES, PACKED_BITS

_TOKEN = re.compile(
    r"""\s++|(?<!\\)"(?:[^"\\]++|\\.)*+"|->"""
    r"""|[-+]?0x[0-9a-fA-F.]++p[-+]?\d++|[-+]?(?:\d++(?:\.\d*+)?(?:[eE][-+]?\d++)?|(?:inf|nan)\b)"""
    r"""|[A-Za-z_@][\w@./:-]*+|[\[\](){}<>,;=?]"""
)
_MOST_BYTES = 64 * 2**20
_SCALARS = {*NUMPY_TYPES, *PACKED_BITS, "string"}
_ESCAPE = re.compile(r"\\(.)")


def read_compiled(bundle: Path, *, function: str = "main") -> tuple[list[Program], Path]:
    """Return the programs of `bundle` in order, and the folder they call ``@model_path``.

    A compiled pipeline has a folder for each of its programs (model0, model1). Raises BadInput
    where there is no such text (an old neural network), or it can't be parsed.
    """
    texts = [bundle / "model.mil"]
    if not texts[0].is_file():
        texts = sorted(bundle.glob("model[0-9]*/model.mil"), key=lambda path: path.parent.name)
    if not texts:
        raise BadInput(
            "{bundle} holds no program as text, so it needs a Mac: get the same model as packages "
            "to use it here.",
            bundle=bundle.name,
        )
    programs: list[Program] = []
    for text in texts:
        below = text.parent.relative_to(bundle).as_posix()
        reader = _Reader(text, "" if below == "." else f"{below}/")
        programs.append(reader.read(function))
    return programs, bundle


class _Reader:
    """Single-pass recursive-descent parser of a program; each method consumes what it names."""

    def __init__(self, path: Path, folder: str) -> None:
        self._name, self._folder = path.parent.name, folder
        try:
            self._words = list(_words(read_bytes(path, _MOST_BYTES).decode()))
        except (OSError, UnreadableError, ValueError) as error:
            raise self._damaged(str(error)) from error
        self._place = 0

    def read(self, function: str) -> Program:
        """Parse the function of that name."""
        try:
            return self._program(function)
        except BadInput:
            raise
        except Exception as error:  # damaged words can stand in any place
            near = " ".join(self._words[self._place : self._place + 8])
            raise self._damaged(f"{error!r}, at word {self._place}: {near}") from error

    def _damaged(self, why: str) -> BadInput:
        return BadInput("{name} is damaged: its program can’t be read.", why, name=self._name)

    def _program(self, function: str) -> Program:
        self._expect("program")
        self._skip("(", ")")
        self._attributes_skipped()
        self._expect("{")
        found: Program | None = None
        while not self._taken("}"):
            self._expect("func")
            name = self._next()
            self._skip("<", ">")
            program = self._function()
            found = program if name == function else found
        return found or self._fail(f"there is no function {function}")

    def _function(self) -> Program:
        program = Program(inputs={}, outputs=())
        self._expect("(")
        while not self._taken(")"):
            kind = self._type()
            program.inputs[self._next()] = kind
            self._taken(",")
        self._attributes_skipped()
        self._expect("{")
        while not self._taken("}"):
            self._statement(program)
        self._expect("->")
        program.outputs = self._names()
        self._expect(";")
        return program

    def _statement(self, program: Program) -> None:
        types, outputs = [self._type()], [self._next()]
        while self._taken(","):
            types.append(self._type())
            outputs.append(self._next())
        self._expect("=")
        kind = self._next()
        arguments = self._pairs("(", ")")
        attributes = self._pairs("[", "]") if self._peek() == "[" else {}
        if self._peek() == "{":
            raise BadInput(
                "The operation {kind} of this model branches, which can’t be run here.", kind=kind
            )
        self._expect(";")
        if kind == "const":
            program.constants[outputs[0]] = attributes["val"]
            return
        given = attributes.pop("name", None)
        name = given.value if isinstance(given, Constant) and given.value else outputs[0]
        inputs: dict[str, tuple[str, ...]] = {}
        for parameter, value in (arguments | attributes).items():
            if isinstance(value, Constant):
                place = f"{name}.{parameter}"
                program.constants[place] = value
                inputs[parameter] = (place,)
            else:
                inputs[parameter] = value
        program.ops.append(Op(kind, str(name), inputs, tuple(outputs), tuple(types)))

    def _pairs(self, opens: str, closes: str) -> dict[str, Any]:
        """Parse `name = value` pairs; a value is a Constant or the names that it is bound to."""
        found: dict[str, Any] = {}
        self._expect(opens)
        while not self._taken(closes):
            name = self._next()
            self._expect("=")
            found[name] = self._value()
            self._taken(",")
        return found

    def _value(self) -> Constant | tuple[str, ...]:
        if self._peek() == "(":
            return self._names()
        after = self._words[self._place + 1]
        if (self._peek() in _SCALARS and after == "(") or after == "<":
            return self._literal()
        return (self._next(),)

    def _names(self) -> tuple[str, ...]:
        self._expect("(")
        names: list[str] = []
        while not self._taken(")"):
            names.append(self._next())
            self._taken(",")
        return tuple(names)

    def _literal(self) -> Constant:
        kind = self._type()
        self._expect("(")
        if self._taken("BLOBFILE"):
            where = self._pairs("(", ")")
            self._expect(")")
            file = str(where["path"].value).removeprefix("@model_path/")
            return Constant(kind, Blob(self._folder + file, int(where["offset"].value)))
        values: list[Any] = []
        while not self._taken(")"):
            word = self._next()
            if word not in {"[", "]", ","}:
                values.append(_scalar(word, kind.dtype))
        if kind.dtype == "string":
            return Constant(kind, values[0] if values else "")
        dtype = np.dtype(np.uint8) if kind.dtype in PACKED_BITS else NUMPY_TYPES[kind.dtype]
        if kind.dtype == "int4":
            dtype = np.dtype(np.int8)
        if len(values) != math.prod(kind.shape):
            self._fail(f"{len(values)} values for the shape {kind.shape}")
        return Constant(kind, np.array(values, dtype).reshape(kind.shape))

    def _type(self) -> TensorType:
        name = self._next()
        if name in _SCALARS:
            return TensorType(name, ())
        if name != "tensor":
            raise BadInput(
                "{name} has values of the kind {kind}, which can’t be run here.",
                name=self._name,
                kind=name,
            )
        self._expect("<")
        dtype = self._next()
        self._expect(",")
        self._expect("[")
        sides: list[int] = []
        while not self._taken("]"):
            word = self._next()
            if word != ",":
                sides.append(int(word) if word.isdigit() else -1)
        self._expect(">")
        return TensorType(dtype if dtype in _SCALARS else "unknown", tuple(sides))

    def _attributes_skipped(self) -> None:
        if self._peek() == "[":
            self._skip("[", "]")

    def _skip(self, opens: str, closes: str) -> None:
        self._expect(opens)
        depth = 1
        while depth:
            word = self._next()
            depth += (word == opens) - (word == closes)

    def _peek(self) -> str:
        return self._words[self._place]

    def _next(self) -> str:
        self._place += 1
        return self._words[self._place - 1]

    def _taken(self, word: str) -> bool:
        there = self._words[self._place] == word
        self._place += there
        return there

    def _expect(self, word: str) -> None:
        if not self._taken(word):
            self._fail(f"{word} was expected")

    def _fail(self, why: str) -> NoReturn:
        raise ValueError(why)


def _words(text: str) -> Iterator[str]:
    """Yield the tokens of the text, without whitespace.

    Raises ValueError for unknown characters.
    """
    place = 0
    while place < len(text):
        found = _TOKEN.match(text, place)
        if found is None:
            raise ValueError(f"a strange sign at {place}: {text[place : place + 20]!r}")
        place = found.end()
        word = found[0]
        if not word.isspace():
            yield word


def _scalar(word: str, dtype: str) -> Any:
    if word.startswith('"'):
        return _ESCAPE.sub(r"\1", word[1:-1])
    if word in {"true", "false"}:
        return word == "true"
    if dtype.startswith("fp"):
        return float.fromhex(word) if "0x" in word else float(word)
    return int(word)
