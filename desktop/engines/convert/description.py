"""easel.json of a converted model: metadata that Apple's converter does not store."""

from __future__ import annotations

from importlib.metadata import version
from typing import Any

import msgspec

from desktop import __version__
from desktop.core.tasks import ConvertRequest
from desktop.models.families.known_families import family_named

from .conversion_plan import ConversionPlan
from .model_source import Source


def describe(
    request: ConvertRequest, source: Source, plan: ConversionPlan, report: dict[str, Any]
) -> dict[str, Any]:
    """Return the content of easel.json."""
    model, own = source.model, source.own()
    height, width = plan.shape.pixels
    defaults = msgspec.to_builtins(model.defaults) | {"width": width, "height": height}
    defaults.pop("seed", None)
    description: dict[str, Any] = {
        "version": 1,
        "name": model.name,
        "family": model.family,
        "variant": model.variant,
        "prediction_type": model.prediction,
        "scheduler": source.config("scheduler"),
        "vae_scale": source.config("vae").get("scaling_factor", 0.18215),
        "vae_factor": plan.shape.factor,
        "defaults": defaults,
        "size": [width, height],
        "tokens": plan.shape.tokens,
        "attention": plan.shape.attention,
        "unet_batch": plan.shape.batch,
        "chunked": request.chunk_unet,
        "compression": _compression(request),
        "min_deployment_target": request.min_deployment_target,
        "source": {"path": request.source, "vae": request.vae},
        "versions": {"easel": __version__}
        | {name: version(name) for name in ("coremltools", "torch", "diffusers", "transformers")},
    }
    if request.loras:
        description["loras"] = [
            {"name": use.name, "weight": use.weight}
            | ({} if use.text_weight is None else {"text_weight": use.text_weight})
            for use in request.loras
        ]
    for key in ("latent_rgb_factors", "latent_rgb_bias", "good_at"):
        if key in own:
            description[key] = own[key]
    if family_named(model.family).two_encoders:
        description["zero_empty_negative"] = source.zero_empty_negative()
    if report["check"]:
        description["check"] = {
            entry["part"]: entry["psnr"] for entry in report["parts"] if "psnr" in entry
        }
    return description


def _compression(request: ConvertRequest) -> str:
    if request.quantize_nbits:
        return f"palettized_{request.quantize_nbits}"
    return request.compress
