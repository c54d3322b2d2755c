"""Reads Mochi Diffusion's caption: one line of `Key: value` pairs, joined by `; `."""

from __future__ import annotations

import re

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
    "Scheduler",
    "ML Compute Unit",
    "Generator",
)
_PAIR = re.compile(rf"(?:^|; )({'|'.join(_KEYS)}): ?")
"""A prompt may hold `; ` and colons itself, so only the known keys split the line."""
_UNITS = {
    "All": "ALL",
    "CPU & Neural Engine": "CPU_AND_NE",
    "CPU & GPU": "CPU_AND_GPU",
    "CPU Only": "CPU_ONLY",
}


def read_caption(text: str) -> ReadRecipe | None:
    """The recipe in a caption; None where it isn't Mochi's."""
    pieces = _PAIR.split(text.strip())
    pairs = dict(zip(pieces[1::2], pieces[2::2], strict=True))
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
        draft.size(pairs.pop("Size"), "Size")
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
