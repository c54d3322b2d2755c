"""Factory of the engine for a model."""

from __future__ import annotations

import os
from pathlib import Path

from desktop.core.engine_interface import CancelCheck, Emit, Engine
from desktop.core.errors import BadInput, EaselError
from desktop.core.hardware.proof import UNPROVED, DeviceChoices
from desktop.core.request import GenerationRequest


def open_engine(
    request: GenerationRequest,
    emit: Emit,
    check: CancelCheck,
    *,
    cache_dir: Path,
    job: str = "",
    low_memory: bool = False,
    cache_limit: int = 0,
    choices: DeviceChoices = UNPROVED,
) -> Engine:
    """Load the engine for `request.model`; `job` names the job in the Loading events.

    Raises BadInput where there is no such model, EaselError where it can't be read or the request
    does not identify it, and what `check` raises.
    """
    os.environ["HF_HUB_OFFLINE"] = "1"
    os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")
    os.environ.setdefault("DIFFUSERS_VERBOSITY", "error")
    if not Path(request.model).exists():
        raise BadInput("There is no model at {path}: choose another one.", path=request.model)
    if not request.identity.kind:
        raise EaselError(
            "An earlier Easel has queued this, which didn’t say what its model is: queue it again."
        )
    if request.identity.kind == "coreml":
        from .coreml.coreml_engine import CoreMLEngine  # pyright: ignore

        return CoreMLEngine.load(
            request,
            job,
            emit,
            check,
            cache_dir=cache_dir,
            low_memory=low_memory,
            cache_limit=cache_limit,
        )
    from .torch_engine import TorchEngine

    return TorchEngine.load(
        request,
        job,
        emit,
        check,
        cache_dir=cache_dir,
        low_memory=low_memory,
        choices=choices,
    )
