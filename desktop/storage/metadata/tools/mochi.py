"""Read Mochi Diffusion's caption: one line of `Key: value` pairs, joined by `; `."""

from __future__ import annotations

import re

from desktop.files.json_coerce import as_number
from desktop.storage.metadata.recipe_builder import ReadRecipe, RecipeBuilder

_KEYS = (
    "Include in Image",
    "Exclude from Image",
    "Model",
    "Steps",
    "Guidance Scale",
    "Seed",
    "Size",
    "Upscaler",
    "Quality",
    "Starting Image",
    "Strength",
    "ControlNet",
    "ControlNet Image",
    "Input Images",
    "Date",
    "Metadata Version",
    "Scheduler",
    "ML Compute Unit",
    "Generator",
)
_PAIR = re.compile(rf"(?:^|;\s|\n)[ \t]{{0,9}}({'|'.join(_KEYS)}):[ \t]?")
"""A prompt may hold `; ` and colons itself, so only the known keys split the text: one line of
pairs, or, from its second version on, a line for each."""
_OTHER = re.compile(r"(?:;\s|\n)[A-Z][A-Za-z0-9 &]{1,30}: ")
_UNITS = {
    "All": "ALL",
    "CPU & Neural Engine": "CPU_AND_NE",
    "CPU & GPU": "CPU_AND_GPU",
    "CPU Only": "CPU_ONLY",
}


def read_caption(text: str) -> ReadRecipe | None:
    """Return the recipe in a caption; None where it isn't Mochi's."""
    pieces = _PAIR.split(text.strip())
    found = zip(pieces[1::2], pieces[2::2], strict=True)
    pairs = {key: value.strip().rstrip(";").rstrip() for key, value in found}
    if "Generator" not in pairs or "Include in Image" not in pairs:
        return None
    draft = RecipeBuilder("Mochi Diffusion")
    draft.values["prompt"] = pairs.pop("Include in Image")
    draft.values["negative_prompt"] = pairs.pop("Exclude from Image", "")
    draft.model(pairs.pop("Model", ""))
    for name, key, least in (("Steps", "steps", 1), ("Seed", "seed", 0)):
        if name in pairs:
            draft.integer(key, pairs.pop(name), name, least)
    if "Guidance Scale" in pairs:
        draft.number("guidance_scale", pairs.pop("Guidance Scale"), "Guidance Scale")
    if "Size" in pairs:
        # a key that nobody knew when this was written ends the size all the same
        draft.size(_OTHER.split(pairs.pop("Size"))[0], "Size")
    if pairs.get("Starting Image"):
        strength = as_number(pairs.get("Strength"))
        draft.put("image", {"path": pairs.pop("Starting Image"), "strength": strength or 0.75})
        if strength is not None:
            del pairs["Strength"]
    pairs.pop("Metadata Version", None)
    name = pairs.pop("Scheduler", "")
    solver = name.startswith("DPM-Solver++")  # Apple's second-order multistep solver
    karras = "karras" if "Karras" in name else ""
    draft.scheduler("dpmpp_2m" if solver else name, karras if solver else "")
    unit = pairs.pop("ML Compute Unit", "")
    if unit in _UNITS:
        draft.put("compute_unit", _UNITS[unit])
    else:
        draft.leave("ML Compute Unit", unit)
    draft.put("app", pairs.pop("Generator"))
    draft.leave_all(pairs)
    return draft.done()
