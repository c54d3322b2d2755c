"""Remove the settings from a draft that a model can't honor and the controls show as off."""

from __future__ import annotations

from typing import Any

import msgspec

from desktop.models.model import Model

from .draft import Draft


def drop_unsupported(draft: Draft, model: Model) -> Draft:
    """Return `draft` without the settings whose controls are off with `model`, which show the
    reason.

    For drafts that were not made for this model alone: the controls keep other models' settings,
    and a grid goes over several. Pictures, masks, LoRAs and ControlNets are kept: whoever chose
    them gets a refusal.
    """
    can = model.capabilities
    changes: dict[str, Any] = {}
    if not can.clip_skip:
        changes["clip_skip"] = None
    if not can.vae_override:
        changes["vae"] = None
    if not can.precision or (draft.precision == "int8" and not can.int8):
        changes["precision"] = None
    if not can.vae_tiling:
        changes["vae_tiling"] = None
    if not can.high_res_fix:
        changes["high_res_fix"] = None
    if not can.negative_prompt:
        changes["negative_prompt"] = None
    return msgspec.structs.replace(draft, **changes)
