"""A preset as JSON: a partial recipe with a name."""

from __future__ import annotations

from typing import Any, cast

import msgspec

from desktop.core.recipe import Recipe

from .recipe_builder import ReadRecipe

PRESET_KEY = "easel_preset"
VERSION = 1


class Preset(msgspec.Struct, frozen=True):
    """A named set of recipe keys in `settings`; `path` is "" for Easel's own presets."""

    name: str
    settings: dict[str, Any]
    path: str = ""

    @property
    def recipe(self) -> Recipe:
        """The settings as a recipe marked as partial."""
        return Recipe({PRESET_KEY: VERSION, **self.settings})

    def as_json(self) -> dict[str, Any]:
        """Return the JSON content of its file."""
        return {PRESET_KEY: VERSION, "name": self.name, "settings": self.settings}


def preset_in(content: object) -> Preset | None:
    """Return the preset in JSON content, None for other content."""
    if not isinstance(content, dict):
        return None
    mapping = cast("dict[str, Any]", content)
    name, settings = mapping.get("name", ""), mapping.get("settings")
    if not isinstance(mapping.get(PRESET_KEY), int) or not isinstance(settings, dict):
        return None
    return Preset(str(name).strip()[:100], cast("dict[str, Any]", settings))


def read_preset_json(content: object) -> ReadRecipe | None:
    """Return a preset as the metadata readers do."""
    preset = preset_in(content)
    return None if preset is None else ReadRecipe(recipe=preset.recipe, source="a preset")
