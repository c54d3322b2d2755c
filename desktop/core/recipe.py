"""The recipe of a picture: everything needed to draw it again, and its JSON form."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any, cast

import msgspec

from .request import ControlNetUse, GenerationRequest, LoraUse, StartingImage

RECIPE_VERSION = 1
_BEYOND = 2**128
"""Numbers from this magnitude on, and NaN, are invalid in a recipe."""


class Recipe(Mapping[str, Any]):
    """An immutable mapping with the keys that `recipe_of` writes; unknown ones are kept.

    Reading never raises for a missing or ill-typed key: the accessors return the type's neutral
    value, so a recipe from a newer or a broken writer can still be shown.
    """

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._data = dict(data)

    def __getitem__(self, key: str) -> Any:
        return self._data[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._data)

    def __len__(self) -> int:
        return len(self._data)

    def __repr__(self) -> str:
        digest = hashlib.sha256(repr(self._data).encode()).hexdigest()[:8]
        return f"<Recipe {self.text('prompt')[:40]!r} {digest}>"

    def text(self, key: str) -> str:
        """Return the value of `key` if it is a string, else ''; lone surrogates become ?."""
        value = self._data.get(key)
        return value.encode("utf-8", "replace").decode() if isinstance(value, str) else ""

    def number(self, key: str) -> float | None:
        """Return the value of `key` if it is a finite number, else None."""
        value = self._data.get(key)
        if isinstance(value, bool) or not isinstance(value, int | float):
            return None
        return value if abs(value) < _BEYOND else None

    def integer(self, key: str) -> int | None:
        """Return the value of `key` if it is a whole number, else None."""
        value = self._data.get(key)
        if isinstance(value, bool) or not isinstance(value, int):
            return None
        return value if abs(value) < _BEYOND else None

    @property
    def model_name(self) -> str:
        """The model's name, '' where unknown."""
        model = self._data.get("model")
        return Recipe(cast("dict[str, Any]", model)).text("name") if isinstance(model, dict) else ""

    @property
    def model_hash(self) -> str:
        """The sha256 of the model's weights or its first digits, '' where unknown."""
        model = self._data.get("model")
        return Recipe(cast("dict[str, Any]", model)).text("hash") if isinstance(model, dict) else ""

    def as_dict(self) -> dict[str, Any]:
        """Return a copy as a plain dict, ready for JSON."""
        return dict(self._data)


def recipe_of(
    request: GenerationRequest,
    index: int,
    *,
    model: Mapping[str, Any],
    runtime: str,
    device: str,
    precision: str,
    created: str,
    app: str,
    extra: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Return the recipe of picture `index` of `request`, its keys in reading order.

    `model` is {"name", "family", "hash"}; `runtime` "torch" | "coreml" | "portable"; `created` an
    ISO 8601 time with offset. The keys up to `app` are always present; other settings are added
    only where they are not at their neutral value, so that plain recipes stay short.
    """
    recipe: dict[str, Any] = {
        "version": RECIPE_VERSION,
        "prompt": request.prompt,
        "negative_prompt": request.negative_prompt,
        "seed": request.seed_of(index),
        "index": index,
        "width": request.width,
        "height": request.height,
        "steps": request.steps,
        "guidance_scale": request.guidance_scale,
        "sampler": request.sampler,
        "noise_schedule": request.noise_schedule,
        "rng": request.rng,
        "model": dict(model),
        "runtime": runtime,
        "compute_unit": str(request.compute_unit),
        "device": device,
        "precision": precision,
        "loras": [_lora(use) for use in request.loras],
        "image": _image(request.starting_image),
        "created": created,
        "app": app,
    }
    optional = optional_settings(request, index)
    recipe.update({key: value for key, value in optional.items() if value != _NEUTRAL[key]})
    recipe.update(extra or {})
    return recipe


def upscaled_recipe(
    image: str,
    upscaler: str,
    size: tuple[int, int],
    device: str,
    own: Mapping[str, Any] | None,
    *,
    created: str,
    app: str,
    server: str = "",
) -> dict[str, Any]:
    """Return the recipe `own` of `image`, if any, with the upscaling to `size` (w, h) added.

    Its size stays the generated one, so that its settings draw it again. `upscaler` is a file's
    name, `server` where it ran ("": this machine), `created` an ISO 8601 time with offset.
    """
    width, height = size
    done = {"from": image, "with": upscaler, "device": device}
    if server:
        done["server"] = server
    return {
        "width": width,
        "height": height,
        **(own or {"version": RECIPE_VERSION, "prompt": ""}),
        "upscaled": {**done, "width": width, "height": height},
        "created": created,
        "app": app,
    }


def _lora(use: LoraUse) -> dict[str, Any]:
    entry: dict[str, Any] = {"name": use.name, "weight": use.weight}
    return entry if use.text_weight is None else entry | {"text_weight": use.text_weight}


def _image(start: StartingImage | None) -> dict[str, Any] | None:
    if start is None:
        return None
    image: dict[str, Any] = {
        "path": start.path,
        "strength": start.strength,
        "fit": start.fit,
        "mask": start.mask,
        "mask_feather": start.mask_feather,
    }
    if start.mask_inverted:
        image["mask_inverted"] = True
    if start.extend.any:
        image["extend"] = msgspec.structs.asdict(start.extend)
    return image


def optional_settings(request: GenerationRequest, index: int = 0) -> dict[str, Any]:
    """Return the settings that a recipe omits at their neutral value, in reading order."""
    fix = request.high_res_fix
    return {
        "clip_skip": request.clip_skip,
        "prompt_dialect": request.prompt_dialect,
        "precision_wanted": request.precision,
        "prediction": request.prediction,
        "embeddings": [use.name for use in request.embeddings],
        "vae": request.vae,
        "vae_tiling": request.vae_tiling,
        "references": [{"path": use.path} for use in request.references],
        "reference_pixels": request.reference_pixels,
        "controlnets": [_controlnet(use) for use in request.controlnets],
        "high_res_fix": fix and {"scale": fix.scale, "strength": fix.strength, "steps": fix.steps},
        "safety_checker": request.safety_checker,
        "variation_seed": request.variation_seed_of(index) if request.varies else None,
        "variation_strength": request.variation_strength if request.varies else 0.0,
    }


def _controlnet(use: ControlNetUse) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "name": use.name,
        "image": use.image,
        "weight": use.weight,
        "start": use.start,
        "end": use.end,
        "preprocessor": use.preprocessor,
    }
    made_by = use.preprocessor_model
    return entry | {"preprocessor_model": made_by} if made_by else entry


_NEUTRAL = optional_settings(GenerationRequest(prompt="", model=""))
