"""A grid in the child: events, places, and going on after an interruption."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from desktop.core.engine_interface import Emit
from desktop.core.events import DrawnPicture, Event, Finished, Step
from desktop.core.grids.grid import GridCell, GridRequest
from desktop.core.request import GenerationRequest
from desktop.core.tasks import Job
from desktop.process.jobs.grid_job import draw_grid


def plain(request: GenerationRequest, emit: Emit) -> Iterator[DrawnPicture]:
    """A picture in the colour of its seed."""
    emit(Step(job="j", index=0, count=1, step=1, steps=1, seconds_per_step=0.1))
    rgb = bytes((request.seed, 0, 0)) * (16 * 16)
    recipe = {"version": 1, "prompt": request.prompt, "seed": request.seed}
    yield DrawnPicture(
        index=0, width=16, height=16, rgb=rgb, recipe=recipe, seconds=0.1, seconds_per_step=0.1
    )


def a_grid() -> GridRequest:
    cells = tuple(
        GridCell(request=GenerationRequest(prompt="x", model="m", seed=seed), column=seed, row=0)
        for seed in range(3)
    )
    return GridRequest(columns=("0", "1", "2"), rows=("",), cells=cells)


def run(task: GridRequest, output: Path) -> list[Event]:
    events: list[Event] = []
    draw_grid(Job(id="j", task=task, output=str(output)), task, plain, events.append)
    return events


def test_cells_are_told_as_pictures_of_one_job(tmp_path: Path) -> None:
    events = run(a_grid(), tmp_path)
    steps = [event for event in events if isinstance(event, Step)]
    assert [(step.index, step.count) for step in steps] == [(0, 3), (1, 3), (2, 3)]
    finished = [event for event in events if isinstance(event, Finished)]
    assert [event.index for event in finished] == [0, 1, 2, 3]
    assert [event.last for event in finished] == [False, False, False, True]
    assert all(Path(event.path).is_file() for event in finished)


def test_what_is_drawn_is_not_drawn_again(tmp_path: Path) -> None:
    first = [event for event in run(a_grid(), tmp_path) if isinstance(event, Finished)]
    task = a_grid().drawn(0, first[0].path).drawn(1, str(tmp_path / "gone.png"))
    events = run(task, tmp_path)
    steps = [event for event in events if isinstance(event, Step)]
    assert [step.index for step in steps] == [1, 2]
