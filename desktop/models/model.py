"""A model's description in the library, without loading it."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from desktop.core.capabilities import Capabilities, ModelDefaults
from desktop.core.messages import Message, Text
from desktop.core.request import ModelIdentity
from desktop.core.server import server_of

from .machine import Machine

Kind = Literal["diffusers", "single_file", "coreml", "comfyui", "a1111"]
Family = str
"""The name of one of `models.families.known_families.FAMILIES`."""
Prediction = Literal["epsilon", "v_prediction"]


class Model(msgspec.Struct, frozen=True, kw_only=True):
    """A model on the disk, or on a server; `path` (absolute, or a `core.server.ServerFile`) is its
    identity, `name` is for display.

    `problem`, where not None, is why Easel can't run it. `variant` tells relatives of one family
    apart: "", "turbo", "lightning", "lcm", "inpainting", "base", "768-v". `details` are lines for
    the model's details: label and value.
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
    """The library folder that contains it."""
    good_at: Text = ""
    recommended: bool = False
    memory_bytes: int = 0
    """Estimated peak bytes of one picture at its own size; 0 where unknown."""
    own_name: str = ""
    """The name without the folder that distinguishes equal names; '': `name` is it."""
    sha256: str = ""
    """The hash of its weights in hex, by `models.hashing`; '' where not computed yet."""
    memory_warning: str = ""
    """A warning that this machine's memory is too small, in one sentence; empty without one."""
    sure: bool = True
    """False where the file doesn't give the prediction type it was trained with (SD 2)."""
    prediction_open: bool = False
    """Whether only the user can give the prediction type, already given or not."""
    details: tuple[tuple[Message, Text], ...] = ()
    needs: dict[str, str] = {}
    """The parts in separate files, by role, and the key of each."""
    weights: dict[str, int] = {}
    """Parameters of each part, by role, where its family plans memory with them."""
    machine: Machine | None = None
    """The machine it runs on, where memory is planned."""
    parts: tuple[tuple[str, str], ...] = ()
    """The parts' locations: role and path."""

    @property
    def identity(self) -> ModelIdentity:
        """The model's data in a request for the engine."""
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
    def reference(self) -> str:
        """The name by which `ModelLibrary.find` finds it: on a server, `server:NAME/MODEL`."""
        return f"server:{self.server}/{self.name}" if self.server else self.name

    @property
    def usable(self) -> bool:
        """Whether a picture can be drawn with it."""
        return not self.problem

    def summary(self) -> dict[str, Any]:
        """Return its entry in `easel models list --json`."""
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
