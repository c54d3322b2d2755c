"""Apply a recipe, or one setting of it, to the controls; report what can't be applied."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from functools import partial
from typing import cast, get_args

from PySide6.QtCore import QCoreApplication

from desktop.core.grids.grid_axes import KINDS
from desktop.core.hardware.compute import ComputeUnit
from desktop.core.model_match import is_hash
from desktop.core.recipe import Recipe
from desktop.core.request import MAX_SEED, LoraUse, NoiseSource, PromptDialect
from desktop.core.sampling.samplers import NOISE_SCHEDULES, SAMPLERS
from desktop.files.json_coerce import as_list, as_mapping, as_text
from desktop.models.loras.lora_hashes import is_certain, lora_named
from desktop.storage.metadata.preset import PRESET_KEY
from desktop.ui.model_list.hash_search import UseAgain, WantedLora
from desktop.ui.model_list.model_registry import ModelRegistry
from desktop.ui.state.control_values import ControlValues

from .use_image_settings import TAKERS

logger = logging.getLogger(__name__)

Taker = Callable[[ControlValues, ModelRegistry, Recipe], str]


def take_noise(values: ControlValues, _registry: ModelRegistry, recipe: Recipe) -> str:
    """Apply the noise source; return "" or a sentence on why not."""
    rng = recipe.text("rng") or "torch"
    if rng not in get_args(NoiseSource):
        words = translate(
            "UseRecipe", "There is no noise source “{name}” here: it stays as it was."
        )
        return words.format(name=rng)
    values.rng = rng
    return ""


def take_variation(values: ControlValues, _registry: ModelRegistry, recipe: Recipe) -> str:
    """Apply the variation's seed and strength; none if the recipe has none."""
    seed, strength = recipe.integer("variation_seed"), recipe.number("variation_strength")
    if seed is None or not 0 <= seed <= MAX_SEED or not strength or not 0 < strength <= 1:
        values.variation_strength = 0.0
        return ""
    values.variation_strength = float(strength)
    values.variation_seed, values.keep_variation_seed = seed, True
    return ""


def take_dialect(values: ControlValues, _registry: ModelRegistry, recipe: Recipe) -> str:
    """Apply the prompt dialect (a program's syntax); Easel's own if the recipe has none."""
    dialect = recipe.text("prompt_dialect")
    values.prompt_dialect = dialect if dialect in get_args(PromptDialect) else "easel"
    return ""


NOISE_TAKERS: dict[str, Taker] = {
    "noise": take_noise,
    "variation": take_variation,
    "prompt_dialect": take_dialect,
}


translate = QCoreApplication.translate


def take_grid(values: ControlValues, _registry: ModelRegistry, recipe: Recipe) -> str:
    """Apply the grid's settings with their values; none if the recipe is not of a sheet."""
    grid = recipe.get("grid")
    axes = [
        axis
        for entry in as_list(as_mapping(grid).get("axes"))
        if (axis := _axis(entry)) is not None
    ]
    across, down = [*axes, ("", ""), ("", "")][:2]
    values.grid_columns, values.grid_column_values = across
    values.grid_rows, values.grid_row_values = down
    if grid and not axes:
        return translate("UseRecipe", "This sheet doesn’t say which settings its grid compared.")
    return ""


def _axis(entry: object) -> tuple[str, str] | None:
    pair = cast("Sequence[object]", entry) if isinstance(entry, list | tuple) else ()
    if len(pair) == 2:
        kind, text = pair
        if isinstance(kind, str) and kind in KINDS and isinstance(text, str):
            return str(kind), text
    return None


def use_recipe(
    *, values: ControlValues, registry: ModelRegistry, recipe: Recipe, only: str = ""
) -> list[str]:
    """Apply a recipe (or its one setting `only`) to the controls.

    A preset's recipe holds only what the preset sets; everything else stays as it is. Return a
    sentence for each setting that could not be applied.
    """
    use_again = partial(use_recipe, values=values, registry=registry, recipe=recipe, only=only)
    takers = _Takers(values, registry, recipe, use_again).by_setting()
    wanted = [only] if only else list(takers)
    if PRESET_KEY in recipe:
        wanted = [name for name in wanted if any(key in recipe for key in KEYS.get(name, (name,)))]
    notices = [_taken(name, takers[name]) for name in wanted]
    return [notice for notice in notices if notice]


def _taken(name: str, take: Callable[[], str]) -> str:
    """Return the result of `take`; an invalid setting is skipped with a sentence."""
    try:
        return take()
    except Exception:
        logger.warning("The setting %s can't be taken over", name, exc_info=True)
        words = translate("UseRecipe", "The setting “{name}” can’t be understood.")
        return words.format(name=name)


KEYS: dict[str, tuple[str, ...]] = {
    "size": ("width", "height"),
    "guidance": ("guidance_scale",),
    "unit": ("compute_unit",),
    "noise": ("rng",),
    "variation": ("variation_seed", "variation_strength"),
    "high_res": ("high_res_fix",),
    "safety": ("safety_checker",),
}
"""The recipe's keys of the settings whose names differ from their keys."""


