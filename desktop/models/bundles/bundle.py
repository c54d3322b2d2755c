"""Read the contents of a folder of Core ML models, without loading weights or coremltools."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec

from desktop.core.errors import BadInput
from desktop.core.messages import Message
from desktop.files.bounded import UnreadableError
from desktop.models.config_files import MAX_CONFIG_BYTES, parse_object

from .assemble import Bundle, assemble
from .bundle_part import SUFFIXES, BundlePart, Form
from .compiled_model import read_compiled_part
from .file_tree import Tree, opened, tree_bytes, wants_password
from .model_package import read_package_part
from .roles import has_apple_name

__all__ = ["Bundle", "is_apple_named", "read_bundles"]

MAX_DEPTH = 4


def read_bundles(path: Path, *, deep: bool = True) -> list[Bundle]:
    """Return the models in `path`: a folder, a repository's root, a .zip of either, or one UNet
    file.

    Each attention and form in a repository is a model of its own. A folder with both packages and
    compiled models gives two; the path of one of its UNets gives that form. Without `deep`,
    subfolders are skipped. A model that can't run is included with its `problem`. Raises BadInput
    where nothing is recognized, with the reason.
    """
    wanted: Form | None = None
    if path.suffix in SUFFIXES:
        wanted, path, deep = SUFFIXES[path.suffix], path.parent, False
    if not path.exists():
        raise BadInput("There is no file or folder at {path}.", path=path)
    if path.is_file() and path.suffix.lower() != ".zip":
        raise BadInput("{file} is neither a Core ML folder nor a .zip of one.", file=path.name)
    bundles: list[Bundle] = []
    problems: list[Message] = []
    with opened(path) as tree:
        for folder, steps in _folders(tree, (), MAX_DEPTH if deep else 0):
            place = path.joinpath(*steps)
            found, sentences = _read_folder(folder, place, path.is_dir())
            bundles += found
            problems += sentences
    bundles = [bundle for bundle in bundles if wanted is None or bundle.form == wanted]
    if not bundles:
        raise BadInput(
            problems[0]
            if problems
            else Message("There is no Core ML model in {file}.", file=path.name)
        )
    return bundles


def is_apple_named(path: Path) -> bool:
    """Return whether `path` is a folder whose packages have the names of Apple's converter.

    The command form of Apple's guide is meant for these: seed 93, 50 steps, guidance 7.5.
    """
    try:
        return any(has_apple_name(entry.name) for entry in path.iterdir())
    except OSError:
        return False


def _folders(
    tree: Tree, steps: tuple[str, ...], depth: int
) -> Iterator[tuple[Tree, tuple[str, ...]]]:
    """Yield every folder with Core ML models, in the order of names."""
    try:
        entries = sorted(tree.iterdir(), key=lambda entry: entry.name)
    except OSError:
        return
    if any(_suffix(entry.name) in SUFFIXES for entry in entries):
        yield tree, steps
    if depth:
        for entry in entries:
            hidden = entry.name.startswith((".", "__MACOSX"))
            if not hidden and _suffix(entry.name) not in SUFFIXES and entry.is_dir():
                yield from _folders(entry, (*steps, entry.name), depth - 1)


def _suffix(name: str) -> str:
    return "." + name.rpartition(".")[2] if "." in name else ""


def _read_folder(folder: Tree, place: Path, on_disk: bool) -> tuple[list[Bundle], list[Message]]:
    entries = sorted(folder.iterdir(), key=lambda entry: entry.name)
    own = _json(folder, "easel.json")
    forms: dict[Form, list[BundlePart]] = {}
    for entry in entries:
        form = SUFFIXES.get(_suffix(entry.name))
        if form is not None and entry.is_dir():
            forms.setdefault(form, []).append(_read_part(entry, place / entry.name, form))
    nets = _controlnets(folder, place)
    vocabulary = place if folder.joinpath("vocab.json").is_file() else None
    bundles: list[Bundle] = []
    problems: list[Message] = []
    for form, parts in sorted(forms.items()):
        extra = [net for net in nets if net.form == form]
        result = assemble(place, form, [*parts, *extra], own, vocabulary)
        if isinstance(result, Message):
            problems.append(result)
        else:
            bundles.append(result)
    if len(bundles) == 2:
        bundles[1] = msgspec.structs.replace(bundles[1], path=bundles[1].any_unet.path)
    if not on_disk:
        message = Message("It is packed in a zip file: unpack it, then it can be used.")
        bundles = [msgspec.structs.replace(bundle, problem=message) for bundle in bundles]
    return bundles, problems


def _controlnets(folder: Tree, place: Path) -> Sequence[BundlePart]:
    """Return the ControlNets in Apple's `controlnet` folder beside compiled models."""
    nets: list[BundlePart] = []
    for name in ("controlnet", "ControlNet", "controlnets"):
        below = folder.joinpath(name)
        if not below.is_dir() or any(net.path.parent.name.lower() == name for net in nets):
            continue
        for entry in sorted(below.iterdir(), key=lambda entry: entry.name):
            form = SUFFIXES.get(_suffix(entry.name))
            if form is not None and entry.is_dir():
                nets.append(_read_part(entry, place / name / entry.name, form))
    return nets


def _read_part(entry: Tree, path: Path, form: Form) -> BundlePart:
    plain = entry.name.lower().replace("-", "").replace("_", "")
    deep = "vae" not in plain and "textencoder" not in plain and "safety" not in plain
    read = read_package_part if form == "packages" else read_compiled_part
    try:
        return read(entry, path, deep=deep)
    except Exception as error:  # what can't be understood is one part that can't be used
        if wants_password(error):
            raise
        message = (
            error.message
            if isinstance(error, BadInput)
            else Message("{file} can’t be read.", file=path.name)
        )
        return BundlePart(name=entry.name, path=path, form=form, problem=message)


def _json(folder: Tree, name: str) -> dict[str, Any]:
    file = folder.joinpath(name)
    try:
        found = parse_object(tree_bytes(file, MAX_CONFIG_BYTES)) if file.is_file() else None
    except (OSError, UnreadableError):
        return {}
    return found or {}
