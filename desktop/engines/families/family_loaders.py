"""Which families bring their own way of drawing, by their names; the others are loaded as UNets."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import torch

from desktop.core.request import GenerationRequest
from desktop.engines.flow.flow_family import FlowFamily
from desktop.engines.flow.load_flow import load_flow
from desktop.engines.torch.loading import PipelineParts, ReportLoading

from .draw_flux2_klein import KleinFamily
from .draw_z_image import ZImageFamily

Loader = Callable[
    [GenerationRequest, torch.device, torch.dtype, Path, ReportLoading], PipelineParts
]
"""Loads what a request needs first onto a device in a dtype, keeping what it likes in a folder."""

FLOW_FAMILIES: dict[str, FlowFamily] = {
    family.record.id: family for family in (KleinFamily(), ZImageFamily())
}
"""Those that draw by flow matching; a new one is one entry more."""


def loader_of(family: str) -> Loader | None:
    """What loads the parts of a family's models; None: they are those of a UNet."""
    known = FLOW_FAMILIES.get(family)
    return None if known is None else partial(load_flow, known)
