"""Makes the parts that Easel's painter draws with out of a Core ML bundle."""

from __future__ import annotations

from typing import Any

from desktop.engines.loading import Parts
from desktop.models.bundle_assemble import XL, Bundle
from desktop.models.model import Prediction
from desktop.models.single_file import config_name, scheduler_config

from .control import CoreMLControlShelf
from .safety import CoreMLSafetyShelf
from .shelf import PartShelf
from .text import CoreMLTextEncoder, tokenizer_for
from .unet import CoreMLUNet
from .vae import CoreMLVAE


def parts_of(bundle: Bundle, shelf: PartShelf, prediction: Prediction | None = None) -> Parts:
    """The parts of `bundle`, loaded by `shelf` when they are needed.

    `prediction` is what the user said the model predicts, None where the bundle must do.
    """
    roles = [role for role in ("text_encoder", "text_encoder_2") if role in bundle.parts]
    return Parts(
        family=bundle.family,
        unet=CoreMLUNet(bundle, shelf).eval(),
        vae=CoreMLVAE(bundle, shelf).eval(),
        tokenizers=[tokenizer_for(bundle, role) for role in roles],
        text_encoders=[CoreMLTextEncoder(role, bundle, shelf).eval() for role in roles],
        scheduler_config=scheduler_of(bundle, prediction),
        own=bundle.own,
        zero_empty_negative=bool(bundle.own.get("zero_empty_negative", bundle.family in XL)),
        control_shelf=CoreMLControlShelf(bundle, shelf),
        safety_shelf=CoreMLSafetyShelf(bundle.parts.get("safety_checker"), shelf),
    )


def scheduler_of(bundle: Bundle, prediction: Prediction | None = None) -> dict[str, Any]:
    """The scheduler's config: the model's own from easel.json, else its family's."""
    own = bundle.own.get("scheduler")
    wanted = prediction or bundle.prediction
    if isinstance(own, dict) and own:
        config: dict[str, Any] = dict(own)
    else:
        variant = str(bundle.own.get("variant") or "")
        config = scheduler_config(config_name(bundle.family, variant, wanted))
    return config | {"prediction_type": wanted}
