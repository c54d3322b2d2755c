"""Families with separate text encoder and VAE files, loaded as in ComfyUI's templates."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple


class SplitFamily(NamedTuple):
    """How to load a family: CLIPLoader's type, and the names of its parts.

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


SPLIT_FAMILIES: dict[str, SplitFamily] = {
    "flux2_klein": SplitFamily(
        clip_type="flux2",
        encoder=r"qwen[-_. ]?3[-_. ]?4b",
        vae=r"flux[-_. ]?2",
        empty_latent="EmptyFlux2LatentImage",
    ),
    "z_image": SplitFamily(
        clip_type="lumina2",
        encoder=r"qwen[-_. ]?3[-_. ]?4b",
        vae=r"(^|[\\/])ae\.|flux[-_. ]?1|flux[-_. ]?ae|z[-_. ]?image",
        empty_latent="EmptySD3LatentImage",
        shift=3.0,
    ),
}


def _first(pattern: str, files: Iterable[str]) -> str | None:
    return next((file for file in files if re.search(pattern, file, re.IGNORECASE)), None)
