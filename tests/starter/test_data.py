"""The data as it is fetched; skipped where it isn't."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from starter import data, training_items


def test_items_have_pictures_and_names_in_both_languages(packages: Path) -> None:
    items = data.read_items(packages)
    assert len(items) >= 1646
    by_name = {item.name: item for item in items}
    assert by_name["red apple"].names["ko"] == "빨간 사과"
    folder = packages / "@lobehub" / "fluent-emoji-3d" / "assets"
    assert all((folder / f"{item.key}.webp").is_file() for item in items)


def test_pictures_are_square_and_over_white(packages: Path) -> None:
    items = [item for item in data.read_items(packages) if item.name == "red apple"]
    folder = packages / "@lobehub" / "fluent-emoji-3d" / "assets"
    picture = data.picture(folder / f"{items[0].key}.webp")
    assert picture.shape == (256, 256, 3)
    assert picture.dtype == np.uint8
    assert (picture[0, 0] == 255).all()


def test_what_is_learnt_first_is_all_there(packages: Path) -> None:
    wanted = [item.name for item in data.read_items(packages) if training_items.wanted(item)]
    assert set(wanted) >= set(training_items.FIRST)
    assert 600 <= len(wanted) <= 900
