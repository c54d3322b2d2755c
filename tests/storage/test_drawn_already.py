"""A picture that was drawn before the queue heard of it is not drawn a second time."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

import msgspec
import pytest

from desktop.core.grids.grid import GridCell, GridRequest
from desktop.core.recipe import recipe_of
from desktop.core.request import GenerationRequest
from desktop.core.tasks import Job
from desktop.storage.pictures.drawn_already import without_drawn
from desktop.storage.pictures.picture_files import write_picture

REQUEST = GenerationRequest(prompt="a red bird", model="/m", seed=7, count=3, width=64, height=64)


def draw(request: GenerationRequest, index: int, output: Path, **changes: Any) -> Path:
    recipe = recipe_of(
        request,
        index,
        model={"name": "m", "family": "sd1", "hash": ""},
        runtime="torch",
        device="cpu",
        precision="fp32",
        created="2026-01-01T00:00:00+00:00",
        app="Easel",
    )
    return write_picture(bytes(64 * 64 * 3), 64, 64, recipe | changes, output)


def left(job: Job, saved: float) -> int:
    found = without_drawn(job, saved)
    if found is None:
        return 0
    assert isinstance(found.task, GenerationRequest)
    return found.task.count


@pytest.mark.parametrize("drawn", [0, 1, 2, 3])
def test_pictures_on_the_disk_are_left_out(tmp_path: Path, drawn: int) -> None:
    saved = time.time()
    for index in range(drawn):
        draw(REQUEST, index, tmp_path)
    assert left(Job(id="1", task=REQUEST, output=str(tmp_path)), saved) == 3 - drawn


def test_older_and_other_pictures_count_for_nothing(tmp_path: Path) -> None:
    job = Job(id="1", task=REQUEST, output=str(tmp_path))
    old = draw(REQUEST, 0, tmp_path)
    os.utime(old, (1000, 1000))
    assert left(job, time.time()) == 3
    draw(REQUEST, 0, tmp_path, steps=99)
    assert left(job, 0.0) == 2  # the old one, asked for with its own time
    os.unlink(old)
    assert left(job, 0.0) == 3


def test_a_prompt_with_choices_is_known_by_its_seed(tmp_path: Path) -> None:
    request = msgspec.structs.replace(REQUEST, prompt="a {red|blue} bird", count=1)
    draw(msgspec.structs.replace(request, prompt="a blue bird"), 0, tmp_path)
    assert left(Job(id="1", task=request, output=str(tmp_path)), 0.0) == 0


def test_cells_of_a_grid_are_found_too(tmp_path: Path) -> None:
    one = msgspec.structs.replace(REQUEST, count=1)
    cells = tuple(
        GridCell(request=msgspec.structs.replace(one, steps=steps), column=at, row=0)
        for at, steps in enumerate((4, 8, 20))
    )
    task = GridRequest(columns=("4", "8", "20"), rows=("",), cells=cells)
    path = draw(cells[1].request, 0, tmp_path)
    found = without_drawn(Job(id="1", task=task, output=str(tmp_path)), 0.0)
    assert found is not None
    assert isinstance(found.task, GridRequest)
    assert [cell.path for cell in found.task.cells] == ["", str(path), ""]


def test_a_folder_that_is_gone_leaves_all_to_draw(tmp_path: Path) -> None:
    assert left(Job(id="1", task=REQUEST, output=str(tmp_path / "gone")), 0.0) == 3
