"""A grid's request: every cell checked, one seed for all, a model's pictures together."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import pytest

from desktop.core.errors import BadInput
from desktop.core.grids.grid import GridRequest
from desktop.core.grids.grid_axes import parse_option
from desktop.core.request import StartingImage
from desktop.models.model import Model
from desktop.models.requests.draft import Draft
from desktop.models.requests.grid_request import grid_request
from desktop.models.requests.prepare import prepare

from .test_prepare import torch_model

BASE = Draft(prompt="a red fox", negative_prompt="blurry", width=512, height=512)


def grid(axes: Sequence[str], draft: Draft = BASE) -> GridRequest:
    model = torch_model()
    other = msgspec.structs.replace(model, name="Other", path="/models/other.safetensors")

    def find(name: str) -> Model:
        return {"other": other, "test": model}[name]

    return grid_request(
        draft,
        model,
        [parse_option(text) for text in axes],
        find_model=find,
        resolve=lambda changed, used: prepare(changed, used, drawn_seed=5),
        drawn_seed=5,
    )


def test_every_pair_of_values_has_a_cell() -> None:
    task = grid(["steps=4,8,20", "guidance=1,7.5"])
    assert task.columns == ("Steps: 4", "Steps: 8", "Steps: 20")
    assert task.rows == ("Guidance: 1", "Guidance: 7.5")
    found = {(c.column, c.row): (c.request.steps, c.request.guidance_scale) for c in task.cells}
    assert found == {
        (column, row): (steps, guidance)
        for column, steps in enumerate((4, 8, 20))
        for row, guidance in enumerate((1.0, 7.5))
    }
    assert {cell.request.seed for cell in task.cells} == {5}
    assert {cell.request.count for cell in task.cells} == {1}


def test_words_take_each_others_place() -> None:
    task = grid(["prompt=red,blue", "prompt=fox,bird"])
    prompts = {(cell.column, cell.row): cell.request.prompt for cell in task.cells}
    assert prompts[0, 0] == "a red fox"
    assert prompts[1, 1] == "a blue bird"
    assert grid(["prompt=blurry,grey"]).cells[1].request.negative_prompt == "grey"


def test_a_models_pictures_are_drawn_together() -> None:
    task = grid(["model=test,other", "steps=1,2,3"])
    names = [cell.request.model for cell in task.cells]
    assert names == sorted(names, key=names.index)
    assert task.columns == ("test", "other")
    assert len(set(names)) == 2


@pytest.mark.parametrize(
    ("axis", "field", "wanted"),
    [
        ("seed=1,2", "seed", [1, 2]),
        ("sampler=euler,DPM++ 2M Karras", "noise_schedule", ["karras", "karras"]),
        ("noise-schedule=normal,beta", "noise_schedule", ["normal", "beta"]),
        ("clip-skip=0,1", "clip_skip", [0, 1]),
        ("variation=0,0.5", "variation_strength", [0, 0.5]),
    ],
)
def test_the_other_settings(axis: str, field: str, wanted: list[object]) -> None:
    assert [getattr(cell.request, field) for cell in grid([axis]).cells] == wanted


def test_strength_needs_a_starting_image() -> None:
    with pytest.raises(BadInput, match="needs a starting image"):
        grid(["strength=0.3,0.6"])
    start = StartingImage(path="/a.png")
    task = grid(["strength=0.3,0.6"], msgspec.structs.replace(BASE, starting_image=start))
    starts = [cell.request.starting_image for cell in task.cells]
    assert [start.strength for start in starts if start] == [0.3, 0.6]


@pytest.mark.parametrize(
    ("axes", "words"),
    [
        (["steps=1", "steps=2"], "the same"),
        (["steps=1-30", "seed=1-30"], "900 pictures"),
        (["prompt=green,blue"], "not in the prompt"),
        (["steps=0,4"], "from 1 to 1,000"),
        (["steps=1", "seed=1", "cfg=1"], "one or two"),
    ],
)
def test_what_is_refused(axes: list[str], words: str) -> None:
    with pytest.raises(BadInput) as caught:
        grid(axes)
    assert words in str(caught.value)
