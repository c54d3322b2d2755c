"""What goes with a model: LoRAs, VAEs, ControlNets, embeddings, upscalers, map makers."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from desktop.core.messages import Message
from desktop.core.server import server_of

from .families.known_families import family_named
from .model import Family

AssetKind = Literal[
    "lora",
    "vae",
    "controlnet",
    "embedding",
    "upscaler",
    "text_encoder",
    "depth",
    "pose",
    "component",
]
"""`depth` and `pose`: transformers models that make maps for ControlNets out of pictures."""
_FOR_ALL = frozenset({"upscaler", "depth", "pose", "text_encoder"})


class Asset(msgspec.Struct, frozen=True, kw_only=True):
    """One file (or diffusers folder) that goes with models of its family.

    `problem` says why Easel can't use it, where that is so. `family` "unknown": the file fits
    several families or doesn't say (`base` has the words).
    """

    name: str
    path: str
    kind: AssetKind
    family: Family = "unknown"
    variant: str = ""
    base: str = ""
    precision: str = ""
    size_bytes: int = 0
    problem: Message | None = None
    parameters: int = 0
    """How many numbers it holds, 0 where unknown."""
    source: str = ""
    offers: str = ""
    """The key under which models in several files look for it; "": they don't."""

    @property
    def server(self) -> str:
        """The server on which it lies, "": this machine."""
        return server_of(self.path)

    def fits(self, family: Family) -> bool:
        """Whether it can be used with models of `family`, as far as the file says."""
        if self.kind in _FOR_ALL or self.family in {"unknown", family}:
            return True
        own, wanted = family_named(self.family), family_named(family)
        if self.kind == "vae":
            return own.vae_group == wanted.vae_group
        return self.kind == "embedding" and own.embedding_group == wanted.embedding_group != ""

    def summary(self) -> dict[str, Any]:
        """What `easel models list --json` prints of it."""
        return {
            "name": self.name,
            "path": self.path,
            "kind": self.kind,
            "family": self.family,
            "variant": self.variant,
            "precision": self.precision,
            "size_bytes": self.size_bytes,
            "usable": not self.problem,
            "problem": str(self.problem or ""),
        }
