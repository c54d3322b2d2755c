"""LoRAs: added, weighed, mixed and taken away without a reload."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from safetensors.torch import save_file

from desktop.core.errors import BadInput
from desktop.core.events import Loading
from desktop.core.request import LoraUse

from . import tiny
from .conftest import Drawer


def use(path: Path, weight: float = 1.0) -> tuple[LoraUse, ...]:
    return (LoraUse(name=path.stem, path=str(path), weight=weight),)


@pytest.mark.parametrize("kohya", [True, False])
@pytest.mark.parametrize("text", [True, False])
def test_both_ways_of_writing_a_lora(
    sd_drawer: Drawer, tmp_path: Path, kohya: bool, text: bool
) -> None:
    path = tiny.make_lora(tmp_path / "l.safetensors", kohya=kohya, text=text)
    plain = sd_drawer.draw()
    assert not np.array_equal(plain, sd_drawer.draw(loras=use(path)))
    assert np.array_equal(plain, sd_drawer.draw())


def test_a_new_weight_reads_no_file(sd_drawer: Drawer, tmp_path: Path) -> None:
    path = tiny.make_lora(tmp_path / "l.safetensors")
    shelf = sd_drawer.engine.generator.loras
    full = sd_drawer.draw(loras=use(path, 1.0))
    assert [str(event.what) for event in sd_drawer.of(Loading)] == ["LoRA l"]
    loads = shelf.loads
    half = sd_drawer.draw(loras=use(path, 0.5))
    assert shelf.loads == loads
    assert sd_drawer.of(Loading) == []
    assert not np.array_equal(full, half)
    assert np.array_equal(full, sd_drawer.draw(loras=use(path, 1.0)))
    assert sd_drawer.recipes[0]["loras"] == [{"name": "l", "weight": 1.0}]


def test_weight_zero_is_no_lora(sd_drawer: Drawer, tmp_path: Path) -> None:
    path = tiny.make_lora(tmp_path / "l.safetensors")
    difference = sd_drawer.draw().astype(int) - sd_drawer.draw(loras=use(path, 0.0))
    assert np.abs(difference).max() <= 1


def test_two_at_once_and_one_taken_away(sd_drawer: Drawer, tmp_path: Path) -> None:
    first = tiny.make_lora(tmp_path / "first.safetensors")
    second = tiny.make_lora(tmp_path / "second.safetensors", text=False)
    both = sd_drawer.draw(loras=use(first, 0.5) + use(second, 0.7))
    one = sd_drawer.draw(loras=use(second, 0.7))
    assert not np.array_equal(both, one)
    sd_drawer.draw()
    assert np.array_equal(one, sd_drawer.draw(loras=use(second, 0.7)))


def test_what_does_not_fit_is_refused_and_leaves_nothing(sd_drawer: Drawer, tmp_path: Path) -> None:
    plain = sd_drawer.draw()
    wide = tiny.make_lora(tmp_path / "wide.safetensors", text=False, width=64)
    with pytest.raises(BadInput, match="does not fit this model"):
        sd_drawer.draw(loras=use(wide))
    damaged = tmp_path / "damaged.safetensors"
    damaged.write_bytes(b"nonsense")
    with pytest.raises(BadInput, match="damaged"):
        sd_drawer.draw(loras=use(damaged))
    empty = tmp_path / "empty.safetensors"
    import torch

    save_file({"unrelated": torch.zeros(1)}, str(empty))
    with pytest.raises(BadInput):
        sd_drawer.draw(loras=use(empty))
    with pytest.raises(BadInput, match="is not there"):
        sd_drawer.draw(loras=use(tmp_path / "missing.safetensors"))
    assert np.array_equal(plain, sd_drawer.draw())
