"""Convert parsed options to a request's draft: names are resolved, numbers normalized."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import msgspec

from desktop.core.errors import BadInput, EaselError
from desktop.core.prompts.styles import Style, styled
from desktop.core.request import MAX_MARGIN, HighResFix, Margins, ReferenceImage, StartingImage
from desktop.core.sampling.samplers import steps_for_denoise
from desktop.files.pictures import upright_size
from desktop.models.library import ModelLibrary
from desktop.models.model import Model
from desktop.models.requests.draft import Draft
from desktop.models.requests.pictures.picture_sizes import extended_size

from .asset_lookup import asset_path, file_path, lora_use
from .controlnet_options import controlnets_from

_DRAFT_FIELDS = frozenset(Draft.__struct_fields__)


def draft_from(
    options: argparse.Namespace, model: Model, library: ModelLibrary, styles: Sequence[Style] = ()
) -> Draft:
    """Return the draft of `options`; fields without an option stay None. Raise BadInput.

    An option with the name of a draft's field becomes that one, unless it is named here.
    """
    sampler, noise_schedule = options.scheduler or (None, None)
    steps, start = _starting_image(options, model)
    size, start = _extended(options, start, model)
    same = {name: value for name, value in vars(options).items() if name in _DRAFT_FIELDS}
    return msgspec.structs.replace(
        Draft(**same),
        prompt=styled(options.prompt, [style.prompt for style in styles]),
        negative_prompt=styled(
            options.negative_prompt or "", [style.negative_prompt for style in styles]
        ),
        width=size[0],
        height=size[1],
        steps=steps,
        sampler=options.sampler or sampler,
        noise_schedule=options.noise_schedule or noise_schedule,
        starting_image=start,
        references=tuple(
            ReferenceImage(path=file_path(name, "--reference")) for name in options.references
        ),
        loras=tuple(lora_use(text, model, library) for text in options.lora),
        vae=None if options.vae is None else asset_path(options.vae, "vae", model, library),
        controlnets=controlnets_from(options, model, library),
        high_res_fix=_high_res_fix(options),
    )


def _starting_image(
    options: argparse.Namespace, model: Model
) -> tuple[int | None, StartingImage | None]:
    """Return the step count and the starting image, with ComfyUI's `denoise` as a strength."""
    if options.image is None:
        if options.mask is not None:
            raise BadInput("--mask needs --image: the picture that it masks.")
        if options.extend is not None:
            raise BadInput("--extend needs --image: the picture that goes on.")
        if options.strength is not None or options.denoise is not None:
            raise BadInput("--strength and --denoise need --image: the picture to start from.")
        return options.steps, None
    steps, strength = options.steps, options.strength
    if options.denoise is not None:
        strength = options.denoise
        if not 0 < strength <= 1:
            raise BadInput("--denoise takes a number over 0 and up to 1.")
        steps = model.defaults.steps if steps is None else steps
        steps, strength = steps_for_denoise(steps, strength)
    if strength is None:
        strength = 0.75 if options.extend is None else 1.0
    start = StartingImage(
        path=file_path(options.image, "--image"),
        strength=strength,
        fit=options.image_fit,
        mask=None if options.mask is None else file_path(options.mask, "--mask"),
        mask_feather=options.mask_feather,
        mask_inverted=options.mask_invert,
    )
    return steps, start


def _extended(
    options: argparse.Namespace, start: StartingImage | None, model: Model
) -> tuple[tuple[int | None, int | None], StartingImage | None]:
    """Return (width, height) in pixels and the starting image with its margins.

    The margins determine the size if neither is set. Raise BadInput.
    """
    size = (options.width, options.height)
    if start is None or options.extend is None:
        return size, start
    margins: Margins = options.extend
    if size == (None, None):
        try:
            picture = upright_size(Path(start.path))
        except EaselError as error:
            raise BadInput(error.message, error.details) from error
        size, margins = extended_size(picture, margins, model)
    return size, msgspec.structs.replace(start, extend=margins)


def margins_of(text: str) -> Margins:
    """Parse margins in pixels: "128" for every side, or "left=128,top=64". Raise ValueError."""
    pairs = [part.partition("=") for part in text.split(",")]
    if len(pairs) == 1 and not pairs[0][1]:
        return Margins(**dict.fromkeys(Margins.__struct_fields__, _pixels(text)))
    margins: dict[str, int] = {}
    for side, _, number in pairs:
        if side.strip() not in Margins.__struct_fields__:
            raise ValueError(side)
        margins[side.strip()] = _pixels(number)
    return Margins(**margins)


def _pixels(text: str) -> int:
    if not text.strip().isdecimal() or int(text) > MAX_MARGIN:
        raise ValueError(text)
    return int(text)


def _high_res_fix(options: argparse.Namespace) -> HighResFix | None:
    scale, strength, steps = (
        options.high_res_fix,
        options.high_res_strength,
        options.high_res_steps,
    )
    if scale is None:
        if strength is not None or steps is not None:
            raise BadInput("--high-res-strength and --high-res-steps need --high-res-fix.")
        return None
    plain = HighResFix()
    return HighResFix(
        scale=scale,
        strength=plain.strength if strength is None else strength,
        steps=plain.steps if steps is None else steps,
    )
