"""Assets that go with a model: LoRAs, VAEs, ControlNets, embeddings, upscalers, annotators."""

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
"""`depth` and `pose`: transformers models that make ControlNet maps out of pictures."""
_FOR_ALL = frozenset({"upscaler", "depth", "pose", "text_encoder"})


class Asset(msgspec.Struct, frozen=True, kw_only=True):
    """A file (or diffusers folder) that goes with models of its family.

    `problem`, where not None, is why Easel can't use it. `family` "unknown": the file fits several
    families or doesn't say (`base` has the words).
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
    """Number of parameters, 0 where unknown."""
    source: str = ""
    offers: str = ""
    """The key by which models in several files refer to it; "": none."""
    hashes: tuple[str, ...] = ()
    """A LoRA's sha256, of the file and of its tensors, in hex; () until they are computed."""

    @property
    def server(self) -> str:
        """The server that has it, "": this machine."""
        return server_of(self.path)

    @property
    def reference(self) -> str:
        """Its name among those of all places: on a server, `server:NAME/ASSET`."""
        return f"server:{self.server}/{self.name}" if self.server else self.name

    def fits(self, family: Family) -> bool:
        """Return whether models of `family` can use it, as far as the file tells."""
        if self.kind in _FOR_ALL or self.family in {"unknown", family}:
            return True
        own, wanted = family_named(self.family), family_named(family)
        if self.kind == "vae":
            return own.vae_group == wanted.vae_group
        return self.kind == "embedding" and own.embedding_group == wanted.embedding_group != ""

    def summary(self) -> dict[str, Any]:
        """Return its entry in `easel models list --json`."""
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
