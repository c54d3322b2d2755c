"""`easel generate --grid`, down to the sheet on the disk."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from desktop.storage.metadata.reading import read_recipe

SMALL = ("--prompt", "a red apple", "--width", "64", "--height", "64")


@pytest.mark.draws
def test_a_grid_makes_its_pictures_and_a_sheet(easel, tmp_path: Path) -> None:
    axes = ("--grid", "steps=1,2", "--grid", "prompt=red,blue", "--seed", "7")
    run = easel("generate", *SMALL, *axes, "-o", tmp_path, "--json")
    assert run.code == 0
    *cells, sheet = run.objects
    assert [(cell["prompt"], cell["steps"]) for cell in cells] == [
        ("a red apple", 1),
        ("a red apple", 2),
        ("a blue apple", 1),
        ("a blue apple", 2),
    ]
    assert {cell["seed"] for cell in cells} == {7}
    assert sheet["grid"] == {
        "columns": ["Steps: 1", "Steps: 2"],
        "rows": ["red", "blue"],
        "axes": [["steps", "1,2"], ["prompt", "red,blue"]],
    }
    assert Path(sheet["path"]).name == "a-red-apple-grid.png"
    with Image.open(sheet["path"]) as image, Image.open(cells[3]["path"]) as last:
        assert image.width > 128
        assert image.height > 128
        right, bottom = image.width - 8, image.height - 8
        corner = image.crop((right - 64, bottom - 64, right, bottom))
        assert corner.tobytes() == last.convert("RGB").tobytes()
    found = read_recipe(Path(sheet["path"]))
    assert found is not None
    assert found.recipe["grid"]["rows"] == ["red", "blue"]


@pytest.mark.draws
def test_a_named_sheet_has_its_pictures_in_a_folder_beside_it(easel, tmp_path: Path) -> None:
    target = tmp_path / "compare.png"
    run = easel("generate", *SMALL, "--steps", "1", "--grid", "seed=1,2", "-o", target)
    assert run.code == 0
    assert run.out.splitlines()[-1] == str(target)
    assert len(list((tmp_path / "compare-pictures").glob("*.png"))) == 2


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("--grid", "steps"), "steps=4,8,20"),
        (("--grid", "width=1"), "width"),
        (("--grid", "steps=0"), "steps"),
        (("--grid", "model=no such"), "no such"),
        (("--grid", "prompt=green,blue"), "green"),
        (("--grid", "steps=1", "--count", "3"), "--count"),
        (("--grid", "steps=1", "--grid", "cfg=1", "--grid", "seed=1"), "one or two"),
    ],
)
def test_bad_grids_are_one_sentence(easel, tmp_path: Path, words, named: str) -> None:
    run = easel("generate", *SMALL, *words, "-o", tmp_path)
    assert run.code == 2
    assert named in run.err
    assert len([line for line in run.err.splitlines() if line.startswith("easel")]) == 1
