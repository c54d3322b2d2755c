"""Leaves out of a draft what its model can't honour and the controls show as off."""

from __future__ import annotations

from typing import Any

import msgspec

from desktop.models.model import Model

from .draft import Draft


def drop_unsupported(draft: Draft, model: Model) -> Draft:
    """`draft` without the settings whose controls are off with `model`, which says why there.

    Pictures, masks, LoRAs and ControlNets stay: whoever chose them is told by a refusal.
    """
    can = model.capabilities
    changes: dict[str, Any] = {}
    if not can.clip_skip:
        changes["clip_skip"] = None
    if not can.vae_override:
        changes["vae"] = None
    if not can.precision:
        changes["precision"] = None
    if not can.vae_tiling:
        changes["vae_tiling"] = None
    if not can.high_res_fix:
        changes["high_res_fix"] = None
    if not can.negative_prompt:
        changes["negative_prompt"] = None
    return msgspec.structs.replace(draft, **changes)
