"""Early import of the modules for the first picture."""

from __future__ import annotations

import importlib

_MODULES = (
    "desktop.engines.engine_factory",
    "desktop.engines.torch_engine",
    "diffusers.loaders.single_file",
    "diffusers.loaders.textual_inversion",
    "diffusers.pipelines.stable_diffusion.pipeline_stable_diffusion",
    "diffusers.pipelines.stable_diffusion_xl.pipeline_stable_diffusion_xl",
    "transformers.models.clip.tokenization_clip",
)
"""The engine, and the modules that diffusers and transformers import lazily."""


def preload() -> None:
    """Import the engine for torch models, which the Core ML engine also uses."""
    for name in _MODULES:
        importlib.import_module(name)
