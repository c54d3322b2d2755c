"""The checks of a request's extras: starting image, LoRAs, ControlNets, the second pass."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import get_args

from desktop.core.capabilities import Support
from desktop.core.errors import BadInput
from desktop.core.request import (
    ControlNetUse,
    GenerationRequest,
    HighResFix,
    ImageFit,
    LoraUse,
    Preprocessor,
    StartingImage,
)
from desktop.models.model import Model

from .picture_sizes import checked_size
from .value_checks import number, one_of, whole

MAX_LORA_WEIGHT = 10.0
MAX_FEATHER = 500.0


def checked_start(start: StartingImage | None, steps: int, model: Model) -> StartingImage | None:
    """The starting image, if its settings fit. Raises BadInput."""
    capabilities = model.capabilities
    if start is None:
        if capabilities.needs_mask:
            raise BadInput(
                f"“{model.name}” only paints parts of a picture anew: "
                "choose a starting image and a mask."
            )
        if capabilities.needs_image:
            raise BadInput(f"“{model.name}” only reworks a picture: choose a starting image.")
        return None
    if capabilities.needs_mask and not start.mask:
        raise BadInput(f"“{model.name}” needs a mask that says what to paint anew.")
    number("strength", start.strength, 0.0, 1.0)
    number("mask feather", start.mask_feather, 0.0, MAX_FEATHER)
    if start.fit not in get_args(ImageFit):
        raise BadInput(f"“{start.fit}” is no way to fit a picture: choose fit, fill or stretch.")
    if int(steps * start.strength) < 1:
        raise BadInput(_no_step_left(steps, start.strength))
    return start


def _no_step_left(steps: int, strength: float) -> str:
    if strength <= 0:
        return "With a strength of 0 the starting image would not change: choose more."
    return (
        f"With a strength of {strength:g}, {steps} steps leave none to run: "
        f"use {math.ceil(1 / strength)} steps or more, or a higher strength."
    )


def checked_loras(loras: tuple[LoraUse, ...]) -> tuple[LoraUse, ...]:
    """The LoRAs, if their weights fit. Raises BadInput."""
    for use in loras:
        number(f"weight of the LoRA “{use.name}”", use.weight, -MAX_LORA_WEIGHT, MAX_LORA_WEIGHT)
    return loras


def checked_controlnets(nets: tuple[ControlNetUse, ...]) -> tuple[ControlNetUse, ...]:
    """The ControlNets, if their weights and times fit. Raises BadInput."""
    for use in nets:
        what = f"of the ControlNet “{use.name}”"
        number(f"weight {what}", use.weight, 0.0, MAX_LORA_WEIGHT)
        number(f"start {what}", use.start, 0.0, 1.0)
        number(f"end {what}", use.end, 0.0, 1.0)
        if use.start >= use.end:
            raise BadInput(f"The start {what} must lie before its end.")
        if not use.image:
            raise BadInput(f"The ControlNet “{use.name}” needs a picture to follow.")
        one_of(f"preprocessor {what}", use.preprocessor, get_args(Preprocessor))
        if use.preprocessor in ("depth", "pose") and not use.preprocessor_model:
            raise BadInput(_no_map_model(use.preprocessor))
    return nets


def _no_map_model(kind: str) -> str:
    example = {"depth": "Depth Anything or DPT", "pose": "ViTPose"}[kind]
    return (
        f"No model that makes {kind} maps is in your model folders: put one there ({example}, in "
        f"transformers' layout), or give a finished {kind} map and no preprocessor."
    )


def checked_high_res_fix(fix: HighResFix, width: int, height: int, model: Model) -> HighResFix:
    """The second pass, if the larger size can be made. Raises BadInput."""
    number("scale of the high-resolution pass", fix.scale, 1.0, 4.0)
    number("strength of the high-resolution pass", fix.strength, 0.0, 1.0)
    whole("number of steps of the high-resolution pass", fix.steps, 0, 1000)
    step = model.capabilities.size_step
    larger = (int(width * fix.scale) // step * step, int(height * fix.scale) // step * step)
    if model.capabilities.high_res_fix:
        checked_size(*larger, model)
    return fix


def check_capabilities(request: GenerationRequest, model: Model) -> None:
    """See that the model honours everything the request uses. Raises BadInput with the reason."""
    can = model.capabilities
    start = request.starting_image
    wishes: Iterable[tuple[bool, Support, str]] = (
        (start is not None, can.starting_image, "a starting image"),
        (start is not None and bool(start.mask), can.inpainting, "a mask"),
        (bool(request.loras), can.loras, "LoRAs"),
        (bool(request.vae), can.vae_override, "another VAE"),
        (request.vae_tiling != "auto", can.vae_tiling, "VAE tiling"),
        (bool(request.controlnets), can.controlnet, "ControlNets"),
        (request.clip_skip > 0, can.clip_skip, "clip skip"),
        (request.high_res_fix is not None, can.high_res_fix, "a high-resolution pass"),
        (bool(request.negative_prompt.strip()), can.negative_prompt, "a negative prompt"),
    )
    for used, support, what in wishes:
        if used and not support:
            raise BadInput(support.reason or f"“{model.name}” can't use {what}.")
