"""Remove the user's folders from recipes, and remember the paths of the files that they name.

A recipe inside a picture travels with it: it holds names and hashes of the input files, never their
paths. The paths are kept apart, for this machine alone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec

from desktop.files.atomic import locked_folder, write_atomically
from desktop.files.bounded import UnreadableError, read_struct
from desktop.files.json_coerce import as_list, as_mapping

_MOST_KEPT = 5_000
_DIGITS = 32
_BLOCK = 1 << 20
_FILES = {
    "image": ("path", "mask"),
    "references": ("path",),
    "controlnets": ("image", "preprocessor_model"),
}
"""Recipe keys that name files or folders."""

Change = Callable[[Mapping[str, Any], str], dict[str, Any]]
"""Returns the replacement for one key of a part of a recipe."""


def without_paths(recipe: Mapping[str, Any]) -> dict[str, Any]:
    """Return `recipe` with names in place of paths, and each file's hash beside its name."""
    return _changed(recipe, _named)


def has_paths(recipe: Mapping[str, Any]) -> bool:
    """Return whether `recipe` contains folders of the machine that it was made on."""
    return _changed(recipe, lambda part, key: {key: _name(part[key])}) != dict(recipe)


def picture_digest(path: str) -> str:
    """Return the beginning of a picture's sha256; "" for a folder, a model or a missing file."""
    if not path.startswith("/") or path.lower().endswith((".safetensors", ".sft", ".ckpt")):
        return ""
    digest = hashlib.sha256()
    try:
        with open(path, "rb") as stream:
            while block := stream.read(_BLOCK):
                digest.update(block)
    except (OSError, ValueError):
        return ""
    return digest.hexdigest()[:_DIGITS]


class InputPaths:
    """Store, in `file`, of the latest paths of the files that recipes name."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def remember(self, recipe: Mapping[str, Any]) -> None:
        """Store the paths of `recipe`, which is as it was drawn. Best effort: a failure only costs
        work.
        """
        found = dict(_paths(recipe))
        if not found:
            return
        with suppress(OSError):
            self._file.parent.mkdir(parents=True, exist_ok=True)
            with locked_folder(self._file.parent):
                known = {**self._read(), **found}
                kept = dict(list(known.items())[-_MOST_KEPT:])
                write_atomically(self._file, msgspec.json.encode(kept))

    def restored(self, recipe: Mapping[str, Any]) -> dict[str, Any]:
        """Return `recipe` with the paths of known files that still exist."""
        known = self._read()

        def restore(part: Mapping[str, Any], key: str) -> dict[str, Any]:
            name = str(part[key])
            wanted = known.get(str(part.get(_hash_key(key), "")) or f"name:{name}", "")
            return {key: wanted if wanted and Path(wanted).exists() else name}

        return _changed(recipe, restore)

    def _read(self) -> dict[str, str]:
        try:
            return read_struct(self._file, dict[str, str])
        except (OSError, UnreadableError):
            return {}


def _changed(recipe: Mapping[str, Any], change: Change) -> dict[str, Any]:
    """Return a copy of `recipe` with `change(part, key)` applied to everything that names files."""
    result = dict(recipe)
    for key, names in _FILES.items():
        value: object = recipe.get(key)
        if as_mapping(value):
            result[key] = _part(as_mapping(value), names, change)
        elif as_list(value):
            result[key] = [
                _part(as_mapping(part), names, change) if as_mapping(part) else part
                for part in as_list(value)
            ]
    if isinstance(recipe.get("vae"), str) and recipe["vae"]:
        result["vae"] = change(recipe, "vae")["vae"]
    source = as_mapping(recipe.get("upscaled"))
    if source:
        result["upscaled"] = _part(source, ("from",), change)
    return result


def _part(part: Mapping[str, Any], names: tuple[str, ...], change: Change) -> dict[str, Any]:
    result = dict(part)
    for key in names:
        if isinstance(part.get(key), str) and part[key]:
            result |= change(part, key)
    return result


def _named(part: Mapping[str, Any], key: str) -> dict[str, Any]:
    digest = picture_digest(str(part[key])) or str(part.get(_hash_key(key), ""))
    return {key: _name(part[key])} | ({_hash_key(key): digest} if digest else {})


def _paths(recipe: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the lookup key (digest or name) and the path of each file or folder of `recipe`."""
    found: list[tuple[str, str]] = []

    def take(part: Mapping[str, Any], key: str) -> dict[str, Any]:
        path = str(part[key])
        if _name(path) != path:
            found.append((picture_digest(path) or f"name:{_name(path)}", path))
        return {key: path}

    _changed(recipe, take)
    yield from found


def _name(path: object) -> str:
    return str(path).replace("\\", "/").rstrip("/").rsplit("/", 1)[-1]


def _hash_key(key: str) -> str:
    return "sha256" if key == "path" else f"{key}_sha256"
