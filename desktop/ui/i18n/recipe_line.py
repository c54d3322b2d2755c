"""One line of a recipe, as the inspector shows it."""

from __future__ import annotations

from typing import NamedTuple


class RecipeLine(NamedTuple):
    """`setting` names what `use_recipe` can take over from it; "" for facts only."""

    key: str
    label: str
    text: str
    setting: str = ""
