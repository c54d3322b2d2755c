"""What recognition says of one file or folder, on any machine; small enough to be cached."""

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
"""The variant of a velocity model whose file says that it was trained down to noise alone."""


class Recognised(msgspec.Struct, frozen=True, kw_only=True):
    """A file or folder, recognised from headers and configs alone.

    `family` is the one that it belongs to (for a LoRA: the models it fits). `problem` says
    why Easel can't use it. `defaults` overrides those of the family, as easel.json may.
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
    """A name that the model gives itself, '' where the file's name must do."""
    good_at: str = ""
    base: str = ""
    """What an asset or a stranger belongs to, in words, e.g. 'SD3' or 'FLUX'."""
    safety_checker: bool = False
    sure: bool = True
    """False where the file alone can't tell (SD 2 base or 768-v): `variant` is the likelier."""
    defaults: dict[str, Any] = {}
    notices: tuple[Message, ...] = ()
    details: tuple[tuple[Message, Text], ...] = ()
    needs: dict[str, str] = {}
    """Of a model in several files: which parts it lacks, by role, and the key of each."""
    offers: str = ""
    """Of a part that lies alone: the key under which models look for it."""
    weights: dict[str, int] = {}
    """How many numbers each part has, by role, of a model whose memory is planned."""
    parameters: int = 0
    """How many weights the file holds, 0 where unknown."""
