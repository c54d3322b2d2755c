"""Recipes of any content are shown and taken over as far as they can be: nothing stops halfway."""

from __future__ import annotations

import itertools
import json
from typing import Any

import pytest

from desktop.core.recipe import Recipe
from desktop.storage.metadata.reading import read_json
from desktop.ui.generate.recipes.use_recipe import use_recipe
from desktop.ui.i18n.recipe_lines import recipe_lines

from .conftest import MakeWindow

ODD: tuple[Any, ...] = (
    *(None, True, -1, 2**64, 10**300, 1e308, -0.5, "", "x" * 5000, "a\0b", "/" + "y" * 300),
    *("\ud800", [], [1, "x", None, {}], {}, {"axes": 5}),
    {"name": [], "path": "a\0b", "weight": 1e308, "strength": 10**300, "scale": -1e300},
    [{"name": {}, "weight": []}, {"name": "n" * 4000}, {"image": "/" + "z" * 300}],
    {"axes": [[[], "1"], ["steps", 5], 3, ["steps", "1-2"]], "columns": 3, "rows": [[]]},
)
KEYS = (
    *("prompt", "negative_prompt", "seed", "width", "height", "steps", "guidance_scale", "sampler"),
    *("noise_schedule", "rng", "model", "compute_unit", "loras", "image", "created", "app", "vae"),
    *("controlnets", "high_res_fix", "variation_seed", "variation_strength", "grid", "clip_skip"),
    *("safety_checker", "precision_wanted", "vae_tiling", "upscaled", "retried_in_fp32", "device"),
    "references",
)


def hostile() -> list[Recipe]:
    """A recipe with each odd value under each key, as it comes through a file."""
    recipes: list[Recipe] = []
    for key, value in itertools.product(KEYS, ODD):
        text = json.dumps({"version": 1, "prompt": "x", "steps": 7, "seed": 3} | {key: value})
        found = read_json(text)
        recipes.append(found.recipe if found is not None else Recipe({key: value}))
    return recipes


@pytest.mark.expects_warnings("can't be taken over")
def test_each_setting_is_taken_over_by_itself(make_window: MakeWindow) -> None:
    window = make_window()
    values, registry = window.parts.values, window.parts.registry
    for recipe in hostile():
        recipe_lines(recipe)
        values.seed = 0
        use_recipe(values=values, registry=registry, recipe=recipe)
        if recipe.integer("seed") == 3:
            assert values.seed == 3  # the settings behind a strange one are taken too
