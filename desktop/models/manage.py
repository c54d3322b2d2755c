"""Model management for command line and browser: look up, verify, remove."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path

import msgspec

from desktop.core.errors import BadInput, EaselError
from desktop.core.messages import Message

from .asset import Asset
from .catalogue.catalogue import close_ids, find_entry, plan_of
from .downloads.download_plan import DownloadPlan
from .downloads.records import Record, Records
from .downloads.sources.address import endpoint
from .downloads.sources.hub_lookup import look_up
from .hub_cache import repository_name
from .library import STARTER_NAME
from .model import Model
from .recognition.diffusers_folder import recognise_diffusers
from .recognition.recognise import recognise_file
from .recognition.safetensors_header import HeaderError, read_header

Progress = Callable[[int, int], None]
"""Called with (bytes done, total bytes); may raise to stop."""


def _silent(done: int, total: int) -> None:
    del done, total


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """The result of verifying a model. `checked` files were compared with a checksum."""

    whole: bool
    message: Message
    checked: int = 0
    damaged: tuple[str, ...] = ()


def plan_to_get(wanted: str, token: str | None = None) -> DownloadPlan:
    """Return the plan for a catalogue name, org/name, a hub address or a direct link. Uses the
    network.

    Raises BadInput (with close names) or EaselError.
    """
    entry = find_entry(wanted)
    hub = endpoint()
    if entry is not None:
        return plan_of(entry, hub, token)
    if "/" not in wanted:
        near = close_ids(wanted)
        if near:
            raise BadInput(
                "There is no “{name}” in the catalog: did you mean {known}?",
                name=wanted[:80],
                known=tuple(near),
            )
        raise BadInput(
            "There is no “{name}” in the catalog: `easel models browse` shows it.",
            name=wanted[:80],
        )
    return look_up(wanted, hub, token).recommended


def verify(model: Model, models_folder: Path, progress: Progress | None = None) -> Verdict:
    """Read all of a model; return whether it is whole.

    Files that Easel downloaded are compared with their sha256; of others the headers and sizes are
    checked, which finds truncated but not altered files. Raises EaselError for unreadable ones.
    """
    path = Path(model.path)
    try:
        return _verify(path, Records(models_folder), progress or _silent)
    except OSError as error:
        raise EaselError("{file} can’t be read.", str(error), file=model.name) from error


def _verify(path: Path, records: Records, progress: Progress) -> Verdict:
    known = records.below(path)
    damaged = [_short(p, path) for p in _wrong(known, progress)]
    loose = [file for file in _weight_files(path) if file not in known]
    damaged += [_short(file, path) for file in loose if not _whole_header(file)]
    problem = recognise_diffusers(path).problem if (path / "model_index.json").is_file() else None
    if path.is_file() and path not in known:
        problem = recognise_file(path).problem
    if damaged:
        return Verdict(
            whole=False,
            message=Message(
                "Damaged: {files}. Remove it and download it again.",
                files=tuple(damaged[:5]),
            ),
            checked=len(known),
            damaged=tuple(damaged),
        )
    if problem:
        return Verdict(whole=False, message=problem, checked=len(known))
    if known:
        return Verdict(
            whole=True,
            message=Message("Whole: every checksum is right."),
            checked=len(known),
        )
    message = Message(
        "Its headers are whole. Easel didn’t download it, so there is no checksum to compare."
    )
    return Verdict(whole=True, message=message)


def _wrong(known: dict[Path, Record], progress: Progress) -> list[Path]:
    """Return the files that are missing or have a wrong checksum."""
    total = sum(record.size for record in known.values())
    done = 0
    wrong: list[Path] = []
    for path, record in known.items():
        if not path.is_file() or path.stat().st_size != record.size:
            wrong.append(path)
            done += record.size
            continue
        digest = hashlib.sha256()
        with path.open("rb") as file:
            while block := file.read(1 << 22):
                digest.update(block)
                done += len(block)
                progress(done, total)
        if digest.hexdigest() != record.sha256:
            wrong.append(path)
    return wrong


def _weight_files(path: Path) -> list[Path]:
    if path.is_file():
        return [path] if path.suffix == ".safetensors" else []
    return sorted(path.rglob("*.safetensors"))


def _whole_header(path: Path) -> bool:
    try:
        read_header(path)
    except HeaderError:
        return False
    return True


def _short(path: Path, root: Path) -> str:
    return path.name if path == root else path.relative_to(root).as_posix()


def remove(model: Model | Asset) -> Path:
    """Move a model (or an asset) to the Trash; return its former path.

    Raises BadInput for files that the user can't remove here, EaselError where the system refuses.
    """
    path = Path(model.path)
    if model.name == STARTER_NAME or model.source == "Easel":
        raise BadInput("The starter model belongs to Easel and can’t be removed.")
    repository = repository_name(path)
    if repository:
        raise BadInput(
            "{model} is in Hugging Face’s cache, which other programs use too: remove it with "
            "`hf cache rm model/{repository}`.",
            model=model.name,
            repository=repository,
        )
    if not os.path.lexists(path):
        raise BadInput("{path} is not there any more.", path=path)
    from send2trash import send2trash

    try:
        send2trash(str(path))
    except OSError as error:
        raise EaselError("{path} can’t be moved to the Trash.", str(error), path=path) from error
    return path
