"""Loading of single parts of a torch model in float32, from safetensors, without output."""

from __future__ import annotations

import warnings
from collections.abc import Generator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

import torch

from desktop.core.errors import BadInput
from desktop.core.messages import Message
from desktop.engines.conditioning.controlnet_inputs import lone_controlnet
from desktop.engines.torch.whole_modules import load_module, part_words, unreadable

_CLASSES = {
    "text_encoder": ("transformers", "CLIPTextModel"),
    "text_encoder_2": ("transformers", "CLIPTextModelWithProjection"),
    "unet": ("diffusers", "UNet2DConditionModel"),
    "vae": ("diffusers", "AutoencoderKL"),
    "controlnet": ("diffusers", "ControlNetModel"),
    "safety_checker": (
        "diffusers.pipelines.stable_diffusion.safety_checker",
        "StableDiffusionSafetyChecker",
    ),
}
BAD_WEIGHTS = (OSError, ValueError, RuntimeError, KeyError, TypeError, IndexError)
"""Exceptions of diffusers and transformers for damaged or mismatched weights."""


def class_of(part: str) -> Any:
    """Return the diffusers or transformers class of a part."""
    module, name = _CLASSES[part]
    return getattr(import_module(module), name)


def load_part(folder: Path, part: str) -> Any:
    """Return the module in `folder`, in float32 and for inference.

    Raises BadInput for pickles only, EaselError for unreadable weights.
    """
    with quiet_loading():
        loaded = load_module(class_of(part), folder, part_words(part), dtype=torch.float32)
    return for_inference(loaded)


def load_controlnet(place: Path, unet: dict[str, Any]) -> Any:
    """Return the ControlNet at `place`, a diffusers folder or a single file, in float32.

    `unet` is the config of its UNet. Raises BadInput if it is for another family, EaselError if it
    can't be read.
    """
    if place.is_dir():
        net = load_part(place, "controlnet")
    else:
        with quiet_loading():
            try:
                with torch.device("meta"):
                    shape = class_of("unet").from_config(unet)
                net = for_inference(lone_controlnet(place, shape, torch.float32))
            except BAD_WEIGHTS as error:
                raise unreadable(Message("ControlNet {name}", name=place.stem), error) from error
    if net.config.cross_attention_dim != unet.get("cross_attention_dim"):
        raise BadInput(
            "The ControlNet “{name}” was made for another family of models.", name=place.stem
        )
    return net


def for_inference(module: Any) -> Any:
    """Return `module` without gradients and dropout."""
    return module.eval().requires_grad_(False)


@contextmanager
def quiet_loading() -> Generator[None]:
    """Suppress progress bars and warnings of transformers and diffusers."""
    from diffusers.utils import logging as diffusers_logging
    from transformers.utils import logging as transformers_logging

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for logging in (diffusers_logging, transformers_logging):
            logging.set_verbosity_error()
            logging.disable_progress_bar()
        yield
