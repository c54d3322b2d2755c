"""How the files of a flow family are told from others: by tensors, configs and names."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

import msgspec

from desktop.core.messages import Message

FLUX2_VAE, FLUX1_VAE = "flux2", "flux1"


class TensorShapes(Protocol):
    """The shapes of a file's tensors, by the names that its transformer's makers gave them."""

    def shape(self, *names: str) -> tuple[int, ...]:
        """The shape of the first of `names` that there is, () where none is."""
        ...

    def has(self, start: str) -> bool:
        """Whether a name begins so."""
        ...


class FlowMatch(msgspec.Struct, frozen=True, kw_only=True):
    """What a transformer's tensors are: of the family, or of the relative `base` and refused."""

    base: str = ""
    problem: Message | None = None
    needs: dict[str, str] = {}
    """Which parts lie in files of their own, by role, and the key of each."""


def nothing_by_tensors(shapes: TensorShapes) -> FlowMatch | None:
    """Of a family that comes in folders alone."""
    del shapes
    return None


def no_problem(config: dict[str, Any]) -> Message | None:
    """Of a family whose transformers can all be run."""
    del config


def one_variant(words: str, index: dict[str, Any]) -> str:
    """Of a family without variants."""
    del words, index
    return ""


class FlowFiles(msgspec.Struct, frozen=True, kw_only=True):
    """How the files of one family are told from others."""

    transformer_class: str
    """The class of diffusers that its transformer's config names."""
    by_tensors: Callable[[TensorShapes], FlowMatch | None] = nothing_by_tensors
    """What a file is whose transformer has these shapes; None where it is of another family."""
    folder_problem: Callable[[dict[str, Any]], Message | None] = no_problem
    """Why a folder can't be run whose transformer has this config."""
    variant: Callable[[str, dict[str, Any]], str] = one_variant
    """The variant, by the words around a file or folder, and a folder's model_index.json."""


def encoder_key(width: int) -> str:
    """The key of a Qwen3 text encoder whose tokens have `width` numbers."""
    return f"qwen3-{width}"


def vae_key(group: str) -> str:
    """The key of the VAEs of a group (`ModelFamily.vae_group`)."""
    return f"vae-{group}"


def too_large(model: str) -> Message:
    """Why a larger relative of FLUX.2 klein is refused."""
    return Message(
        "It is {model}, which is too large for Easel: FLUX.2 klein 4B is the one to get.",
        model=model,
    )