class _Takers:
    """One method per setting; each applies it and returns "" or a sentence on why not."""

    def __init__(
        self, values: ControlValues, registry: ModelRegistry, recipe: Recipe, use_again: UseAgain
    ) -> None:
        self.values = values
        self.registry = registry
        self.recipe = recipe
        self.use_again = use_again

    def by_setting(self) -> dict[str, Callable[[], str]]:
        """Return the methods by setting, the model first, since other settings depend on it."""
        everything = (self.values, self.registry, self.recipe)
        return {
            "model": self.model,
            "prompt": self.prompt,
            "negative_prompt": self.negative_prompt,
            "size": self.size,
            "steps": self.steps,
            "guidance": self.guidance,
            "sampler": self.sampler,
            "noise_schedule": self.schedule,
            "seed": self.seed,
            "unit": self.unit,
            "loras": self.loras,
            "clip_skip": self.clip_skip,
            "grid": partial(take_grid, *everything),
            **{name: partial(take, *everything) for name, take in (TAKERS | NOISE_TAKERS).items()},
        }

    def prompt(self) -> str:
        if "prompt" in self.recipe:
            self.values.prompt = self.recipe.text("prompt")
            self.values.styles = ()
        return ""

    def negative_prompt(self) -> str:
        if "negative_prompt" in self.recipe:
            self.values.negative_prompt = self.recipe.text("negative_prompt")
        return ""

    def model(self) -> str:
        name, sha256 = self.recipe.model_name, self.recipe.model_hash
        if not name and not is_hash(sha256):
            return ""
        model = self.registry.at(self.registry.meant(name, sha256).path)
        if model is None:
            self.registry.hash_search.look(self.recipe, self.use_again)
            current = self.registry.at(self.values.model)
            if current is None:
                words = translate("UseRecipe", "The model “{name}” is not among yours.")
                return words.format(name=name or sha256)
            words = translate(
                "UseRecipe", "The model “{name}” is not among yours: “{current}” stays chosen."
            )
            return words.format(name=name or sha256, current=current.name)
        self.registry.forget_choice()
        self.values.model = model.path
        return ""

    def size(self) -> str:
        width, height = self.recipe.integer("width"), self.recipe.integer("height")
        if not width or not height or width < 1 or height < 1:
            return ""
        model = self.registry.at(self.values.model)
        sizes = model.capabilities.sizes if model else ()
        if sizes and (width, height) not in sizes:
            words = translate(
                "UseRecipe",
                "The chosen model can’t draw {width} × {height}: the size stays as it was.",
            )
            return words.format(width=width, height=height)
        self.values.width, self.values.height = width, height
        return ""

    def steps(self) -> str:
        steps = self.recipe.integer("steps")
        if steps is not None and 1 <= steps <= 1000:
            self.values.steps = steps
        return ""

    def guidance(self) -> str:
        guidance = self.recipe.number("guidance_scale")
        if guidance is not None and 0 <= guidance <= 100:
            self.values.guidance_scale = float(guidance)
        return ""

    def sampler(self) -> str:
        sampler = self.recipe.text("sampler")
        if sampler in SAMPLERS:
            self.values.sampler = sampler
        elif sampler:
            words = translate("UseRecipe", "There is no sampler “{name}” here: it stays as it was.")
            return words.format(name=sampler)
        return ""

    def schedule(self) -> str:
        schedule = self.recipe.text("noise_schedule")
        if schedule in NOISE_SCHEDULES:
            self.values.noise_schedule = schedule
        elif schedule:
            words = translate(
                "UseRecipe", "There is no schedule “{name}” here: it stays as it was."
            )
            return words.format(name=schedule)
        return ""

    def seed(self) -> str:
        seed = self.recipe.integer("seed")
        if seed is not None and 0 <= seed < 2**64:
            self.values.seed, self.values.keep_seed = seed, True
        return ""

    def unit(self) -> str:
        unit = self.recipe.text("compute_unit")
        model = self.registry.at(self.values.model)
        if not unit or model is None:
            return ""
        if unit not in {str(choice.unit) for choice in model.capabilities.units}:
            label = ComputeUnit(unit).label if unit in list(ComputeUnit) else unit
            words = translate("UseRecipe", "The chosen model can’t use “{unit}” on this machine.")
            return words.format(unit=label)
        self.values.compute_unit = unit
        return ""

    def loras(self) -> str:
        uses = self.recipe.get("loras")
        model = self.registry.at(self.values.model)
        known = [] if model is None else self.registry.assets("lora", model.family, model.server)
        taken: list[LoraUse] = []
        missing: list[str] = []
        unsure: list[WantedLora] = []
        for use in map(as_mapping, as_list(uses)):
            name, weight = as_text(use.get("name")), use.get("weight", 1)
            digits = as_text(use.get("hash"))
            lora = lora_named(name, digits, known)
            if is_hash(digits) and not (model and model.server) and not is_certain(lora, digits):
                unsure.append(WantedLora(name, digits, used=lora.path if lora else ""))
            if lora is not None and isinstance(weight, int | float):
                text = use.get("text_weight")
                text = float(text) if isinstance(text, int | float) else None
                taken.append(
                    LoraUse(name=lora.name, path=lora.path, weight=float(weight), text_weight=text)
                )
            else:
                missing.append(name)
        self.values.loras = tuple(taken)
        again = partial(
            use_recipe,
            values=self.values,
            registry=self.registry,
            recipe=self.recipe,
            only="loras",
        )
        self.registry.hash_search.look_for_loras(unsure, again)
        words = translate("UseRecipe", "Not among your LoRAs: {list}.")
        return words.format(list=", ".join(missing)) if missing else ""

    def clip_skip(self) -> str:
        skip = self.recipe.integer("clip_skip")
        self.values.clip_skip = skip if skip is not None and 0 <= skip <= 11 else 0
        return ""
