"""The families with their own loaders, by name; the others are loaded as UNets."""

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
"""Loads a request's parts onto a device in a dtype, with a folder for its cache."""

FLOW_FAMILIES: dict[str, FlowFamily] = {
    family.record.id: family for family in (KleinFamily(), ZImageFamily())
}
"""The flow-matching families; a new one is one more entry."""


def loader_of(family: str) -> Loader | None:
    """Return the loader of a family's models; None: they are UNets."""
    known = FLOW_FAMILIES.get(family)
    return None if known is None else partial(load_flow, known)
