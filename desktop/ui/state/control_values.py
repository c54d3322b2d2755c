"""The values of all controls as observable fields, and the draft of a request made from them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
from PySide6.QtCore import Signal

from desktop.core.prompts.styles import Style, styled
from desktop.core.request import (
    MAX_SEED,
    ControlNetUse,
    HighResFix,
    ImageFit,
    LoraUse,
    Margins,
    ReferenceImage,
    StartingImage,
)
from desktop.core.sampling.samplers import steps_for_denoise
from desktop.files.json_coerce import as_list
from desktop.models.requests.draft import Draft

from .bindings import Field, Fields

_USES: dict[str, type[Any]] = {
    "references": ReferenceImage,
    "loras": LoraUse,
    "controlnets": ControlNetUse,
    "styles": Style,
}
"""The fields whose values are tuples of structs."""
_SEEDS = ("seed", "variation_seed")
"""Stored as text: other JSON readers have 53-bit integers."""
_DRAFT_FIELDS = frozenset(Draft.__struct_fields__)


class ControlValues(Fields):
    """The state of the left panel. `seed` None or `keep_seed` False: a new seed for each job.

    Signals: `undo_kept(str, dict)`, a verb and the values before the change that it names.
    """

    prompt = Field("")
    negative_prompt = Field("")
    styles: Field[tuple[Style, ...]] = Field(())
    """The styles around the prompts."""
    model = Field("")
    """Path of the chosen model; "" until the library is read."""
    anywhere = Field(False)
    """Whoever is free and has the same model draws, not only the place that is chosen with it."""
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
    rng = Field("torch")
    variation_strength = Field(0.0)
    variation_seed: Field[int | None] = Field(None)
    keep_variation_seed = Field(False)
    start_image = Field("")
    start_strength = Field(0.75)
    start_counting = Field("strength")
    """"denoise": all of the given steps run (ComfyUI); "strength": a fraction of them does."""
    start_fit: Field[ImageFit] = Field("fill")
    start_extend: Field[Margins] = Field(Margins())
    """The margins to outpaint around the starting image."""
    mask = Field("")
    """Path of the mask, white where the picture is inpainted; "": the whole picture is."""
    mask_feather = Field(0.0)
    mask_inverted = Field(False)
    references: Field[tuple[ReferenceImage, ...]] = Field(())
    """The reference images of an editing model, in the order of their numbers."""
    loras: Field[tuple[LoraUse, ...]] = Field(())
    controlnets: Field[tuple[ControlNetUse, ...]] = Field(())
    clip_skip = Field(0)
    prompt_dialect = Field("easel")
    vae = Field("")
    vae_tiling = Field("auto")
    precision = Field("auto")
    high_res = Field(False)
    high_res_scale = Field(2.0)
    high_res_strength = Field(0.55)
    high_res_steps = Field(0)
    safety_checker = Field(True)
    grid_columns = Field("")
    """A key of `core.grid_axes.KINDS`; "": the grid has no such axis."""
    grid_column_values = Field("")
    grid_rows = Field("")
    grid_row_values = Field("")

    undo_kept = Signal(str, object)

    def keep_undo(self, verb: str) -> None:
        """Offer to undo an upcoming change of many values as `verb`."""
        self.undo_kept.emit(verb, self.snapshot())

    def snapshot(self) -> dict[str, Any]:
        """Return all current values."""
        return {name: getattr(self, name) for name in self.names()}

    def restore(self, snapshot: Mapping[str, Any]) -> None:
        """Restore all values; the model first, on which the others depend."""
        for name in sorted(snapshot, key=lambda name: name != "model"):
            setattr(self, name, snapshot[name])

    def draft(self) -> Draft:
        """Return the values as a draft for `models.requests.prepare`.

        A field with the name of a draft's field becomes that one, unless it is named here.
        """
        steps, start = self.starting_image()
        same = {name: getattr(self, name) for name in self.names() if name in _DRAFT_FIELDS}
        return msgspec.structs.replace(
            Draft(**same),
            prompt=styled(self.prompt, [style.prompt for style in self.styles]),
            negative_prompt=styled(
                self.negative_prompt, [style.negative_prompt for style in self.styles]
            ),
            seed=self.seed if self.keep_seed else None,
            steps=steps,
            compute_unit=self.compute_unit or None,
            starting_image=start,
            variation_seed=self.variation_seed if self.keep_variation_seed else None,
            vae=self.vae or None,
            high_res_fix=HighResFix(
                scale=self.high_res_scale,
                strength=self.high_res_strength,
                steps=self.high_res_steps,
            )
            if self.high_res
            else None,
        )

    def starting_image(self) -> tuple[int, StartingImage | None]:
        """Return step count and starting image, with ComfyUI's `denoise` turned into strength."""
        if not self.start_image:
            return self.steps, None
        steps, strength = self.steps, self.start_strength
        if self.start_counting == "denoise" and strength > 0:
            steps, strength = steps_for_denoise(steps, strength)
        return steps, StartingImage(
            path=self.start_image,
            strength=strength,
            fit=self.start_fit,
            mask=self.mask or None,
            mask_feather=self.mask_feather,
            mask_inverted=self.mask_inverted,
            extend=self.start_extend,
        )

    def grid_axes(self) -> list[tuple[str, str]]:
        """Return the settings that a grid varies, with their values as typed."""
        axes = (
            (self.grid_columns, self.grid_column_values),
            (self.grid_rows, self.grid_row_values),
        )
        return [(kind, text) for kind, text in axes if kind]

    def remembered(self) -> dict[str, Any]:
        """Return the values as plain JSON, to be restored after a restart."""
        plain = {name: msgspec.to_builtins(getattr(self, name)) for name in self.names()}
        for name in _SEEDS:
            seed = getattr(self, name)
            plain[name] = None if seed is None else str(seed)
        return plain

    def recall(self, plain: Mapping[str, Any]) -> None:
        """Restore what `remembered` returned; missing or mistyped values stay unchanged."""
        for name in self.names():
            if name in plain and name not in (*_USES, *_SEEDS):
                self._recall_one(name, plain[name])
        for name in _SEEDS:
            seed = plain.get(name)
            if isinstance(seed, str) and seed.isdecimal() and int(seed) <= MAX_SEED:
                setattr(self, name, int(seed))
        for name, kind in _USES.items():
            if isinstance(plain.get(name), list):
                items = as_list(plain[name])
                setattr(self, name, tuple(use for item in items for use in _use(item, kind)))

    def _recall_one(self, name: str, value: Any) -> None:
        default = getattr(type(self), name).default
        if isinstance(default, float) and isinstance(value, int) and not isinstance(value, bool):
            value = float(value)
        if isinstance(default, msgspec.Struct):
            value = next(iter(_use(value, type(default))), default)
        if type(value) is type(default):
            setattr(self, name, value)


def _use(item: Any, kind: type[Any]) -> tuple[Any, ...]:
    """Return `item` validated as a `kind`, in a 1-tuple; an empty tuple if invalid."""
    try:
        return (msgspec.convert(item, kind),)
    except msgspec.ValidationError:
        return ()
