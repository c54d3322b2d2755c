"""What Apple's own command draws with where its options are left out."""

from __future__ import annotations

import argparse
from pathlib import Path

from desktop.models.bundles.bundle import is_apple_named
from desktop.models.model import Model

DEFAULTS = {"seed": 93, "steps": 50, "guidance_scale": 7.5}
"""The defaults of `python -m python_coreml_stable_diffusion.pipeline`, by the option's dest."""


def fill_in_apples_defaults(options: argparse.Namespace, model: Model) -> None:
    """Set the options that were not given to Apple's defaults, if Apple's converter made the model.

    It is known by the names of the packages. A folder that Easel has converted says its own
    defaults (easel.json) and keeps them.
    """
    folder = Path(model.path)
    if model.kind != "coreml" or (folder / "easel.json").exists() or not is_apple_named(folder):
        return
    for name, value in DEFAULTS.items():
        if getattr(options, name) is None:
            setattr(options, name, value)
