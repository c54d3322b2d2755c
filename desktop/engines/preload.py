"""Imports what the first picture needs, before there is one."""

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
"""The engine, and what diffusers and transformers import only when it is used."""


def preload() -> None:
    """Import the engine for torch models, which a Core ML engine stands on too."""
    for name in _MODULES:
        importlib.import_module(name)
