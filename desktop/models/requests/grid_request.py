"""Make a grid's request: the draft with every pair of the two settings' values, each checked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import msgspec

from desktop.core.errors import BadInput
from desktop.core.grids.grid import MOST_CELLS, GridCell, GridRequest
from desktop.core.grids.grid_axes import KINDS, Axis, Value
from desktop.core.request import GenerationRequest
from desktop.models.model import Model

from .draft import Draft
from .drop_unsupported import drop_unsupported

Resolve = Callable[[Draft, Model], GenerationRequest]
"""Makes a checked request of a draft. Raises BadInput."""


def grid_request(
    draft: Draft,
    model: Model,
    axes: Sequence[Axis],
    *,
    find_model: Callable[[str], Model],
    resolve: Resolve,
    drawn_seed: int,
    names: Mapping[str, str] | None = None,
) -> GridRequest:
    """Return the grid over one or two `axes`: the first goes across, the second down.

    All pictures share one seed, `drawn_seed` where none was given. `names` are the settings' words
    in the labels. Raises BadInput for the reason of the first refused cell.
    """
    _check(axes)
    across = axes[0]
    down = axes[1] if len(axes) > 1 else None
    seed = draft.seed if draft.seed is not None else model.defaults.seed
    base = msgspec.structs.replace(draft, seed=drawn_seed if seed is None else seed, count=1)
    cells: list[GridCell] = []
    for row, second in enumerate(down.values if down else (None,)):
        for column, first in enumerate(across.values):
            changed, used = _with(base, model, across, first, find_model)
            if down is not None and second is not None:
                changed, used = _with(changed, used, down, second, find_model)
            cells.append(GridCell(request=resolve(changed, used), column=column, row=row))
    return GridRequest(
        columns=tuple(_label(across, value, names) for value in across.values),
        rows=tuple(_label(down, value, names) for value in down.values) if down else ("",),
        cells=_in_order(cells),
        axes=tuple((axis.kind, axis.text) for axis in axes),
    )


def _check(axes: Sequence[Axis]) -> None:
    if not 1 <= len(axes) <= 2:
        raise BadInput("A grid goes over one or two settings.")
    if len(axes) == 2 and axes[0].kind == axes[1].kind != "prompt":
        raise BadInput("The grid’s two settings are the same: choose another for one of them.")
    count = len(axes[0].values) * (len(axes[1].values) if len(axes) == 2 else 1)
    if count > MOST_CELLS:
        raise BadInput(
            "The grid would have {count} pictures: {most} is the most.",
            count=f"{count:,}",
            most=MOST_CELLS,
        )


def _with(
    draft: Draft, model: Model, axis: Axis, value: Value, find_model: Callable[[str], Model]
) -> tuple[Draft, Model]:
    """Return the draft, and the model, with one value of an axis."""
    replace = msgspec.structs.replace
    if axis.kind == "prompt":
        return _with_words(draft, axis, value), model
    if axis.kind == "model":
        other = find_model(value.value)
        units = {str(choice.unit) for choice in other.capabilities.units}
        fits = draft.compute_unit is None or draft.compute_unit in units
        kept = drop_unsupported(draft, other)
        return (kept if fits else replace(kept, compute_unit=None)), other
    if axis.kind == "sampler":
        sampler, schedule = value.value
        given = replace(draft, sampler=sampler)
        return (given if schedule is None else replace(given, noise_schedule=schedule)), model
    if axis.kind == "strength":
        if draft.starting_image is None:
            raise BadInput("A grid over the strength needs a starting image.")
        start = replace(draft.starting_image, strength=value.value)
        return replace(draft, starting_image=start), model
    field = {"guidance": "guidance_scale", "variation": "variation_strength"}.get(axis.kind)
    return replace(draft, **{field or axis.kind: value.value}), model


def _with_words(draft: Draft, axis: Axis, value: Value) -> Draft:
    """Return the draft with `value` in place of the axis's first value in the prompt
    (A1111's S/R).
    """
    wanted = str(axis.values[0].value)
    negative = draft.negative_prompt or ""
    if wanted not in draft.prompt and wanted not in negative:
        raise BadInput(
            "The first words of the grid, “{name}”, are not in the prompt: they are what the "
            "others replace.",
            name=wanted[:40],
        )
    return msgspec.structs.replace(
        draft,
        prompt=draft.prompt.replace(wanted, str(value.value)),
        negative_prompt=negative.replace(wanted, str(value.value)),
    )


def _label(axis: Axis, value: Value, names: Mapping[str, str] | None) -> str:
    if axis.kind in ("prompt", "sampler", "noise_schedule"):
        return value.words
    if axis.kind == "model":
        return value.words.replace("\\", "/").rstrip("/").rsplit("/", 1)[-1]
    return f"{(names or {}).get(axis.kind, KINDS[axis.kind].label)}: {value.words}"


def _in_order(cells: list[GridCell]) -> tuple[GridCell, ...]:
    """Return the cells row by row, but grouped by model: loading takes longer than drawing."""
    models = list(dict.fromkeys(cell.request.model for cell in cells))
    return tuple(sorted(cells, key=lambda cell: models.index(cell.request.model)))
