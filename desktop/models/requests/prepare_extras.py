"""The checks of a request's extras: starting image, LoRAs, ControlNets, the second pass."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import get_args

import msgspec

from desktop.core.capabilities import Support
from desktop.core.errors import BadInput
from desktop.core.messages import Message, alternatives
from desktop.core.request import (
    ControlNetUse,
    GenerationRequest,
    HighResFix,
    ImageFit,
    LoraUse,
    Margins,
    Preprocessor,
    ReferenceImage,
    StartingImage,
)
from desktop.models.families.known_families import FAMILIES
from desktop.models.model import Model

from .pictures.picture_sizes import checked_size
from .value_checks import number, one_of, whole

MAX_LORA_WEIGHT = 10.0
_TORCHS_NOISE = Support(
    False, Message("A ComfyUI server draws its noise as torch does: choose torch as its source.")
)
_NO_NUMPY = Support(
    False, Message("An A1111 server draws no noise of numpy: choose torch or nvidia.")
)
_NO_VARIATIONS = Support(
    False,
    Message("A ComfyUI server draws no variations of a seed: set their strength to 0."),
)
_NO_SECOND_PASS = Support(
    False, Message("An A1111 server makes no second pass after a starting image.")
)
MAX_FEATHER = 500.0
MAX_MARGIN, MIN_INNER = 8192, 16
"""Maximum margin, and minimum picture left between two margins, in pixels."""


def checked_start(
    start: StartingImage | None, steps: int, model: Model, size: tuple[int, int]
) -> StartingImage | None:
    """Return the starting image, checked for a picture of `size` (w, h) pixels. Raises BadInput."""
    capabilities = model.capabilities
    if start is None:
        if capabilities.needs_mask:
            raise BadInput(
                "“{model}” only paints parts of a picture anew: choose a starting image and a "
                "mask.",
                model=model.name,
            )
        if capabilities.needs_image:
            raise BadInput(
                "“{model}” only reworks a picture: choose a starting image.", model=model.name
            )
        return None
    if capabilities.needs_mask and not start.inpaints:
        raise BadInput("“{model}” needs a mask that says what to paint anew.", model=model.name)
    number(Message("strength"), start.strength, 0.0, 1.0)
    number(Message("mask feather"), start.mask_feather, 0.0, MAX_FEATHER)
    if start.fit not in get_args(ImageFit):
        raise BadInput(
            "“{fit}” is no way to fit a picture: choose fit, fill or stretch.", fit=start.fit
        )
    if int(steps * start.strength) < 1:
        raise BadInput(_no_step_left(steps, start.strength))
    _check_margins(start.extend, *size)
    return start


def _check_margins(margins: Margins, width: int, height: int) -> None:
    """Check that the picture has room between its margins. Raises BadInput."""
    for margin in msgspec.structs.astuple(margins):
        whole(Message("margin"), margin, 0, MAX_MARGIN)
    inner = (width - margins.left - margins.right, height - margins.top - margins.bottom)
    if min(inner) < MIN_INNER:
        raise BadInput(
            "The margins leave no room for the picture in {width} x {height} pixels.",
            width=width,
            height=height,
        )


def _no_step_left(steps: int, strength: float) -> Message:
    if strength <= 0:
        return Message("With a strength of 0 the starting image would not change: choose more.")
    return Message(
        "With a strength of {strength}, {steps} steps leave none to run: use {least} steps or "
        "more, or a higher strength.",
        strength=strength,
        steps=steps,
        least=math.ceil(1 / strength),
    )


def checked_references(
    references: tuple[ReferenceImage, ...], model: Model, known: Sequence[Model] = ()
) -> tuple[ReferenceImage, ...]:
    """Return the reference pictures, if the model takes them. Raises BadInput.

    Where it doesn't, one of `known` that does is named.
    """
    most = model.capabilities.most_references
    if references and not most:
        able = [other.name for other in known if other.usable and can_edit(other)]
        titles = [family.traits("").title for family in FAMILIES.values() if family.most_references]
        raise BadInput(
            "“{model}” draws from words and can’t edit pictures: choose {other} for that.",
            model=model.name,
            other=alternatives([f"“{name}”" for name in able[:2]] or titles),
        )
    if len(references) > most:
        raise BadInput(
            "“{model}” takes {most} references at most; {count} were given.",
            model=model.name,
            most=most,
            count=len(references),
        )
    return references


def can_edit(model: Model) -> bool:
    """Return whether the model can take reference pictures."""
    return model.capabilities.most_references > 0


def checked_loras(loras: tuple[LoraUse, ...]) -> tuple[LoraUse, ...]:
    """Return the LoRAs, if their weights are valid. Raises BadInput."""
    for use in loras:
        what = Message("weight of the LoRA “{name}”", name=use.name)
        number(what, use.weight, -MAX_LORA_WEIGHT, MAX_LORA_WEIGHT)
    return loras


def checked_controlnets(nets: tuple[ControlNetUse, ...]) -> tuple[ControlNetUse, ...]:
    """Return the ControlNets, if their weights and times are valid. Raises BadInput."""
    for use in nets:
        name = use.name
        weight = Message("weight of the ControlNet “{name}”", name=name)
        number(weight, use.weight, 0.0, MAX_LORA_WEIGHT)
        number(Message("start of the ControlNet “{name}”", name=name), use.start, 0.0, 1.0)
        number(Message("end of the ControlNet “{name}”", name=name), use.end, 0.0, 1.0)
        if use.start >= use.end:
            raise BadInput(
                "The start of the ControlNet “{name}” must lie before its end.", name=name
            )
        if not use.image:
            raise BadInput("The ControlNet “{name}” needs a picture to follow.", name=name)
        preprocessor = Message("preprocessor of the ControlNet “{name}”", name=name)
        one_of(preprocessor, use.preprocessor, get_args(Preprocessor))
        if use.preprocessor in ("depth", "pose") and not use.preprocessor_model:
            raise BadInput(_no_map_model(use.preprocessor))
    return nets


def _no_map_model(kind: str) -> Message:
    names = {"depth": ("Depth Anything", "DPT"), "pose": ("ViTPose",)}[kind]
    return Message(
        "No model that makes {kind} maps is in your model folders: put one there ({example}, in "
        "transformers’ layout), or give a finished {kind} map and no preprocessor.",
        kind=kind,
        example=alternatives(names),
    )


def checked_high_res_fix(fix: HighResFix, width: int, height: int, model: Model) -> HighResFix:
    """Return the second pass, if the larger size can be made. Raises BadInput."""
    number(Message("scale of the high-resolution pass"), fix.scale, 1.0, 4.0)
    number(Message("strength of the high-resolution pass"), fix.strength, 0.0, 1.0)
    whole(Message("number of steps of the high-resolution pass"), fix.steps, 0, 1000)
    step = model.capabilities.size_step
    larger = (int(width * fix.scale) // step * step, int(height * fix.scale) // step * step)
    if model.capabilities.high_res_fix:
        checked_size(*larger, model)
    return fix


def check_capabilities(request: GenerationRequest, model: Model) -> None:
    """Check that the model supports everything in the request. Raises BadInput with the reason."""
    can = model.capabilities
    start = request.starting_image
    comfyui, a1111 = model.kind == "comfyui", model.kind == "a1111"
    wishes: Iterable[tuple[bool, Support, Message]] = (
        (start is not None, can.starting_image, Message("a starting image")),
        (start is not None and start.inpaints, can.inpainting, Message("a mask")),
        (bool(request.loras), can.loras, Message("LoRAs")),
        (bool(request.vae), can.vae_override, Message("another VAE")),
        (request.vae_tiling != "auto", can.vae_tiling, Message("VAE tiling")),
        (bool(request.controlnets), can.controlnet, Message("ControlNets")),
        (request.clip_skip > 0, can.clip_skip, Message("clip skip")),
        (request.high_res_fix is not None, can.high_res_fix, Message("a high-resolution pass")),
        (bool(request.negative_prompt.strip()), can.negative_prompt, Message("a negative prompt")),
        (comfyui and request.rng != "torch", _TORCHS_NOISE, Message("another rng")),
        (comfyui and request.varies, _NO_VARIATIONS, Message("variations")),
        (a1111 and request.rng == "numpy", _NO_NUMPY, Message("another rng")),
        (
            a1111 and start is not None and request.high_res_fix is not None,
            _NO_SECOND_PASS,
            Message("a high-resolution pass"),
        ),
    )
    for used, support, what in wishes:
        if used and not support:
            raise BadInput(
                support.reason
                or Message("“{model}” can’t use {feature}.", model=model.name, feature=what)
            )
