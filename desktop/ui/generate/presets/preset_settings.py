"""The settings of a preset, read from the controls."""

from __future__ import annotations

from typing import Any

from desktop.core.errors import BadInput
from desktop.core.recipe import optional_settings, recipe_of
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
"""The optional parts of a preset, which the user picks; all other settings are always included."""

_FACTS = (
    *("version", "index", "runtime", "device", "precision", "created", "app"),
    *("embeddings", "prediction"),
)


def settings_of(
    values: ControlValues, registry: ModelRegistry, parts: frozenset[str]
) -> dict[str, Any]:
    """Return the controls as a preset's settings, with those of PARTS that are named in `parts`.

    Raise BadInput if the controls hold something that can't be generated.
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
    everything = recipe | optional_settings(request)  # a preset states the neutral ones too
    if "prompt" in parts:  # the styles stay in their own place
        everything["prompt"] = values.prompt
        everything["negative_prompt"] = values.negative_prompt
    return {key: value for key, value in everything.items() if key not in left_out}
