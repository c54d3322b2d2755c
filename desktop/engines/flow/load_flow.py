"""Loader of a flow family's model from a folder or files, in order of use."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import diffusers
import psutil
import torch
from diffusers.models.autoencoders.autoencoder_kl import AutoencoderKL
from diffusers.models.autoencoders.autoencoder_kl_flux2 import AutoencoderKLFlux2

from desktop.core.messages import Message
from desktop.core.request import GenerationRequest, LoraUse
from desktop.engines.torch.devices import release_memory
from desktop.engines.torch.loading import PipelineParts, ReportLoading, read_json
from desktop.engines.torch.model_loras import ModelLoras
from desktop.engines.torch.whole_modules import FAILURES, load_module, part_words, unreadable
from desktop.models.recognition.tensor_names.transformer_keys import PREFIXES

from .flow_backend import FlowBackend
from .flow_family import FlowFamily, FlowModel
from .flow_lora_names import FlowModuleNames
from .fp16_guard import guard_fp16
from .int8_layers import int8_parts
from .network_shapes import flow_vae
from .tensor_source import Make, Tensors, as_read, holds_int8, names_of, read_tensors_of

_VAE_PREFIXES = ("vae.", "first_stage_model.", "")
_SPARE = 1.15
"""Free memory needed to load a part beside the others, relative to its size on disk."""


def load_flow(
    family: FlowFamily,
    request: GenerationRequest,
    device: torch.device,
    dtype: torch.dtype,
    cache_dir: Path,
    report: ReportLoading,
) -> PipelineParts:
    """Return the parts of the request's model; the prompt is encoded before the transformer loads.

    Raises EaselError, and what `report` raises.
    """
    model = Path(request.model)
    places = dict(request.identity.parts)
    folder = request.identity.kind == "diffusers"

    def place(role: str) -> Path:
        if folder:
            return model / role
        return Path(places.get(role, request.model))

    transformer = TransformerHolder(
        partial(
            _transformer,
            family,
            place("transformer") if folder else model,
            device,
            dtype,
            report,
            int8=request.precision == "int8",
        )
    )
    report(part_words("vae"), 0.0)
    vae = _vae(place("vae"), folder, dtype).to(device)

    def make_room(needed: int) -> None:
        if psutil.virtual_memory().available < needed * _SPARE:
            transformer.release()
            release_memory(device)

    prompts = family.prompts(FlowModel(place, device, dtype, cache_dir, report, make_room))
    prompts.guidance(request)
    transformer.get()

    def backend(parts: PipelineParts, on: torch.device, *, low_memory: bool) -> FlowBackend:
        codec = family.codec(parts.vae, on, low_memory=low_memory)
        return FlowBackend(family, prompts, codec, transformer)

    own = model / "easel.json"
    return PipelineParts(
        family=family.record.id,
        unet=transformer,
        vae=vae,
        tokenizers=[],
        text_encoders=[],
        scheduler_config={},
        own=read_json(own) if folder and own.is_file() else {},
        backend=backend,
        retries_in_fp32=False,
    )


class TransformerHolder:
    """Holder of a model's transformer, which is released for its text encoder and reloaded on use.

    Its LoRAs are applied again on reload.
    """

    def __init__(self, load: Callable[[], Any]) -> None:
        self._load = load
        self._loaded: Any = None
        self.loras = ModelLoras(lambda: FlowModuleNames(self._loaded))
        self._wanted: tuple[Sequence[LoraUse], Callable[[LoraUse], None]] | None = None

    def get(self) -> Any:
        """Return the transformer, loading it if needed. Raises BadInput for its LoRAs."""
        if self._loaded is None:
            self._loaded = self._load()
            if self._wanted is not None:
                self.loras.apply(*self._wanted)
        return self._loaded

    def apply_loras(self, uses: Sequence[LoraUse], read: Callable[[LoraUse], None]) -> None:
        """See KeepsLoras."""
        self._wanted = (uses, read) if uses else None
        if self._loaded is not None:
            self.loras.apply(uses, read)

    def release(self) -> None:
        """Release the transformer."""
        self._loaded = None
        self.loras.forget()

    @property
    def config(self) -> Any:
        """The transformer's config, as diffusers stores it."""
        return self.get().config

    @property
    def dtype(self) -> torch.dtype:
        """dtype of its weights."""
        return self.get().dtype


def _transformer(
    family: FlowFamily,
    place: Path,
    device: torch.device,
    dtype: torch.dtype,
    report: ReportLoading,
    *,
    int8: bool,
) -> Any:
    words = Message("transformer")
    report(words, 0.4)
    if place.is_dir() and not int8 and not holds_int8(place):
        files = family.record.files
        assert files is not None
        cls = getattr(diffusers, files.transformer_class)
        return _guarded(load_module(cls, place, words, dtype=dtype), dtype).to(device)
    try:
        tensors = read_tensors_of(
            place,
            PREFIXES,
            dtype,
            lambda share: report(words, 0.4 + 0.5 * share),
            not_another_part,
            keep_int8=True,
            make=_int8_maker(family, place) if int8 else as_read,
        )
        return _guarded(family.transformer(tensors, words), dtype).to(device)
    except FAILURES as error:
        raise unreadable(words, error) from error


def _int8_maker(family: FlowFamily, place: Path) -> Make:
    """Return the step that turns each tensor read from `place` into those of int8 layers."""
    renames = family.original in names_of(place, PREFIXES)

    def make(name: str, tensor: torch.Tensor) -> Tensors:
        found = {name: tensor}
        if renames and not_another_part(name):
            found = family.renamed(found)
        return {part: kept for own in found.items() for part, kept in int8_parts(*own)}

    return make


def _guarded(transformer: Any, dtype: torch.dtype) -> Any:
    """Return `transformer` with guards against overflow in fp16."""
    if dtype == torch.float16:
        guard_fp16(transformer)
    return transformer


def not_another_part(name: str) -> bool:
    """Return whether a tensor without prefix is neither an encoder's nor a VAE's."""
    return not name.startswith(("vae.", "first_stage_model.", "text_encoder", "cond_stage_model."))


def _vae(place: Path, folder: bool, dtype: torch.dtype) -> Any:
    words = part_words("vae")
    if folder or place.is_dir():
        kind = str(read_json(place / "config.json").get("_class_name"))
        cls = AutoencoderKL if kind == "AutoencoderKL" else AutoencoderKLFlux2
        return load_module(cls, place, words, dtype=dtype)
    try:
        return flow_vae(read_tensors_of(place, _VAE_PREFIXES, dtype), words)
    except FAILURES as error:
        raise unreadable(words, error) from error
