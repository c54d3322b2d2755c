"""Loads single parts of a torch model in float32, from safetensors and with no noise."""

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
"""What diffusers and transformers raise for damaged or unfitting weights."""


def class_of(part: str) -> Any:
    """The class of diffusers or transformers that a part is an instance of."""
    module, name = _CLASSES[part]
    return getattr(import_module(module), name)


def load_part(folder: Path, part: str) -> Any:
    """The module in `folder`, in float32 and for inference.

    Raises BadInput where there are pickles only, EaselError where the weights can't be read.
    """
    with quiet_loading():
        loaded = load_module(class_of(part), folder, part_words(part), dtype=torch.float32)
    return for_inference(loaded)


def load_controlnet(place: Path, unet: dict[str, Any]) -> Any:
    """The ControlNet at `place`, a diffusers folder or a lone file, in float32.

    `unet` is the config of the UNet that it is for. Raises BadInput where it is for another
    family, EaselError where it can't be read.
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
    """`module` without gradients and dropout."""
    return module.eval().requires_grad_(False)


@contextmanager
def quiet_loading() -> Generator[None]:
    """Load with neither progress bars nor warnings of transformers and diffusers."""
    from diffusers.utils import logging as diffusers_logging
    from transformers.utils import logging as transformers_logging

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for logging in (diffusers_logging, transformers_logging):
            logging.set_verbosity_error()
            logging.disable_progress_bar()
        yield
