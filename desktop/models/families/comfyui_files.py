"""How ComfyUI loads a family with separate text encoder and VAE files, as its templates do."""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec


class ComfyuiFiles(msgspec.Struct, frozen=True, kw_only=True):
    """CLIPLoader's type, and the names of a family's parts as regular expressions.

    `shift` is that of ModelSamplingAuraFlow, 0: none.
    """

    clip_type: str
    encoder: str
    vae: str
    empty_latent: str
    shift: float = 0.0

    def encoder_among(self, files: Iterable[str]) -> str | None:
        """Return the text encoder's file among `files`."""
        return _first(self.encoder, files)

    def vae_among(self, files: Iterable[str]) -> str | None:
        """Return the VAE's file among `files`."""
        return _first(self.vae, files)


QWEN3_4B = r"qwen[-_. ]?3[-_. ]?4b"
"""The names of the text encoder that klein and Z-Image share."""


def _first(pattern: str, files: Iterable[str]) -> str | None:
    return next((file for file in files if re.search(pattern, file, re.IGNORECASE)), None)
