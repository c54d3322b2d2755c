"""Walk a model folder: find possible models, safely, each once."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal

import msgspec

from desktop.models.hub_cache import current_snapshot, is_hub_repository, unfinished_blobs
from desktop.models.recognition.diffusers_folder import INDEX, is_bare_flow_folder
from desktop.models.recognition.recognise import is_model_file

MAX_WATCHED = 400
"""Maximum watched folders: macOS and Linux watch each one; deeper ones wait for the next scan."""


def folders_to_watch(folders: Sequence[Path], limit: int = MAX_WATCHED) -> list[str]:
    """Return the model folders and the folders below them, nearest first, at most `limit`.

    A missing folder is replaced by its nearest existing parent, so that its return is noticed.
    """
    found: dict[str, None] = {}
    for folder in folders:
        there = next((path for path in (folder, *folder.parents) if path.is_dir()), None)
        if there is not None:
            found[str(there)] = None
    for folder in folders:
        for below in folders_below(folder):
            if len(found) >= limit:
                return list(found)
            found[str(below)] = None
    return list(found)


MAX_DEPTH = 8
MAX_FOLDERS = 20_000
_BUNDLES = (".mlmodelc", ".mlpackage")
_NEVER = frozenset(
    {
        "__pycache__",
        "node_modules",
        "site-packages",
        "venv",
        "custom_nodes",
        "blobs",
        "$recycle.bin",
        "system volume information",
    }
)
_PARTS = frozenset(
    {
        "unet",
        "vae",
        "vae_1_0",
        "text_encoder",
        "text_encoder_2",
        "tokenizer",
        "tokenizer_2",
        "scheduler",
        "safety_checker",
        "feature_extractor",
        "image_encoder",
        "vae_decoder",
        "vae_encoder",
        "transformer",
    }
)
"""The subfolders of a diffusers model: parts of it, never models of their own."""
_LONE = ("diffusion_pytorch_", "preprocessor_config.json")
"""Beside a config.json: one diffusers part, or a vision model of transformers."""


class Candidate(msgspec.Struct, frozen=True):
    """A possible model: a diffusers folder, a Core ML folder or a file."""

    kind: Literal["diffusers", "coreml", "file", "lone_part"]
    path: Path


class Refused(msgspec.Struct, frozen=True):
    """A folder that the system denied."""

    path: Path


def walk(root: Path) -> Iterator[Candidate | Refused]:
    """Yield possible models below `root`, in the order of names; `root` may be a file.

    Links are followed, and each folder and file is visited once however many links lead to it, so
    loops end. Hidden folders (`.git`) and the insides of models are never entered.
    """
    if root.is_file():
        yield Candidate("file", root)
        return
    seen: set[tuple[int, int]] = set()
    stack: list[tuple[Path, int]] = [(root, 0)]
    while stack and len(seen) < MAX_FOLDERS:
        folder, depth = stack.pop()
        try:
            status = folder.stat()
            with os.scandir(folder) as listing:
                entries = sorted(listing, key=lambda entry: entry.name)
        except PermissionError:
            yield Refused(folder)
            continue
        except OSError:
            continue
        if (status.st_dev, status.st_ino) in seen:
            continue
        seen.add((status.st_dev, status.st_ino))
        yield from _sightings(folder, entries, seen)
        if depth < MAX_DEPTH:
            stack.extend((child, depth + 1) for child in reversed(_children(folder, entries)))


def folders_below(root: Path) -> Iterator[Path]:
    """Yield the folders that `walk` would enter, nearest first, without `root`."""
    seen: set[tuple[int, int]] = set()
    level = [root]
    for _ in range(MAX_DEPTH):
        following: list[Path] = []
        for folder in level:
            try:
                status = folder.stat()
                with os.scandir(folder) as listing:
                    entries = sorted(listing, key=lambda entry: entry.name)
            except OSError:
                continue
            if (status.st_dev, status.st_ino) in seen:
                continue
            seen.add((status.st_dev, status.st_ino))
            following += _children(folder, entries)
        yield from following
        level = following


def _sightings(
    folder: Path, entries: list[os.DirEntry[str]], seen: set[tuple[int, int]]
) -> Iterator[Candidate]:
    names = {entry.name for entry in entries}
    if INDEX in names or is_bare_flow_folder(folder):
        yield Candidate("diffusers", folder)
    elif "config.json" in names and any(name.startswith(_LONE) for name in names):
        yield Candidate("lone_part", folder)
        return
    if any(name.endswith(_BUNDLES) for name in names):
        yield Candidate("coreml", folder)
    if is_hub_repository(folder):
        yield from (Candidate("file", path) for path in unfinished_blobs(folder))
    for entry in entries:
        if not is_model_file(entry.name) or entry.name.startswith("."):
            continue
        try:
            if not entry.is_file():
                if entry.name.endswith(".download"):  # Safari keeps a download in such a folder
                    yield Candidate("file", Path(entry.path))
                continue
            status = os.stat(entry.path)
        except OSError:
            continue
        key = (status.st_dev, status.st_ino)
        if key not in seen:
            seen.add(key)
            yield Candidate("file", Path(entry.path))


def _children(folder: Path, entries: list[os.DirEntry[str]]) -> list[Path]:
    if is_hub_repository(folder):
        return [snapshot for snapshot in [current_snapshot(folder)] if snapshot is not None]
    is_model = any(entry.name == INDEX for entry in entries) or is_bare_flow_folder(folder)
    children: list[Path] = []
    for entry in entries:
        name = entry.name.lower()
        if name.startswith(".") or name in _NEVER or name.endswith((*_BUNDLES, ".download")):
            continue
        if is_model and name in _PARTS:
            continue
        try:
            if entry.is_dir():
                children.append(folder / entry.name)
        except OSError:
            continue
    return children
