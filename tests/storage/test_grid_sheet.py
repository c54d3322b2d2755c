"""The sheet of a grid: every picture in its place, under and beside its values."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from desktop.core.grids.grid import GridCell, GridRequest
from desktop.core.request import GenerationRequest
from desktop.storage.pictures.grid_sheet import LONGEST_SIDE, grid_sheet

REQUEST = GenerationRequest(prompt="x", model="m")


def grid(folder: Path, columns: tuple[str, ...], rows: tuple[str, ...], size: int) -> GridRequest:
    """Plain colours: red says the column, green the row."""
    cells = []
    for row in range(len(rows)):
        for column in range(len(columns)):
            path = folder / f"{column}-{row}.png"
            Image.new("RGB", (size, size), (60 + 50 * column, 60 + 50 * row, 200)).save(path)
            cells.append(GridCell(request=REQUEST, column=column, row=row, path=str(path)))
    return GridRequest(columns=columns, rows=rows, cells=tuple(cells))


def test_every_picture_stands_in_its_place(tmp_path: Path) -> None:
    sheet = np.asarray(grid_sheet(grid(tmp_path, ("Steps: 1", "2", "3"), ("가이던스: 1", "4"), 64)))
    places = {}
    for column in range(3):
        for row in range(2):
            colour = np.array([60 + 50 * column, 60 + 50 * row, 200])
            ys, xs = np.nonzero((sheet == colour).all(axis=-1))
            assert len(xs) == 64 * 64
            places[column, row] = (xs.min(), ys.min())
    assert places[0, 0][0] < places[1, 0][0] < places[2, 0][0]
    assert places[0, 0][1] < places[0, 1][1]
    top, left = places[0, 0][1], places[0, 0][0]
    assert (sheet[:top] < 128).any(), "the columns' words are missing"
    assert (sheet[top:, : left - 8] < 128).any(), "the rows' words are missing"


def test_a_single_row_has_no_margin_for_words(tmp_path: Path) -> None:
    sheet = grid_sheet(grid(tmp_path, ("a", "b"), ("",), 64))
    assert sheet.width == 2 * 64 + 3 * 8


def test_large_grids_stay_within_bounds(tmp_path: Path) -> None:
    task = grid(tmp_path, ("a", "b", "c"), ("d",), 64)
    many = task.cells * 60
    wide = tuple(
        GridCell(request=REQUEST, column=k, row=0, path=cell.path) for k, cell in enumerate(many)
    )
    names = tuple(str(k) for k in range(len(wide)))
    sheet = grid_sheet(GridRequest(columns=names, rows=("",), cells=wide))
    assert max(sheet.size) <= LONGEST_SIDE


@pytest.mark.parametrize("damage", ["missing", "no picture"])
def test_a_picture_that_is_gone_leaves_its_place_empty(tmp_path: Path, damage: str) -> None:
    task = grid(tmp_path, ("a", "b"), ("",), 64)
    path = Path(task.cells[0].path)
    path.unlink() if damage == "missing" else path.write_bytes(b"x")
    assert grid_sheet(task).width == 2 * 64 + 3 * 8


def test_very_long_words_are_cut(tmp_path: Path) -> None:
    sheet = grid_sheet(grid(tmp_path, ("word " * 100, "b"), ("x" * 300, "y"), 64))
    assert sheet.width < 600
