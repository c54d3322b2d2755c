"""Read mflux' JSON (FLUX and its relatives on Apple's MLX), from the Exif user comment."""

from __future__ import annotations

from desktop.core.messages import Message
from desktop.files.json_coerce import as_list, as_mapping, as_number, as_text
from desktop.storage.metadata.recipe_builder import ReadRecipe, RecipeBuilder

_SILENT = {"mflux_version", "generation_time_seconds", "created_at", "precision", "quantize"}


def read_mflux(data: object) -> ReadRecipe | None:
    """Return the recipe in mflux' decoded JSON; None for other data."""
    rest = dict(as_mapping(data))
    if "prompt" not in rest or not {"mflux_version", "generation_time_seconds"} & rest.keys():
        return None
    draft = RecipeBuilder("mflux")
    draft.values["prompt"] = as_text(rest.pop("prompt"))
    draft.values["negative_prompt"] = as_text(rest.pop("negative_prompt", ""))
    for key, least in (("seed", 0), ("steps", 1), ("width", 1), ("height", 1)):
        if rest.get(key) is not None:
            draft.integer(key, rest.pop(key), least=least)
    if rest.get("guidance") is not None:
        draft.number("guidance_scale", rest.pop("guidance"), "guidance")
    draft.model(as_text(rest.pop("model", "")))
    weights = as_list(rest.pop("lora_scales", None))
    for number, path in enumerate(as_list(rest.pop("lora_paths", None))):
        draft.lora(str(path), weights[number] if number < len(weights) else 1.0)
    strength, path = as_number(rest.get("image_strength")), as_text(rest.get("image_path"))
    if path and strength is not None:
        # mflux counts what is kept of the picture, diffusers what is drawn anew
        draft.put("image", {"path": path, "strength": 1.0 - float(strength)})
        draft.notices.append(
            Message("The starting image is counted the other way there: {kept} of it was kept.",
                    kept=f"{strength:.0%}")
        )  # fmt: skip
        del rest["image_strength"], rest["image_path"]
    version = as_text(rest.get("mflux_version"))
    draft.put("app", f"mflux {version}".strip())
    draft.leave_all(rest, but=_SILENT)
    return draft.done()
