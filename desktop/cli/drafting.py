"""From parsed options to a draft of the request: names are looked up, numbers put in order."""

from __future__ import annotations

import argparse
from pathlib import Path

from desktop.core.errors import BadInput
from desktop.core.request import ControlNetUse, HighResFix, LoraUse, StartingImage
from desktop.core.samplers import steps_for_denoise
from desktop.models.asset import AssetKind
from desktop.models.draft import Draft
from desktop.models.library import Library
from desktop.models.model import Model


def draft_from(options: argparse.Namespace, model: Model, library: Library) -> Draft:
    """The draft that `options` describe; None stays where nothing was given. Raises BadInput."""
    sampler, noise_schedule = options.scheduler or (None, None)
    steps, start = _starting_image(options)
    return Draft(
        prompt=options.prompt,
        negative_prompt=options.negative_prompt,
        seed=options.seed,
        count=options.count,
        width=options.width,
        height=options.height,
        steps=steps,
        guidance_scale=options.guidance_scale,
        sampler=options.sampler or sampler,
        noise_schedule=options.noise_schedule or noise_schedule,
        rng=options.rng,
        compute_unit=options.compute_unit,
        precision=options.precision,
        clip_skip=options.clip_skip,
        starting_image=start,
        loras=tuple(_lora(text, model, library) for text in options.lora),
        vae=None if options.vae is None else _asset(options.vae, "vae", model, library),
        controlnets=_controlnets(options, model, library),
        variation_seed=options.variation_seed,
        variation_strength=options.variation_strength,
        high_res_fix=None
        if options.high_res_fix is None
        else HighResFix(scale=options.high_res_fix),
        safety_checker=options.safety_checker,
        portable_runtime=options.portable_runtime,
    )


def _starting_image(options: argparse.Namespace) -> tuple[int | None, StartingImage | None]:
    """The number of steps and the starting image, ComfyUI's `denoise` turned into strength."""
    if options.image is None:
        if options.mask is not None:
            raise BadInput("--mask needs --image: the picture that it masks.")
        if options.strength is not None or options.denoise is not None:
            raise BadInput("--strength and --denoise need --image: the picture to start from.")
        return options.steps, None
    steps, strength = options.steps, options.strength
    if options.denoise is not None:
        strength = options.denoise
        if not 0 < strength <= 1:
            raise BadInput("--denoise takes a number over 0 and up to 1.")
        if steps is not None:
            steps, strength = steps_for_denoise(steps, strength)
    start = StartingImage(
        path=_file(options.image, "--image"),
        strength=0.75 if strength is None else strength,
        fit=options.image_fit,
        mask=None if options.mask is None else _file(options.mask, "--mask"),
        mask_feather=options.mask_feather,
    )
    return steps, start


def _lora(text: str, model: Model, library: Library) -> LoraUse:
    name, colon, weight = text.rpartition(":")
    try:
        value = float(weight) if colon else 1.0
    except ValueError:
        name, value = text, 1.0
    name = name or text
    path = _asset(name, "lora", model, library)
    return LoraUse(name=Path(path).stem, path=path, weight=value)


def _controlnets(
    options: argparse.Namespace, model: Model, library: Library
) -> tuple[ControlNetUse, ...]:
    names, images = options.controlnet, options.controlnet_inputs
    if len(names) != len(images):
        raise BadInput(
            f"--controlnet has {len(names)} names and --controlnet-inputs {len(images)} files: "
            "give one file for each."
        )
    return tuple(
        ControlNetUse(
            name=name,
            # A Core ML model brings its ControlNets along and finds them by name.
            path="" if model.kind == "coreml" else _asset(name, "controlnet", model, library),
            image=_file(image, "--controlnet-inputs"),
        )
        for name, image in zip(names, images, strict=True)
    )


def _asset(name: str, kind: AssetKind, model: Model, library: Library) -> str:
    """The path of the file that `name` means: a path, or a name among those that fit `model`."""
    path = Path(name).expanduser()
    if path.exists():
        return str(path.absolute())
    fitting = library.assets(kind, model.family)
    for asset in fitting:
        if name.casefold() in {asset.name.casefold(), Path(asset.path).name.casefold()}:
            if asset.problem:
                raise BadInput(f"“{asset.name}” can't be used. {asset.problem}")
            return asset.path
    known = ", ".join(asset.name for asset in fitting) or "none was found"
    raise BadInput(f"There is no {kind} “{name}” that fits “{model.name}” ({known}).")


def _file(text: str, option: str) -> str:
    path = Path(text).expanduser().absolute()
    if not path.is_file():
        raise BadInput(f"{option}: there is no file {text}.")
    return str(path)
