"""Tell the files of a flow family from others: by tensors, configs and names."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

import msgspec

from desktop.core.messages import Message

FLUX2_VAE, FLUX1_VAE = "flux2", "flux1"


class TensorShapes(Protocol):
    """The shapes of a file's tensors, by their names in the original code."""

    def shape(self, *names: str) -> tuple[int, ...]:
        """Return the shape of the first existing one of `names`, () without any."""
        ...

    def has(self, start: str) -> bool:
        """Return whether a name starts with `start`."""
        ...


class FlowMatch(msgspec.Struct, frozen=True, kw_only=True):
    """The match of a transformer's tensors: the family, or the refused relative `base`."""

    base: str = ""
    problem: Message | None = None
    needs: dict[str, str] = {}
    """The parts in separate files, by role, and the key of each."""


def nothing_by_tensors(shapes: TensorShapes) -> FlowMatch | None:
    """Return None: for a family that exists in folders only."""
    del shapes
    return None


def no_problem(config: dict[str, Any]) -> Message | None:
    """Return None: for a family whose transformers can all run."""
    del config


def one_variant(words: str, index: dict[str, Any]) -> str:
    """Return "": for a family without variants."""
    del words, index
    return ""


class FlowFiles(msgspec.Struct, frozen=True, kw_only=True):
    """How to tell the files of one family from others."""

    transformer_class: str
    """The diffusers class in its transformer's config."""
    by_tensors: Callable[[TensorShapes], FlowMatch | None] = nothing_by_tensors
    """Returns the match of a transformer with these shapes; None for another family."""
    folder_problem: Callable[[dict[str, Any]], Message | None] = no_problem
    """Returns why a folder with this transformer config can't run."""
    variant: Callable[[str, dict[str, Any]], str] = one_variant
    """Returns the variant, by the words around a file or folder, and a folder's
    model_index.json.
    """


def encoder_key(width: int) -> str:
    """Return the key of a Qwen3 text encoder of hidden size `width`."""
    return f"qwen3-{width}"


def vae_key(group: str) -> str:
    """Return the key of a group's VAEs (`ModelFamily.vae_group`)."""
    return f"vae-{group}"


def too_large(model: str) -> Message:
    """Return the refusal of a larger relative of FLUX.2 klein."""
    return Message(
        "It is {model}, which is too large for Easel: FLUX.2 klein 4B is the one to get.",
        model=model,
    )
