"""Makes a picture's own request out of a job's: choices and wildcards decided by its seed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec

from desktop.core.errors import BadInput
from desktop.core.names import name_key
from desktop.core.prompts.choices import Lookup, expand, has_choices
from desktop.core.request import GenerationRequest
from desktop.core.sampling.samplers import SAMPLERS
from desktop.files.bounded import UnreadableError, decoded, read_bytes


def resolved_request(request: GenerationRequest, index: int) -> GenerationRequest:
    """`request` as picture `index` is really drawn: choices made, no setting without effect."""
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
"""Of one wildcard file."""


def folder_lookup(folder: Path) -> Lookup:
    """A lookup of `name` as the lines of `folder/name.txt`; names may hold a subfolder."""

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


def _wildcard_file(folder: Path, name: str) -> Path:
    """`folder/name.txt`, its name composed or not: some disks tell the two apart."""
    path = folder / f"{name}.txt"
    if path.exists():
        return path
    alike = (file for file in folder.rglob("*.txt") if _key(file, folder) == name_key(name))
    return next(alike, path)


def _key(file: Path, folder: Path) -> str:
    return name_key(file.relative_to(folder).with_suffix("").as_posix())
