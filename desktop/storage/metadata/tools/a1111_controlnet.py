"""ControlNets in A1111's settings, in its extension's form: `ControlNet 0: "..."`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from desktop.core.messages import Message
from desktop.files.json_coerce import as_number
from desktop.storage.metadata.recipe_builder import RecipeBuilder, without_ending

_UNIT = re.compile(r"ControlNet \d+")
_HASH = re.compile(r"(?<!\s)\s*+\[[0-9a-f]++\]$")
_KINDS = ("canny", "depth", "pose")


def take_controlnets(draft: RecipeBuilder, rest: dict[str, str]) -> None:
    """Move the units from `rest` into the draft, except those without a model.

    The control pictures are not in such a text: a notice mentions that.
    """
    uses: list[dict[str, Any]] = []
    for name in [name for name in rest if _UNIT.fullmatch(name)]:
        use = _use(rest[name])
        if use is not None:
            del rest[name]
            uses.append(use)
    if uses:
        draft.put("controlnets", uses)
        draft.notices.append(
            Message("The pictures that the ControlNets followed are not in the file.")
        )


def unit_text(use: Mapping[str, Any]) -> str:
    """Return one ControlNet of a recipe in the extension's form."""
    fields = {
        "Module": use.get("preprocessor") or "none",
        "Model": use.get("name") or "",
        "Weight": use.get("weight", 1.0),
        "Guidance Start": use.get("start", 0.0),
        "Guidance End": use.get("end", 1.0),
    }
    return ", ".join(f"{key}: {value}" for key, value in fields.items())


def _use(text: str) -> dict[str, Any] | None:
    said = {
        key.strip().lower(): value.strip()
        for key, _, value in (part.partition(":") for part in text.split(","))
    }
    name = without_ending(_HASH.sub("", said.get("model", "")))
    if not name or name.lower() == "none":
        return None
    numbers = (("weight", "weight"), ("start", "guidance start"), ("end", "guidance end"))
    found = {key: as_number(said.get(field)) for key, field in numbers}
    module = said.get("module", "none").lower()
    kind = next((kind for kind in _KINDS if kind in module), "none")
    return {
        "name": name,
        "image": "",
        "preprocessor": kind,
        **{key: float(number) for key, number in found.items() if number is not None},
    }
