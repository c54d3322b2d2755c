"""A grid: one picture for each pair of values of two settings, and a sheet with all of them."""

from __future__ import annotations

import msgspec

from .request import GenerationRequest

MOST_CELLS = 400


class GridCell(msgspec.Struct, frozen=True, kw_only=True):
    """One picture and its place; `path` is where it lies, "" until it was drawn."""

    request: GenerationRequest
    column: int
    row: int
    path: str = ""


class GridRequest(msgspec.Struct, frozen=True, kw_only=True, tag="grid"):
    """The words over the columns and beside the rows, and the cells in the order of drawing.

    Every place has one cell, and every cell's request draws one picture. `axes` are the settings
    that the grid goes over (keys of `axes.KINDS`), each with its values as they were typed.
    """

    columns: tuple[str, ...]
    rows: tuple[str, ...]
    cells: tuple[GridCell, ...]
    axes: tuple[tuple[str, str], ...] = ()

    def drawn(self, index: int, path: str) -> GridRequest:
        """With the cell at `index` drawn, at `path`."""
        cells = list(self.cells)
        cells[index] = msgspec.structs.replace(cells[index], path=path)
        return msgspec.structs.replace(self, cells=tuple(cells))

    @property
    def prompt(self) -> str:
        """What the first picture shows, to name the grid by."""
        return self.cells[0].request.prompt
