"""Convert the body of A1111's txt2img and img2img into a draft."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from desktop.core.errors import BadInput
from desktop.core.request import HighResFix, StartingImage
from desktop.core.sampling.samplers import parse_scheduler
from desktop.files.json_coerce import as_list, as_mapping
from desktop.models.requests.draft import Draft

from .wire import InputPictures, number, picture_bytes, text, whole_number

_FITS = {0: "stretch", 1: "fill", 2: "fit"}
"""A1111's resize modes: just resize, crop and resize, resize and fill."""


def draft_from(body: Mapping[str, Any], inputs: InputPictures) -> Draft:
    """Return the draft of a body; missing values are the model's defaults. Raises BadInput.

    A1111's own defaults (50 steps, CFG 7, 512 x 512) belong to its page and are not taken over:
    they would spoil a Turbo model.
    """
    sampler, schedule = _sampler(body)
    count = (whole_number(body, "batch_size") or 1) * (whole_number(body, "n_iter") or 1)
    seed = whole_number(body, "seed")
    variation = number(body, "subseed_strength")
    subseed = whole_number(body, "subseed")
    skip = whole_number(as_mapping(body.get("override_settings")), "CLIP_stop_at_last_layers")
    return Draft(
        prompt=text(body, "prompt"),
        negative_prompt=text(body, "negative_prompt") or None,
        seed=None if seed == -1 else seed,
        count=count,
        width=whole_number(body, "width"),
        height=whole_number(body, "height"),
        steps=whole_number(body, "steps"),
        guidance_scale=number(body, "cfg_scale"),
        sampler=sampler,
        noise_schedule=schedule,
        clip_skip=None if not skip or skip < 2 else skip - 1,
        starting_image=_start(body, inputs),
        variation_seed=None if not variation or subseed == -1 else subseed,
        variation_strength=variation or None if subseed not in (None, -1) else None,
        high_res_fix=_high_res_fix(body),
    )


def _sampler(body: Mapping[str, Any]) -> tuple[str | None, str | None]:
    name = text(body, "sampler_name") or text(body, "sampler_index")
    schedule = text(body, "scheduler")
    if not name and not schedule:
        return None, None
    words = name if schedule.lower() in ("", "automatic") else f"{name} {schedule}".strip()
    return parse_scheduler(words)


def _start(body: Mapping[str, Any], inputs: InputPictures) -> StartingImage | None:
    images = as_list(body.get("init_images"))
    if not images:
        return None
    if len(images) > 1 or not isinstance(images[0], str):
        raise BadInput("“init_images” takes one picture in base64.")
    strength = number(body, "denoising_strength")
    mask = text(body, "mask")
    fit = _FITS.get(whole_number(body, "resize_mode") or 0)
    if fit is None:
        raise BadInput("“resize_mode” is 0, 1 or 2.")
    return StartingImage(
        path=str(inputs.keep(picture_bytes(images[0]))),
        strength=0.75 if strength is None else strength,
        fit=fit,  # type: ignore[arg-type]
        mask=str(inputs.keep(picture_bytes(mask))) if mask else None,
        mask_feather=number(body, "mask_blur") or 0.0,
        mask_inverted=bool(body.get("inpainting_mask_invert")),
    )


def _high_res_fix(body: Mapping[str, Any]) -> HighResFix | None:
    if not body.get("enable_hr"):
        return None
    plain = HighResFix()
    scale, strength = number(body, "hr_scale"), number(body, "denoising_strength")
    return HighResFix(
        scale=plain.scale if scale is None else scale,
        strength=plain.strength if strength is None else strength,
        steps=whole_number(body, "hr_second_pass_steps") or 0,
    )
