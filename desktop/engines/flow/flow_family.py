"""Interface of a flow family: its diffusers pipeline, latents and text embeddings."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import diffusers
import msgspec
import torch

from desktop.core.messages import Message
from desktop.engines.sampling.drawing_backend import HearsPrompts
from desktop.engines.torch.loading import ReportLoading
from desktop.models.families.model_family import ModelFamily

from .flow_codec import FlowCodec
from .tensor_source import Tensors


class FlowModel(msgspec.Struct, frozen=True):
    """One model's files, and the options for loading them."""

    place: Callable[[str], Path]
    """Returns the path of a role's part: a diffusers folder or a file."""
    device: torch.device
    dtype: torch.dtype
    cache_dir: Path
    report: ReportLoading
    make_room: Callable[[int], None]
    """Called with the bytes of the next text encoder: the transformer may have to be released."""


class FlowFamily:
    """One family. Implements the common behavior; a family overrides its differences."""

    record: ModelFamily
    pipeline: str
    """Class name of its stock pipeline in diffusers."""
    codec: type[FlowCodec] = FlowCodec
    original: str = ""
    """A tensor that only a file under the original code's names has; "": there are none."""

    def prompts(self, model: FlowModel) -> HearsPrompts:
        """Return the encoder of prompts to pipeline arguments. Raises EaselError."""
        raise NotImplementedError

    def transformer(self, tensors: Tensors, what: Message) -> Any:
        """Return the transformer from the tensors of a single file. Raises EaselError."""
        raise NotImplementedError

    def renamed(self, tensors: Tensors) -> Tensors:
        """Return some tensors of an original file under diffusers' names; takes them out."""
        return tensors

    def as_diffusers(self, tensors: Tensors) -> Tensors:
        """Return the transformer's tensors under diffusers' names."""
        return self.renamed(tensors) if self.original in tensors else tensors

    def components(self) -> dict[str, Any]:
        """Return the pipeline's components besides scheduler, transformer and VAE."""
        return {"text_encoder": None, "tokenizer": None}

    def layout(self, latent: torch.Tensor) -> torch.Tensor:
        """Return a latent (1, C, H, W) in the scheduler's layout."""
        return latent

    def picture_of(self, state: torch.Tensor, height: int, width: int) -> torch.Tensor:
        """Return the scheduler's state as a latent (1, C, H, W)."""
        return state.reshape(1, -1, height, width)

    def finished(self, latent: torch.Tensor, codec: Any) -> torch.Tensor:
        """Return the pipeline's output as the model's latent."""
        del codec
        return latent.float()


def make_pipeline(family: FlowFamily, scheduler: Any, transformer: Any, vae: Any) -> Any:
    """Return the family's stock pipeline for a model's parts; it takes embeddings."""
    made = getattr(diffusers, family.pipeline)(
        scheduler=scheduler, transformer=transformer, vae=vae, **family.components()
    )
    made.set_progress_bar_config(disable=True)
    return made
