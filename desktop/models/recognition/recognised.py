"""The result of recognition, valid on any machine; small enough for a cache."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from desktop.core.messages import Message, Text
from desktop.models.model import Family, Kind, Prediction

What = Literal[
    "checkpoint",
    "lora",
    "vae",
    "controlnet",
    "embedding",
    "upscaler",
    "text_encoder",
    "depth",
    "pose",
    "component",
    "unknown",
]
"""`component`: a part of a model that draws nothing alone (a text encoder, a bare UNet)."""


ZERO_SNR = "zero-snr"
"""The variant of a velocity model trained with zero terminal SNR, by its file."""


class Recognised(msgspec.Struct, frozen=True, kw_only=True):
    """A file or folder, recognized from headers and configs alone.

    `family` is its own (for a LoRA: that of the models it fits). `problem` is why Easel can't use
    it. `defaults` overrides those of the family, as easel.json may.
    """

    what: What
    kind: Kind = "single_file"
    family: Family = "unknown"
    variant: str = ""
    prediction: Prediction = "epsilon"
    precision: str = ""
    size_bytes: int = 0
    problem: Message | None = None
    name: str = ""
    """The model's own name, '' where the file's name is used."""
    good_at: str = ""
    base: str = ""
    """The base of an asset or an unsupported file, in words, e.g. 'SD3' or 'FLUX'."""
    safety_checker: bool = False
    sure: bool = True
    """False where the file alone can't tell (SD 2 base or 768-v): `variant` is the likelier."""
    defaults: dict[str, Any] = {}
    notices: tuple[Message, ...] = ()
    details: tuple[tuple[Message, Text], ...] = ()
    needs: dict[str, str] = {}
    """The missing parts of a model in several files, by role, and the key of each."""
    offers: str = ""
    """The key by which models refer to a separate part."""
    weights: dict[str, int] = {}
    """Parameters of each part, by role, of a model whose memory is planned."""
    parameters: int = 0
    """Number of weights in the file, 0 where unknown."""
