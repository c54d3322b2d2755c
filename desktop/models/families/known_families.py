"""The known families, by name; a new family is one entry more."""

from __future__ import annotations

import re

from desktop.core.messages import Text

from .flux2_klein import FLUX2_KLEIN
from .model_family import FamilyTraits, ModelFamily
from .stable_diffusion import STABLE_DIFFUSION, UNKNOWN
from .z_image import Z_IMAGE

FAMILIES: dict[str, ModelFamily] = {
    family.id: family for family in (*STABLE_DIFFUSION, UNKNOWN, FLUX2_KLEIN, Z_IMAGE)
}
"""In the order of their names: each stands after those whose names its own contain."""


def family_named(name: str) -> ModelFamily:
    """Return the family called `name`; the unknown family for other names."""
    return FAMILIES.get(name, UNKNOWN)


def family_of_text_width(width: int) -> str:
    """Return the family with cross attention tokens of width `width`; "unknown" for others."""
    found = (name for name, family in FAMILIES.items() if family.text_width == width > 0)
    return next(found, "unknown")


def family_named_in(text: str) -> str:
    """Return the family whose files have names such as `text`; "unknown" for others."""
    found = (
        family.id
        for family in reversed(FAMILIES.values())
        if family.names and re.search(family.names, text, re.IGNORECASE)
    )
    return next(found, UNKNOWN.id)


def traits_of(family: str, variant: str = "") -> FamilyTraits:
    """Return the traits of a family's variant; of the family where the variant is not listed."""
    return family_named(family).traits(variant)


def title_of(family: str, variant: str = "") -> Text:
    """Return a family's name in the picker, e.g. 'SDXL-Turbo'."""
    return traits_of(family, variant).title
