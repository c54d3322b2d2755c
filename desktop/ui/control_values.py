"""All values of the controls as observable fields, and the draft of a request made from them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from desktop.core.request import MAX_SEED, ImageFit, LoraUse, StartingImage
from desktop.models.draft import Draft

from .bindings import Field, Fields


class ControlValues(Fields):
    """What the left panel shows. `seed` None or `keep_seed` False: a new seed for every job."""

    prompt = Field("")
    negative_prompt = Field("")
    model = Field("")
    """Path of the chosen model; "" until the library was read."""
    compute_unit = Field("")
    width = Field(512)
    height = Field(512)
    count = Field(1)
    steps = Field(20)
    guidance_scale = Field(7.5)
    sampler = Field("euler")
    noise_schedule = Field("default")
    seed: Field[int | None] = Field(None)
    keep_seed = Field(False)
    start_image = Field("")
    start_strength = Field(0.75)
    start_fit: Field[ImageFit] = Field("fill")
    loras: Field[tuple[LoraUse, ...]] = Field(())
    clip_skip = Field(0)

    def draft(self) -> Draft:
        """The values as a draft for `models.prepare`."""
        start = None
        if self.start_image:
            start = StartingImage(
                path=self.start_image, strength=self.start_strength, fit=self.start_fit
            )
        return Draft(
            prompt=self.prompt,
            negative_prompt=self.negative_prompt,
            seed=self.seed if self.keep_seed else None,
            count=self.count,
            width=self.width,
            height=self.height,
            steps=self.steps,
            guidance_scale=self.guidance_scale,
            sampler=self.sampler,
            noise_schedule=self.noise_schedule,
            compute_unit=self.compute_unit or None,
            starting_image=start,
            loras=self.loras,
            clip_skip=self.clip_skip,
        )

    def remembered(self) -> dict[str, Any]:
        """The values as plain JSON, to be there again after a restart."""
        plain = {name: getattr(self, name) for name in self.names()}
        plain["loras"] = [
            {"name": use.name, "path": use.path, "weight": use.weight} for use in self.loras
        ]
        plain["seed"] = None if self.seed is None else str(self.seed)
        return plain

    def recall(self, plain: Mapping[str, Any]) -> None:
        """Take back what `remembered` gave; whatever is missing or of a wrong type stays."""
        for name in self.names():
            if name in plain and name not in ("loras", "seed"):
                self._recall_one(name, plain[name])
        seed = plain.get("seed")
        if isinstance(seed, str) and seed.isdecimal() and int(seed) <= MAX_SEED:
            self.seed = int(seed)
        uses = plain.get("loras")
        if isinstance(uses, list):
            self.loras = tuple(use for item in uses if (use := _lora(item)) is not None)

    def _recall_one(self, name: str, value: Any) -> None:
        default = getattr(type(self), name).default
        if isinstance(default, float) and isinstance(value, int) and not isinstance(value, bool):
            value = float(value)
        if type(value) is type(default):
            setattr(self, name, value)


def _lora(item: Any) -> LoraUse | None:
    if not isinstance(item, dict):
        return None
    name, path, weight = item.get("name"), item.get("path"), item.get("weight")
    if isinstance(name, str) and isinstance(path, str) and isinstance(weight, int | float):
        return LoraUse(name=name, path=path, weight=float(weight))
    return None
