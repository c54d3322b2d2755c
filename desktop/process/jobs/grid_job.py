"""Draw the pictures of a grid one after the other, then the sheet of all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec

from desktop.core.engine_interface import Emit
from desktop.core.events import DrawnPicture, Event, Finished, Preview, Step
from desktop.core.grids.grid import GridRequest
from desktop.core.picture_formats import names_picture
from desktop.core.request import GenerationRequest
from desktop.core.tasks import Job
from desktop.storage.metadata.reading import read_recipe
from desktop.storage.pictures.grid_sheet import grid_sheet
from desktop.storage.pictures.picture_files import write_picture
from desktop.storage.pictures.slugs import slug

Draw = Callable[[GenerationRequest, Emit], Iterator[DrawnPicture]]


def draw_grid(job: Job, task: GridRequest, draw: Draw, send: Emit) -> None:
    """Draw the cells that are not drawn yet, then the sheet. Raises the errors of `draw`.

    Finished carries each cell's index in `task.cells`; the sheet's comes last.
    """
    total = len(task.cells)
    folder, sheet_name = _places(job, task)
    for index, cell in enumerate(task.cells):
        if cell.path and Path(cell.path).is_file():
            continue
        for picture in draw(cell.request, _placed(send, index, total)):
            path = write_picture(
                picture.rgb, picture.width, picture.height, picture.recipe, folder, form=job.form
            )
            task = task.drawn(index, str(path))
            send(_finished(job, index, total, path, picture.recipe, picture))
    image = grid_sheet(task)
    recipe = _sheet_recipe(task)
    path = write_picture(
        image.tobytes(), image.width, image.height, recipe, sheet_name, form=job.form
    )
    send(_finished(job, total, total, path, recipe))


def _places(job: Job, task: GridRequest) -> tuple[Path, Path]:
    """Return the folder of the single pictures, and the path of the sheet."""
    output = Path(job.output)
    if names_picture(output):
        return output.parent / f"{output.stem}-pictures", output
    return output, output / f"{slug(task.prompt)}-grid.png"


def _placed(send: Emit, index: int, total: int) -> Emit:
    """Return an `Emit` that marks a cell's events as those of picture `index` of `total`."""

    def emit(event: Event) -> None:
        if isinstance(event, Step):
            event = msgspec.structs.replace(event, index=index, count=total)
        elif isinstance(event, Preview):
            event = msgspec.structs.replace(event, index=index)
        send(event)

    return emit


def _finished(
    job: Job,
    index: int,
    total: int,
    path: Path,
    recipe: dict[str, Any],
    picture: DrawnPicture | None = None,
) -> Finished:
    return Finished(
        job=job.id,
        index=index,
        count=total + 1,
        path=str(path),
        recipe=recipe,
        seconds=picture.seconds if picture else 0.0,
        seconds_per_step=picture.seconds_per_step if picture else 0.0,
        notices=picture.notices if picture else (),
    )


def _sheet_recipe(task: GridRequest) -> dict[str, Any]:
    """Return the first picture's recipe with the grid's axes."""
    found = read_recipe(Path(task.cells[0].path))
    recipe = found.recipe.as_dict() if found else {"version": 1, "prompt": task.prompt}
    axes = [list(axis) for axis in task.axes]
    grid = {"columns": list(task.columns), "rows": list(task.rows), "axes": axes}
    created = datetime.now().astimezone().isoformat(timespec="seconds")
    return {**recipe, "index": 0, "created": created, "grid": grid}
