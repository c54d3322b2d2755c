"""A grid: one picture for each pair of values of two settings, and a sheet that shows them all."""

from __future__ import annotations

import msgspec

from desktop.core.request import GenerationRequest

MOST_CELLS = 400


class GridCell(msgspec.Struct, frozen=True, kw_only=True):
    """One picture of the grid and its row and column; `path` is its file, "" until it is drawn."""

    request: GenerationRequest
    column: int
    row: int
    path: str = ""


class GridRequest(msgspec.Struct, frozen=True, kw_only=True, tag="grid"):
    """Column and row labels of a grid, and its cells in drawing order.

    Every place has one cell, and every cell's request draws one picture. `axes` are the varied
    settings (keys of `axes.KINDS`), each with its values as typed.
    """

    columns: tuple[str, ...]
    rows: tuple[str, ...]
    cells: tuple[GridCell, ...]
    axes: tuple[tuple[str, str], ...] = ()

    def drawn(self, index: int, path: str) -> GridRequest:
        """Return a copy in which the cell at `index` is drawn, with its file at `path`."""
        cells = list(self.cells)
        cells[index] = msgspec.structs.replace(cells[index], path=path)
        return msgspec.structs.replace(self, cells=tuple(cells))

    @property
    def prompt(self) -> str:
        """The prompt of the first picture, after which the grid is named."""
        return self.cells[0].request.prompt
