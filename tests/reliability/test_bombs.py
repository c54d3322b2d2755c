"""Reading a file takes a second and 200 MB at most, whatever it holds; a picture takes 300 MB."""

from __future__ import annotations

from pathlib import Path

import pytest

from .bombs import BOMBS, PIXEL_BOMBS, written
from .measure import cost_of

READERS = "tests.reliability.readers"
ENGINE_READERS = "tests.reliability.engine_readers"


@pytest.mark.parametrize("name", BOMBS)
def test_the_recipe_in_a_bomb_costs_little(name: str, tmp_path: Path) -> None:
    cost = cost_of(READERS, "recipe", written(tmp_path, name, BOMBS[name]()))
    assert cost.error == ""
    assert cost.seconds < 1.5
    assert cost.megabytes < 200


@pytest.mark.slow
@pytest.mark.parametrize("name", PIXEL_BOMBS)
def test_the_pixels_of_a_bomb_take_300_mb_at_most(name: str, tmp_path: Path) -> None:
    path = written(tmp_path, name, PIXEL_BOMBS[name]())
    for module, reader in ((READERS, "thumbnail"), (ENGINE_READERS, "picture")):
        cost = cost_of(module, reader, path)
        assert cost.error.partition(":")[0] in ("", "BadInput", "EaselError", "PictureTooLarge")
        assert cost.megabytes < 300
