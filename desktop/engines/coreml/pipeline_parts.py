"""The parts of a generator, from a Core ML bundle."""

from __future__ import annotations

from typing import Any

from desktop.engines.torch.loading import PipelineParts
from desktop.files.json_coerce import as_mapping
from desktop.models.bundles.assemble import XL, Bundle
from desktop.models.model import Prediction
from desktop.models.recognition.single_file_configs import config_name, scheduler_config

from .coreml_controlnet import CoreMLControlNetLoader
from .coreml_safety import CoreMLSafetyChecker
from .coreml_text_encoder import CoreMLTextEncoder, tokenizer_for
from .coreml_unet import CoreMLUNet
from .coreml_vae import CoreMLVAE
from .part_cache import PartCache


def parts_of(
    bundle: Bundle, part_cache: PartCache, prediction: Prediction | None = None
) -> PipelineParts:
    """Return the parts of `bundle`, which `part_cache` loads on demand.

    `prediction` is the user's prediction type, None for the bundle's own.
    """
    roles = [role for role in ("text_encoder", "text_encoder_2") if role in bundle.parts]
    return PipelineParts(
        family=bundle.family,
        unet=CoreMLUNet(bundle, part_cache).eval(),
        vae=CoreMLVAE(bundle, part_cache).eval(),
        tokenizers=[tokenizer_for(bundle, role) for role in roles],
        text_encoders=[CoreMLTextEncoder(role, bundle, part_cache).eval() for role in roles],
        scheduler_config=scheduler_of(bundle, prediction),
        own=bundle.own,
        zero_empty_negative=bool(bundle.own.get("zero_empty_negative", bundle.family in XL)),
        controlnet_loader=CoreMLControlNetLoader(bundle, part_cache),
        safety_checker=CoreMLSafetyChecker(bundle.parts.get("safety_checker"), part_cache),
    )


def scheduler_of(bundle: Bundle, prediction: Prediction | None = None) -> dict[str, Any]:
    """Return the scheduler's config: the model's own from easel.json, else its family's."""
    wanted = prediction or bundle.prediction
    config = dict(as_mapping(bundle.own.get("scheduler")))
    if not config:
        variant = str(bundle.own.get("variant") or "")
        config = scheduler_config(config_name(bundle.family, variant, wanted))
    return config | {"prediction_type": wanted}
