"""Output folder of a conversion: Apple's file names, tokenizer files and easel.json."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

import msgspec

from desktop.core.errors import BadInput, EaselError
from desktop.core.messages import Message
from desktop.files.bounded import UnreadableError, read_struct
from desktop.models.conversion.converted_folder import (
    clear_half_written,
    free_folder,
    is_conversion,
    working_folder,
)


def package_name(model: str, part: str) -> str:
    """Return Apple's name for a part: Stable_Diffusion_version_<model>_<part>.mlpackage."""
    return f"Stable_Diffusion_version_{_plain(model)}_{part}.mlpackage"


def controlnet_name(name: str) -> str:
    """Return Apple's name for a ControlNet's package."""
    return f"ControlNet_{_plain(name)}.mlpackage"


def _plain(name: str) -> str:
    return "".join("_" if letter in '/\\:*?"<>| ' else letter for letter in name)


def check_output(output: Path) -> None:
    """Raise BadInput where `output` can't become the new model's folder.

    Accepted are an empty folder, and one that an earlier conversion wrote.
    """
    taken = output.is_dir() and any(output.iterdir()) and not is_conversion(output)
    if output.is_file() or taken:
        raise BadInput(
            "{folder} is there already and holds something else: give the name of a folder that "
            "isn’t there yet ({name}/model, say), an empty one, or an earlier conversion.",
            folder=output,
            name=output.name,
        )
    place = output.parent
    while not place.exists():
        place = place.parent
    if not place.is_dir() or not os.access(place, os.W_OK):
        raise BadInput("Nothing can be written into {place}: choose another place.", place=place)


@contextmanager
def new_folder(output: Path) -> Generator[Path]:
    """Yield a hidden folder beside `output`, renamed at the end, or deleted on failure.

    An earlier conversion under that name goes to the Trash. Python's temporary files are created in
    the hidden folder meanwhile, so that a killed conversion leaves one folder behind, which the
    next conversion into the same parent deletes.
    """
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        clear_half_written(output.parent)
        work = working_folder(output, os.getpid())
        shutil.rmtree(work, ignore_errors=True)
        scratch = work / "scratch"
        scratch.mkdir(parents=True)
    except OSError as error:
        raise EaselError(
            "{folder} can’t be written to.", str(error), folder=output.parent
        ) from error
    before = tempfile.tempdir
    tempfile.tempdir = str(scratch)
    try:
        yield work
        shutil.rmtree(scratch, ignore_errors=True)
        _make_room(output)
        work.rename(output)
    except OSError as error:
        raise EaselError(_disk_message(error), str(error)) from error
    finally:
        tempfile.tempdir = before
        shutil.rmtree(work, ignore_errors=True)


def _make_room(output: Path) -> None:
    """Remove an empty folder or an earlier conversion with the name of the new folder."""
    if not output.is_dir():
        return
    if not any(output.iterdir()):
        output.rmdir()
        return
    from send2trash import send2trash

    try:
        send2trash(str(output))
    except OSError:  # a disk without a Trash
        output.rename(free_folder(output.parent, f"{output.name} (earlier)"))


def _disk_message(error: OSError) -> Message:
    import errno

    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return Message(
            "The disk is full: free some space and convert again. Nothing was left behind."
        )
    return Message("The converted model could not be written. Nothing was left behind.")


def write_json(path: Path, value: dict[str, Any]) -> None:
    """Write `value` as readable JSON; infinities become null."""
    path.write_text(json.dumps(finite(value), indent=2, ensure_ascii=False) + "\n", "utf-8")


def finite(value: Any) -> Any:
    """Return `value` with infinities as None, which JSON can't express, and messages as objects."""
    if isinstance(value, Message):
        return msgspec.to_builtins(value)
    if isinstance(value, dict):
        entries = cast("dict[str, Any]", value)
        return {key: finite(inner) for key, inner in entries.items()}
    if isinstance(value, list | tuple):
        return [finite(inner) for inner in cast("Sequence[Any]", value)]
    if isinstance(value, float) and value in (float("inf"), float("-inf")):
        return None
    return value


class _BytePairs(msgspec.Struct):
    """The `model` entry of a tokenizer.json of CLIP's kind."""

    vocab: dict[str, int]
    merges: list[str | list[str]]


class _TokenizerFile(msgspec.Struct):
    model: _BytePairs


def _read_tokenizer(path: Path) -> _TokenizerFile:
    """Read a tokenizer.json, untrusted input. Raises EaselError."""
    try:
        return read_struct(path, _TokenizerFile)
    except (OSError, UnreadableError) as error:
        raise EaselError(
            "The tokenizer of {model} is damaged: download the model again.",
            repr(error),
            model=path.parent.parent.name,
        ) from error


def _merge_line(pair: str | list[str]) -> str:
    """Return one line of merges.txt; newer tokenizer.json files have pairs, older ones lines."""
    return pair if isinstance(pair, str) else " ".join(pair)


def write_tokenizer(source: Path, folder: Path) -> None:
    """Write vocab.json and merges.txt, the files that Apple's tools and Mochi Diffusion read.

    `source` is a tokenizer's folder. If tokenizer.json is its only description, that is copied too,
    since it need not be CLIP's. Raises EaselError if it is damaged.
    """
    names = ["vocab.json", "merges.txt"]
    whole = source / "tokenizer.json"
    if all((source / name).is_file() for name in names):
        for name in names:
            shutil.copyfile(source / name, folder / name)
        return
    if not whole.is_file():
        return
    model = _read_tokenizer(whole).model
    vocabulary = json.dumps(model.vocab, ensure_ascii=False)
    (folder / names[0]).write_text(vocabulary + "\n", "utf-8")
    (folder / names[1]).write_text(
        "\n".join(["#version: 0.2", *(_merge_line(pair) for pair in model.merges)]) + "\n", "utf-8"
    )
    for name in ("tokenizer.json", "tokenizer_config.json"):
        if (source / name).is_file():
            shutil.copyfile(source / name, folder / name)
