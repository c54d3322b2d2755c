"""Tell the family of a server's model from its file name or its metadata.

The tensors, by which the library tells families, are on the server.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from desktop.models.families.known_families import family_named, family_named_in
from desktop.models.families.stable_diffusion import SD2, SDXL_REFINER, UNKNOWN
from desktop.models.recognition.name_hints import distilled_variant


class FamilyGuess(NamedTuple):
    """A family and its variant."""

    family: str = UNKNOWN.id
    variant: str = ""


_VELOCITY = re.compile(r"768[-_ ]?v|768[-_ ]?(ema|nonema)|2[-_.]1[-_]768|v2[-_]768", re.IGNORECASE)
_NOTES = ("modelspec.architecture", "ss_base_model_version", "modelspec.title", "ss_sd_model_name")


def family_of_file(name: str) -> FamilyGuess:
    """Return the family by a file's name (with its folders); "unknown" otherwise."""
    family = family_named_in(name)
    return FamilyGuess(family, _variant(family, name))


def family_of_metadata(notes: Mapping[str, Any]) -> FamilyGuess:
    """Return the family by a safetensors file's metadata."""
    said = " ".join(str(notes.get(key, ""))[:200] for key in _NOTES)
    return family_of_file(said)


def _variant(family: str, name: str) -> str:
    files = family_named(family).files
    if files is not None:
        return files.variant(name, {})
    if family in (UNKNOWN.id, SDXL_REFINER.id):
        return ""
    if re.search(r"inpaint", name, re.IGNORECASE):
        return "inpainting"
    if family == SD2.id and _VELOCITY.search(name):
        return "768-v"
    return distilled_variant(name)
