"""What goes with a model: LoRAs, VAEs, ControlNets, embeddings, upscalers, map makers."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from desktop.core.messages import Message

from .model import Family

AssetKind = Literal[
    "lora", "vae", "controlnet", "embedding", "upscaler", "depth", "pose", "component"
]
"""`depth` and `pose`: transformers models that make maps for ControlNets out of pictures."""
_FOR_ALL = frozenset({"upscaler", "depth", "pose"})

_SAME_VAE: dict[Family, tuple[Family, ...]] = {
    "sd1": ("sd1", "sd2"),
    "sd2": ("sd1", "sd2"),
    "sdxl": ("sdxl", "sdxl_refiner", "ssd1b"),
    "sdxl_refiner": ("sdxl", "sdxl_refiner", "ssd1b"),
    "ssd1b": ("sdxl", "sdxl_refiner", "ssd1b"),
}
_SAME_TEXT: dict[Family, tuple[Family, ...]] = {"ssd1b": ("sdxl", "ssd1b")}


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
    source: str = ""

    def fits(self, family: Family) -> bool:
        """Whether it can be used with models of `family`, as far as the file says."""
        if self.kind in _FOR_ALL or self.family in {"unknown", family}:
            return True
        if self.kind == "vae":
            return self.family in _SAME_VAE.get(family, ())
        if self.kind == "embedding":
            return self.family in _SAME_TEXT.get(family, ())
        return False

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
