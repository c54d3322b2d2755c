"""Check that a model supports a sampler's guidance."""

from __future__ import annotations

from pathlib import Path

from desktop.core.errors import BadInput
from desktop.core.request import GenerationRequest
from desktop.core.sampling.samplers import SAMPLERS
from desktop.models.config_files import integer_of, read_json
from desktop.models.model import Model


def check_guidance(request: GenerationRequest, model: Model) -> None:
    """Check that a CFG++ sampler can draw with `model`. Raises BadInput.

    It needs the unconditional estimate, which a UNet with the guidance as an input (an LCM, say)
    never computes.
    """
    sampler = SAMPLERS.get(request.sampler)
    if sampler is None or not sampler.solver.endswith("_cfg_pp") or model.kind != "diffusers":
        return
    config = read_json(Path(model.path) / "unet" / "config.json") or {}
    if integer_of(config, "time_cond_proj_dim"):
        raise BadInput(
            "“{model}” draws without guidance, which {sampler} needs: choose another sampler.",
            model=model.name,
            sampler=sampler.label,
        )
