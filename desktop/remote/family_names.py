"""Tell the family of a server's model from its file name or its metadata.

The tensors, by which the library tells families, are on the server.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from desktop.models.families.known_families import family_named
from desktop.models.recognition.name_hints import distilled_variant


class FamilyGuess(NamedTuple):
    """A family and its variant."""

    family: str = "unknown"
    variant: str = ""


_BY_NAME = (
    ("z_image", r"z[-_ .]?image"),
    ("flux2_klein", r"klein(?!.*9b)"),
    ("unknown", r"flux|sd[-_ ]?3|diffusion[-_ ]?3|qwen|wan|hunyuan|chroma|lumina|hidream"),
    ("sdxl_refiner", r"refiner"),
    ("ssd1b", r"ssd[-_ ]?1b"),
    ("sdxl", r"xl|pony|illustrious|noob[-_ ]?ai|animagine"),
    ("sd2", r"v2[-_.][01]|sd[-_ ]?v?2(?![\d])|2[-_.]1[-_ ](512|768|base)|sd[-_ ]?turbo|unclip"),
    ("sd1", r"v1[-_.][1-5]|sd[-_ ]?v?1(?![\d])|sd[-_ ]?15|1[-_.]5([-_ .]|$)|diffusion[-_ ]?1"),
)  # fmt: skip
_VELOCITY = re.compile(r"768[-_ ]?v|768[-_ ]?(ema|nonema)|2[-_.]1[-_]768|v2[-_]768", re.IGNORECASE)
_NOTES = ("modelspec.architecture", "ss_base_model_version", "modelspec.title", "ss_sd_model_name")


def family_of_file(name: str) -> FamilyGuess:
    """Return the family by a file's name (with its folders); "unknown" otherwise."""
    for family, pattern in _BY_NAME:
        if re.search(pattern, name, re.IGNORECASE):
            return FamilyGuess(family, _variant(family, name))
    return FamilyGuess()


def family_of_metadata(notes: Mapping[str, Any]) -> FamilyGuess:
    """Return the family by a safetensors file's metadata."""
    said = " ".join(str(notes.get(key, ""))[:200] for key in _NOTES)
    return family_of_file(said)


def _variant(family: str, name: str) -> str:
    files = family_named(family).files
    if files is not None:
        return files.variant(name, {})
    if family in ("unknown", "sdxl_refiner"):
        return ""
    if re.search(r"inpaint", name, re.IGNORECASE):
        return "inpainting"
    if family == "sd2" and _VELOCITY.search(name):
        return "768-v"
    return distilled_variant(name)
