"""Puts a recipe's noise source and variation into the controls."""

from __future__ import annotations

from collections.abc import Callable
from typing import get_args

from desktop.core.recipe import Recipe
from desktop.core.request import MAX_SEED, NoiseSource
from desktop.ui.model_list.model_registry import ModelRegistry
from desktop.ui.state.control_values import ControlValues

Taker = Callable[[ControlValues, ModelRegistry, Recipe], str]


def take_noise(values: ControlValues, _shelf: ModelRegistry, recipe: Recipe) -> str:
    """Where the noise comes from; "" or a sentence on why not."""
    rng = recipe.text("rng") or "torch"
    if rng not in get_args(NoiseSource):
        return f"There is no noise source “{rng}” here: it stays as it was."
    values.rng = rng
    return ""


def take_variation(values: ControlValues, _shelf: ModelRegistry, recipe: Recipe) -> str:
    """The variation's seed and strength; none where the recipe has none."""
    seed, strength = recipe.integer("variation_seed"), recipe.number("variation_strength")
    if seed is None or not 0 <= seed <= MAX_SEED or not strength or not 0 < strength <= 1:
        values.variation_strength = 0.0
        return ""
    values.variation_strength = float(strength)
    values.variation_seed, values.keep_variation_seed = seed, True
    return ""


TAKERS: dict[str, Taker] = {"noise": take_noise, "variation": take_variation}
"""By setting; `use_recipe` calls them."""
