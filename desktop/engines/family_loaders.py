"""Which families load their parts in a way of their own; the others are loaded as UNets."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import torch

from desktop.core.request import GenerationRequest
from desktop.models.families.flow_families import FLOW

from .flow.load_flow import load_flow
from .torch.loading import PipelineParts, Tell

Loader = Callable[[GenerationRequest, torch.device, torch.dtype, Path, Tell], PipelineParts]
"""Loads what a request needs first onto a device in a dtype, keeping what it likes in a folder."""

FAMILY_LOADERS: dict[str, Loader] = {family.id: load_flow for family in FLOW}
