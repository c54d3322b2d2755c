"""What a preset takes of the controls."""

from __future__ import annotations

from typing import Any

from desktop.core.errors import BadInput
from desktop.core.recipe import recipe_of
from desktop.models.requests.drop_unsupported import drop_unsupported
from desktop.models.requests.prepare import prepare
from desktop.ui.model_list.model_registry import ModelRegistry
from desktop.ui.state.control_values import ControlValues

PARTS: dict[str, tuple[str, ...]] = {
    "prompt": ("prompt", "negative_prompt"),
    "model": ("model",),
    "size": ("width", "height"),
    "seed": ("seed",),
    "image": ("image", "references"),
}
"""What the user is asked about; everything else is always part of a preset."""

_FACTS = ("version", "index", "runtime", "device", "precision", "created", "app", "embeddings")
_NEUTRAL: dict[str, Any] = {
    "clip_skip": 0,
    "prompt_dialect": "easel",
    "variation_strength": 0.0,
    "precision_wanted": "",
    "vae": None,
    "references": [],
    "controlnets": [],
    "high_res_fix": None,
    "safety_checker": True,
}
"""What a recipe leaves out where it is not used, and a preset has to say."""


def settings_of(
    values: ControlValues, registry: ModelRegistry, parts: frozenset[str]
) -> dict[str, Any]:
    """The controls as a preset's settings, with those of PARTS that are named in `parts`.

    Raises BadInput where the controls say something that can't be drawn.
    """
    model = registry.at(values.model)
    if model is None:
        raise BadInput("The models are still being looked for: try again in a moment.")
    request = prepare(drop_unsupported(values.draft(), model), model, drawn_seed=0)
    known_as = {"name": model.name, "family": model.family, "hash": ""}
    recipe = recipe_of(
        request, 0, model=known_as, runtime="", device="", precision="", created="", app=""
    )
    unwanted = [keys for part, keys in PARTS.items() if part not in parts]
    left_out = {*_FACTS, *(key for keys in unwanted for key in keys)}
    everything = {**_NEUTRAL, **recipe}
    if "prompt" in parts:  # the styles stay in their own place
        everything["prompt"] = values.prompt
        everything["negative_prompt"] = values.negative_prompt
    return {key: value for key, value in everything.items() if key not in left_out}
