"""What the library knows of one model without loading it."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from desktop.core.capabilities import Capabilities, ModelDefaults
from desktop.core.messages import Message, Text
from desktop.core.request import ModelIdentity
from desktop.core.server import server_of

from .machine import Machine

Kind = Literal["diffusers", "single_file", "coreml", "comfyui"]
Family = str
"""The name of one of `models.families.known_families.FAMILIES`."""
Prediction = Literal["epsilon", "v_prediction"]


class Model(msgspec.Struct, frozen=True, kw_only=True):
    """One model on the disk, or on a server; `path` (absolute, or a `core.server.ServerFile`) is
    its identity, `name` is what people see.

    `problem` says why Easel can't run it, where that is so. `variant` tells
    relatives of one family apart: "", "turbo", "lightning", "lcm", "inpainting", "base", "768-v".
    `details` are lines for the model's details: label and value.
    """

    name: str
    path: str
    kind: Kind
    family: Family
    capabilities: Capabilities
    defaults: ModelDefaults
    variant: str = ""
    prediction: Prediction = "epsilon"
    precision: str = ""
    size_bytes: int = 0
    attention: str = ""
    form: str = ""
    problem: Message | None = None
    notices: tuple[Message, ...] = ()
    source: str = ""
    """The folder of the library in which it was found."""
    good_at: Text = ""
    recommended: bool = False
    memory_bytes: int = 0
    """Estimated need at the peak of one picture at its own size; 0 where unknown."""
    own_name: str = ""
    """Its name without the folder that tells it from another of the same name; '': `name` is it."""
    sha256: str = ""
    """The hash of its weights in hex, as `models.hashing` has it; '' where not computed yet."""
    memory_warning: str = ""
    """Not empty: this machine's memory is too small for it, in one sentence."""
    sure: bool = True
    """False where the file doesn't say which prediction it was trained for (SD 2)."""
    prediction_open: bool = False
    """Whether only the user can say what it predicts, told or not yet."""
    details: tuple[tuple[Message, Text], ...] = ()
    needs: dict[str, str] = {}
    """Which parts lie in files of their own, by role, and the key of each."""
    weights: dict[str, int] = {}
    """How many numbers each part has, by role, where its family plans memory with them."""
    machine: Machine | None = None
    """What it runs on, where memory is planned."""
    parts: tuple[tuple[str, str], ...] = ()
    """Where those were found: role and path."""

    @property
    def identity(self) -> ModelIdentity:
        """What a request says of it to the engine."""
        return ModelIdentity(
            kind=self.kind,
            name=self.own_name or self.name,
            family=self.family,
            variant=self.variant,
            parts=self.parts,
        )

    @property
    def server(self) -> str:
        """The server that draws with it, "": this machine."""
        return server_of(self.path)

    @property
    def usable(self) -> bool:
        """Whether a picture can be drawn with it."""
        return not self.problem

    def summary(self) -> dict[str, Any]:
        """What `easel models list --json` prints of it."""
        return {
            "name": self.name,
            "path": self.path,
            "kind": self.kind,
            "family": self.family,
            "variant": self.variant,
            "form": self.form,
            "attention": self.attention,
            "precision": self.precision,
            "size_bytes": self.size_bytes,
            "usable": self.usable,
            "problem": str(self.problem or ""),
            "parts": dict(self.parts),
            "notices": [str(notice) for notice in self.notices],
            "compute_units": [str(choice.unit) for choice in self.capabilities.units],
            "recommended": self.recommended,
            "memory_bytes": self.memory_bytes,
            "memory_warning": str(self.memory_warning or ""),
        }
