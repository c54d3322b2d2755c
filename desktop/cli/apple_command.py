"""What Apple's own command draws with where its options are left out."""

from __future__ import annotations

from pathlib import Path

import msgspec

from desktop.models.bundles.bundle import is_apple_named
from desktop.models.model import Model

SEED, STEPS, GUIDANCE_SCALE = 93, 50, 7.5
"""The defaults of `python -m python_coreml_stable_diffusion.pipeline`."""


def with_apples_defaults(model: Model) -> Model:
    """`model` with Apple's defaults if its packages were named by Apple's converter.

    A folder that Easel has converted says its own defaults (easel.json) and keeps them.
    """
    folder = Path(model.path)
    if model.kind != "coreml" or (folder / "easel.json").exists() or not is_apple_named(folder):
        return model
    defaults = msgspec.structs.replace(
        model.defaults, seed=SEED, steps=STEPS, guidance_scale=GUIDANCE_SCALE
    )
    return msgspec.structs.replace(model, defaults=defaults)
