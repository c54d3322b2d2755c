"""Puts the axes of a grid's sheet into the controls."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication

from desktop.core.grid_axes import KINDS
from desktop.core.recipe import Recipe
from desktop.ui.model_list.model_registry import ModelRegistry
from desktop.ui.state.control_values import ControlValues

translate = QCoreApplication.translate


def take_grid(values: ControlValues, _shelf: ModelRegistry, recipe: Recipe) -> str:
    """The settings that the grid went over, with their values; none where it is no sheet."""
    grid = recipe.get("grid")
    told = grid.get("axes") if isinstance(grid, Mapping) else ()
    axes = [axis for entry in told or () if (axis := _axis(entry)) is not None]
    across, down = [*axes, ("", ""), ("", "")][:2]
    values.grid_columns, values.grid_column_values = across
    values.grid_rows, values.grid_row_values = down
    if grid and not axes:
        return translate("UseRecipe", "The sheet doesn't tell what its grid went over.")
    return ""


def _axis(entry: object) -> tuple[str, str] | None:
    if isinstance(entry, list | tuple) and len(entry) == 2:
        kind, text = entry
        if kind in KINDS and isinstance(text, str):
            return str(kind), text
    return None
