"""Finds the model that a recipe names among those installed, or the nearest ones."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from typing import Protocol

import msgspec

from .names import composed, name_key

_HASH = re.compile(r"[0-9a-fA-F]{10,64}")
"""A1111's text has the first 10 digits of the sha256; its older 8 digits are of another kind."""
_MOST_NEAREST = 3
_MOST_LETTERS = 300
"""Of a name that may be near another one: the comparison's time grows with both lengths."""
_SAID_OF_FILES = re.compile(
    r"(fp16|fp32|bf16|pruned|ema-?only|no-?ema|split[-_ ]?einsum(_v2)?|original|compiled|packages)"
)
_VERSION = re.compile(r"(\d+)")


class InstalledModel(Protocol):
    """A model to choose from."""

    @property
    def name(self) -> str:
        """What people see."""
        ...

    @property
    def path(self) -> str:
        """Where it lies."""
        ...

    @property
    def sha256(self) -> str:
        """The hash of its weights in hex; '' where nobody has computed it yet."""
        ...


class ModelMatch(msgspec.Struct, frozen=True, kw_only=True):
    """The path of the model meant, '' where none is sure; then the nearest paths, best first."""

    path: str = ""
    nearest: tuple[str, ...] = ()


def match_model(name: str, sha256: str, installed: Sequence[InstalledModel]) -> ModelMatch:
    """The installed model of this hash (or its first 10 digits or more), else of this name.

    Names are alike where only case, separators, folders, a file's ending and words such as `fp16`
    differ. A version in the name must be the same: 1.5 is not 2.1, nor near it.
    """
    same = [model for model in installed if is_hash_of(sha256, model.sha256)]
    if same:
        named = [model for model in same if folded(model.name) == folded(name)]
        return ModelMatch(path=(named or same)[0].path)
    for form in (_as_written, folded, _core):
        same = [model for model in installed if form(model.name) == form(name) != ""]
        if len(same) == 1 or (same and form is _as_written):
            return ModelMatch(path=same[0].path)
    return ModelMatch(nearest=_nearest(name, installed))


def is_hash(text: str) -> bool:
    """Whether `text` can be a model's sha256, or enough of its first digits."""
    return _HASH.fullmatch(text) is not None


def is_hash_of(text: str, sha256: str) -> bool:
    """Whether `text` is `sha256`, or enough of its first digits."""
    return is_hash(text) and sha256.lower().startswith(text.lower())


def _as_written(name: str) -> str:
    return composed(name).strip()


def folded(name: str) -> str:
    """A name without folders, a model file's ending, case and separators."""
    base = name.replace("\\", "/").rsplit("/", 1)[-1]
    base = name_key(base)
    base = re.sub(r"\.(safetensors|ckpt|sft|mlmodelc|mlpackage)$", "", base)
    return re.sub(r"[\s._\-]+", "", base)


def _core(name: str) -> str:
    base = name_key(name.replace("\\", "/").rsplit("/", 1)[-1])
    return folded(_SAID_OF_FILES.sub("", base))


def _nearest(name: str, installed: Sequence[InstalledModel]) -> tuple[str, ...]:
    wanted = _core(name)
    if not wanted or len(wanted) > _MOST_LETTERS:
        return ()
    scored: list[tuple[float, str]] = []
    for model in installed:
        has = _core(model.name)
        if _VERSION.findall(has) != _VERSION.findall(wanted):
            continue
        score = difflib.SequenceMatcher(None, wanted, has).ratio()
        if min(len(has), len(wanted)) >= 4 and (has in wanted or wanted in has):
            score = max(score, 0.8)
        if score >= 0.6:
            scored.append((score, model.path))
    scored.sort(key=lambda pair: -pair[0])
    return tuple(path for _, path in scored[:_MOST_NEAREST])
