"""Put a waiting job's settings back into the controls, to be edited and queued again."""

from __future__ import annotations

import msgspec

from desktop.core.request import GenerationRequest
from desktop.ui.state.control_values import ControlValues

_OTHER_FORM = ("model", "compute_unit", "vae")
"""Fields with the same name in a request and in the controls, but not of the same form."""


def edit_job(values: ControlValues, request: GenerationRequest) -> None:
    """Copy everything in `request` to the controls; its seeds are kept."""
    values.keep_undo("Edit Job")
    values.model = request.model
    values.styles = ()
    for name in values.names():
        if name in request.__struct_fields__ and name not in _OTHER_FORM:
            setattr(values, name, getattr(request, name))
    values.keep_seed = True
    values.keep_variation_seed = request.variation_seed is not None
    values.compute_unit = str(request.compute_unit)
    values.vae = request.vae or ""
    _take_start(values, request)
    fix = request.high_res_fix
    values.high_res = fix is not None
    if fix is not None:
        values.high_res_scale, values.high_res_strength = fix.scale, fix.strength
        values.high_res_steps = fix.steps
    for name in ("grid_columns", "grid_rows"):
        setattr(values, name, "")


def _take_start(values: ControlValues, request: GenerationRequest) -> None:
    start = request.starting_image
    values.start_image = "" if start is None else start.path
    if start is None:
        return
    plain = msgspec.structs.asdict(start)
    values.start_counting = "strength"
    values.start_strength, values.start_fit = start.strength, start.fit
    values.mask = plain["mask"] or ""
    values.start_extend = start.extend
    values.mask_feather, values.mask_inverted = start.mask_feather, start.mask_inverted
