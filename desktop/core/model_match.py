"""Find the installed model that a recipe names, or the nearest ones."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from typing import Protocol

import msgspec

from .names import composed, name_key

_HASH = re.compile(r"[0-9a-fA-F]{10,64}")
"""Hex digits of a sha256: A1111 writes the first 10; its older 8 digits are of another hash."""
_MOST_NEAREST = 3
_MOST_LETTERS = 300
"""Longest name, in characters, to compare by similarity: the time grows with both lengths."""
_SAID_OF_FILES = re.compile(
    r"(fp16|fp32|bf16|pruned|ema-?only|no-?ema|split[-_ ]?einsum(_v2)?|original|compiled|packages)"
)
_VERSION = re.compile(r"(\d+)")


class InstalledModel(Protocol):
    """A model to choose from."""

    @property
    def name(self) -> str:
        """The name shown to people."""
        ...

    @property
    def path(self) -> str:
        """Path of the model."""
        ...

    @property
    def sha256(self) -> str:
        """sha256 of its weights in hex; '' until it has been computed."""
        ...


class ModelMatch(msgspec.Struct, frozen=True, kw_only=True):
    """Path of the matching model, '' where none is certain; then the nearest paths, best first."""

    path: str = ""
    nearest: tuple[str, ...] = ()


def match_model(name: str, sha256: str, installed: Sequence[InstalledModel]) -> ModelMatch:
    """Return the installed model with this hash (at least its first 10 digits), else this name.

    Names match where only case, separators, folders, a file's ending and words such as `fp16`
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
    """Return whether `text` can be a model's sha256, or enough of its first digits."""
    return _HASH.fullmatch(text) is not None


def is_hash_of(text: str, sha256: str) -> bool:
    """Return whether `text` and `sha256` are the same hash; either may be its first digits."""
    if not (is_hash(text) and is_hash(sha256)):
        return False
    digits = min(len(text), len(sha256))
    return text[:digits].lower() == sha256[:digits].lower()


def _as_written(name: str) -> str:
    return composed(name).strip()


def folded(name: str) -> str:
    """Return `name` case-folded, without folders, a model file's suffix and separators."""
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
