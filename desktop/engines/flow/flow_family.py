"""How a flow family is drawn with: its pipeline of diffusers, its latents, what it hears."""

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
    """One model's files, and where and how they are loaded."""

    place: Callable[[str], Path]
    """Where the part of a role lies: a folder of diffusers' or a file."""
    device: torch.device
    dtype: torch.dtype
    cache_dir: Path
    report: ReportLoading
    make_room: Callable[[int], None]
    """Called with the bytes of the text encoder that comes next: the transformer may have to go."""


class FlowFamily:
    """One family. What is as with most stands here; a family says what is different."""

    record: ModelFamily
    pipeline: str
    """Its stock pipeline's class in diffusers."""
    codec: type[FlowCodec] = FlowCodec

    def prompts(self, model: FlowModel) -> HearsPrompts:
        """What turns prompts into arguments of the pipeline. Raises EaselError."""
        raise NotImplementedError

    def transformer(self, tensors: Tensors, what: Message) -> Any:
        """The transformer out of a file's tensors, where it comes in one. Raises EaselError."""
        raise NotImplementedError

    def as_diffusers(self, tensors: Tensors) -> Tensors:
        """The transformer's tensors under diffusers' names."""
        return tensors

    def components(self) -> dict[str, Any]:
        """What the pipeline is made of beside scheduler, transformer and VAE."""
        return {"text_encoder": None, "tokenizer": None}

    def layout(self, latent: torch.Tensor) -> torch.Tensor:
        """A latent (1, C, H, W) as the scheduler sees it."""
        return latent

    def picture_of(self, state: torch.Tensor, height: int, width: int) -> torch.Tensor:
        """The scheduler's state as a latent (1, C, H, W)."""
        return state.reshape(1, -1, height, width)

    def finished(self, latent: torch.Tensor, codec: Any) -> torch.Tensor:
        """What the pipeline gave out, as the model's latent."""
        del codec
        return latent.float()


def make_pipeline(family: FlowFamily, scheduler: Any, transformer: Any, vae: Any) -> Any:
    """The family's stock pipeline around a model's parts; it draws from embeddings."""
    made = getattr(diffusers, family.pipeline)(
        scheduler=scheduler, transformer=transformer, vae=vae, **family.components()
    )
    made.set_progress_bar_config(disable=True)
    return made
