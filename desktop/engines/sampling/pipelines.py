"""diffusers' stock pipelines for one model's parts, with shared weights."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import diffusers
from diffusers.models.controlnets.multicontrolnet import MultiControlNetModel

from desktop.engines.torch.loading import PipelineParts
from desktop.models.families.known_families import family_named

from .schedulers import make_scheduler

Role = Literal["text", "image", "inpaint"]

_CLASSES: dict[tuple[bool, bool, Role], str] = {
    (False, False, "text"): "StableDiffusionPipeline",
    (False, False, "image"): "StableDiffusionImg2ImgPipeline",
    (False, False, "inpaint"): "StableDiffusionInpaintPipeline",
    (False, True, "text"): "StableDiffusionControlNetPipeline",
    (False, True, "image"): "StableDiffusionControlNetImg2ImgPipeline",
    (False, True, "inpaint"): "StableDiffusionControlNetInpaintPipeline",
    (True, False, "text"): "StableDiffusionXLPipeline",
    (True, False, "image"): "StableDiffusionXLImg2ImgPipeline",
    (True, False, "inpaint"): "StableDiffusionXLInpaintPipeline",
    (True, True, "text"): "StableDiffusionXLControlNetPipeline",
    (True, True, "image"): "StableDiffusionXLControlNetImg2ImgPipeline",
    (True, True, "inpaint"): "StableDiffusionXLControlNetInpaintPipeline",
}


class Pipelines:
    """Cache of one model's pipelines, by role."""

    def __init__(self, parts: PipelineParts) -> None:
        self._parts = parts
        self._made: dict[Role, Any] = {}

    def get(self, role: Role, controlnets: Sequence[Any] = ()) -> Any:
        """Return the pipeline for `role`; with ControlNets a new one, since they change often."""
        if controlnets:
            return self._build(role, controlnets)
        if role not in self._made:
            self._made[role] = self._build(role, ())
        return self._made[role]

    def _build(self, role: Role, controlnets: Sequence[Any]) -> Any:
        parts = self._parts
        xl = family_named(parts.family).two_encoders
        components: dict[str, Any] = {
            "vae": parts.vae,
            "unet": parts.unet,
            "scheduler": make_scheduler("euler", "default", 1, parts.scheduler_config),
        }
        components |= _text_parts(parts) if xl else _text_part(parts)
        if controlnets:
            components["controlnet"] = MultiControlNetModel(list(controlnets))
        if xl and role != "text" and not controlnets:
            components["requires_aesthetics_score"] = parts.aesthetics_score
        pipeline = getattr(diffusers, _CLASSES[xl, bool(controlnets), role])(**components)
        pipeline.set_progress_bar_config(disable=True)
        return pipeline


def _text_part(parts: PipelineParts) -> dict[str, Any]:
    return {
        "text_encoder": parts.text_encoders[0],
        "tokenizer": parts.tokenizers[0],
        "safety_checker": None,
        "feature_extractor": None,
        "requires_safety_checker": False,
    }


def _text_parts(parts: PipelineParts) -> dict[str, Any]:
    both = len(parts.text_encoders) > 1
    return {
        "text_encoder": parts.text_encoders[0] if both else None,
        "text_encoder_2": parts.text_encoders[-1],
        "tokenizer": parts.tokenizers[0] if both else None,
        "tokenizer_2": parts.tokenizers[-1],
        "add_watermarker": False,
    }
