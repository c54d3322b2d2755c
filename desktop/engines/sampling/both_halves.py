"""The unconditional UNet output for CFG++ samplers, which stock pipelines do not expose."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

import torch

from desktop.core.request import GenerationRequest

from .solvers.table import is_cfg_pp


@contextmanager
def keep_halves(
    unet: torch.nn.Module, scheduler: Any, request: GenerationRequest
) -> Generator[None]:
    """Give `scheduler` both halves (2, C, h, w) of each output of `unet` within the context."""
    if not is_cfg_pp(request.sampler):
        yield
        return
    scheduler.guidance = request.guidance_scale

    def keep(_module: object, _inputs: object, output: Any) -> None:
        found = output[0]
        scheduler.halves = found if found.shape[0] == 2 else None

    handle = unet.register_forward_hook(keep)
    try:
        yield
    finally:
        handle.remove()
        scheduler.halves = None
