"""Which pictures the model learns to draw: things with a shape of their own, no two alike."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from .data import Item

GROUPS = frozenset(
    {
        "smileys-emotion",
        "animals-nature",
        "food-drink",
        "travel-places",
        "activities",
        "objects",
    }
)
# Signs, clock faces, office paper and the like: many, alike, and nobody asks for them.
NO_SUBGROUPS = frozenset(
    {
        "cat-face",
        "emotion",
        "place-map",
        "sound",
        "mail",
        "office",
        "book-paper",
        "place-religious",
        "transport-sign",
    }
)
ALIKE = 0.12


def _list(name: str) -> list[str]:
    """The lines of one of the lists beside this file."""
    text = (Path(__file__).parent / "lists" / f"{name}.txt").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if not line.startswith("#")]


ALSO, WITHOUT = frozenset(_list("also")), frozenset(_list("without"))
FIRST = _list("first")


def wanted(item: Item) -> bool:
    """By its place and its name, a thing that people like to draw."""
    if item.name in ALSO:
        return True
    words = set(item.name.replace("-", " ").replace("’", " ").lower().split())
    return item.group in GROUPS and item.subgroup not in NO_SUBGROUPS and not words & WITHOUT


def in_order(items: list[Item], pictures: np.ndarray) -> list[int]:
    """The drawable items in the order in which the painter learns them."""
    place = {name: number for number, name in enumerate(FIRST)}

    def when(index: int) -> tuple[int, float, int]:
        item = items[index]
        return (place.get(item.name, len(FIRST)), item.version, index)

    return sorted(drawable(items, pictures), key=when)


def drawable(items: list[Item], pictures: np.ndarray) -> list[int]:
    """Indices of the wanted items, less those that look like one of their kind with a shorter name.

    Two pictures look alike if the root mean square difference of their thumbnails, over the
    places where either has something, is below `ALIKE` (of 0..1).
    """
    candidates = [index for index, item in enumerate(items) if wanted(item)]
    small = {index: thumbnail(pictures[index]) for index in candidates}
    kept: list[int] = []
    for index in sorted(candidates, key=lambda index: (len(items[index].name), index)):
        if all(
            items[index].subgroup != items[other].subgroup
            or distance(small[index], small[other]) >= ALIKE
            for other in kept
        ):
            kept.append(index)
    return sorted(kept)


def thumbnail(picture: np.ndarray) -> np.ndarray:
    """32x32 means of a picture, in 0..1."""
    cells = picture.reshape(32, 8, 32, 8, 3).astype(np.float32)
    return cells.mean((1, 3)) / 255


def distance(first: np.ndarray, second: np.ndarray) -> float:
    """Difference of two thumbnails where either is not white."""
    filled = np.minimum(first, second).min(-1) < 0.97
    if not filled.any():
        return 0.0
    return float(np.sqrt(np.square(first - second).mean(-1)[filled].mean()))
