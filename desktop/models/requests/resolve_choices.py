"""Resolve a picture's own request from a job's: choices and wildcards by its seed."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from pathlib import Path

import msgspec

from desktop.core.errors import BadInput
from desktop.core.names import name_key
from desktop.core.prompts.choices import Lookup, expand, has_choices
from desktop.core.request import GenerationRequest
from desktop.core.sampling.samplers import SAMPLERS
from desktop.files.bounded import UnreadableError, decoded, read_bytes


def resolved_request(request: GenerationRequest, index: int) -> GenerationRequest:
    """Return the request of picture `index`: choices resolved, settings without effect removed."""
    sampler = SAMPLERS.get(request.sampler)
    if sampler is not None and sampler.own_schedule:
        request = msgspec.structs.replace(request, noise_schedule="default")
    if not (has_choices(request.prompt) or has_choices(request.negative_prompt)):
        return request
    lookup = folder_lookup(Path(request.wildcards)) if request.wildcards else None
    seed = request.seed_of(index)
    prompts = [
        expand(text, seed, lookup) if lookup else expand(text, seed)
        for text in (request.prompt, request.negative_prompt)
    ]
    return msgspec.structs.replace(request, prompt=prompts[0], negative_prompt=prompts[1])


_MOST_BYTES = 4 * 2**20
"""Maximum size of a wildcard file in bytes."""


def folder_lookup(folder: Path) -> Lookup:
    """Return a lookup of `name` as the lines of `folder/name.txt`; names may contain a
    subfolder.
    """

    def lines(name: str) -> Sequence[str]:
        try:
            if name.startswith("/") or ".." in name.split("/"):
                raise UnreadableError("the name leads out of the folder")
            return decoded(read_bytes(_wildcard_file(folder, name), _MOST_BYTES)).splitlines()
        except (OSError, UnreadableError) as error:
            raise BadInput(
                "The wildcard file {name}.txt is not in {folder}, or can’t be read.",
                str(error),
                name=name,
                folder=folder,
            ) from error

    return lines


def wildcard_names(folder: Path, most: int) -> list[str]:
    """Return the names of at most `most` wildcard files, sorted; [] where there is no folder."""
    found = sorted(islice(folder.rglob("*.txt"), most)) if folder.is_dir() else []
    return [file.relative_to(folder).with_suffix("").as_posix() for file in found]


def _wildcard_file(folder: Path, name: str) -> Path:
    """Return `folder/name.txt` in either Unicode composition: some disks distinguish the two."""
    path = folder / f"{name}.txt"
    if path.exists():
        return path
    alike = (file for file in folder.rglob("*.txt") if _key(file, folder) == name_key(name))
    return next(alike, path)


def _key(file: Path, folder: Path) -> str:
    return name_key(file.relative_to(folder).with_suffix("").as_posix())
