"""A generation's settings by the user; None for the untouched ones."""

from __future__ import annotations

import msgspec

from desktop.core.request import (
    ControlNetUse,
    HighResFix,
    LoraUse,
    ReferenceImage,
    StartingImage,
)


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """The user's settings, unchecked; None means: whatever suits the model.

    Values may come from anywhere (a command line, a recipe, a control), so words are plain strings
    here; `models.requests.prepare.prepare` checks them all.
    """

    prompt: str = ""
    negative_prompt: str | None = None
    seed: int | None = None
    count: int | None = None
    width: int | None = None
    height: int | None = None
    steps: int | None = None
    guidance_scale: float | None = None
    sampler: str | None = None
    noise_schedule: str | None = None
    rng: str | None = None
    compute_unit: str | None = None
    precision: str | None = None
    clip_skip: int | None = None
    prompt_dialect: str | None = None
    starting_image: StartingImage | None = None
    references: tuple[ReferenceImage, ...] = ()
    loras: tuple[LoraUse, ...] = ()
    vae: str | None = None
    vae_tiling: str | None = None
    controlnets: tuple[ControlNetUse, ...] = ()
    variation_seed: int | None = None
    variation_strength: float | None = None
    high_res_fix: HighResFix | None = None
    safety_checker: bool = True
    previews: bool = True
    portable_runtime: bool = False
