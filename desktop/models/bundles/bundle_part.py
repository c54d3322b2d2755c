"""A Core ML model by its file: inputs, outputs, attention, compression."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import msgspec

from desktop.core.messages import Message

Form = Literal["packages", "compiled"]
Attention = Literal["", "original", "split_einsum", "split_einsum_v2"]

SUFFIXES: dict[str, Form] = {".mlpackage": "packages", ".mlmodelc": "compiled"}


def holds_core_ml(path: Path) -> bool:
    """Return whether `path` is a Core ML model or holds some, by names; False where unreadable."""
    try:
        return path.suffix in SUFFIXES or any(entry.suffix in SUFFIXES for entry in path.iterdir())
    except OSError:
        return False


class Feature(msgspec.Struct, frozen=True):
    """An input or output: its shape, and its dtype by MIL's name ("fp16", "fp32", "int32")."""

    name: str
    shape: tuple[int, ...]
    dtype: str


class PartFacts(msgspec.Struct, frozen=True, kw_only=True):
    """Facts from a program's operations. `softmaxes` are the shapes of its softmax results."""

    softmaxes: tuple[tuple[int, ...], ...] = ()
    einsums: int = 0
    gelus: int = 0
    compression: str = ""
    """"", "palettized 6 bits", "linear 8 bits", "sparse"..., joined by a comma where mixed."""


class BundlePart(msgspec.Struct, frozen=True, kw_only=True):
    """An .mlpackage or .mlmodelc. `problem` is why it can't be used, in one sentence."""

    name: str
    path: Path
    form: Form
    inputs: tuple[Feature, ...] = ()
    outputs: tuple[Feature, ...] = ()
    facts: PartFacts = PartFacts()
    precision: str = ""
    """The dtype of the weights: "fp16", "fp32"; "" where unknown."""
    pipeline: bool = False
    """Whether one file holds several models (a chunked UNet in one package)."""
    problem: Message | None = None

    def input(self, name: str) -> Feature | None:
        """Return the input of this name."""
        return next((item for item in self.inputs if item.name == name), None)

    def output(self, name: str) -> Feature | None:
        """Return the output of this name."""
        return next((item for item in self.outputs if item.name == name), None)


def attention_of(facts: PartFacts, tokens: int) -> Attention:
    """Return the attention of a UNet, by the shapes of its softmax results.

    `original` works on (B, heads, queries, keys); `split_einsum` on (B, keys, 1, queries) for each
    head; `split_einsum_v2` takes at most 512 queries at once, so that a layer over the picture's
    own positions (not over `tokens` text positions) has fewer queries than keys.
    """
    shapes = [shape for shape in facts.softmaxes if len(shape) == 4]
    by_head = [shape for shape in shapes if shape[2] == 1 and shape[1] > 1]
    if not shapes:
        return ("split_einsum" if facts.einsums else "original") if facts.gelus else ""
    if len(by_head) * 2 <= len(shapes):
        return "original"
    chunked = any(keys != tokens and queries < keys for _, keys, _, queries in by_head)
    return "split_einsum_v2" if chunked else "split_einsum"
