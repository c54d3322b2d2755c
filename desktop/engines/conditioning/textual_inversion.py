"""Textual inversion: vectors from a file replace a word's embedding."""

from __future__ import annotations

import re
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError

from desktop.core.errors import BadInput
from desktop.core.names import composed
from desktop.core.request import EmbeddingUse
from desktop.engines.torch.loading import PipelineParts
from desktop.engines.torch.tensor_file import read_all
from desktop.models.loras.lora_keys import sorted_keys

_XL_KEYS = ("clip_l", "clip_g")
_PLAIN_KEYS = ("emb_params", "<concept>")


class TextualInversions:
    """Cache of the inversion files that prompts of one model have named, each read once."""

    def __init__(self, parts: PipelineParts) -> None:
        self._parts = parts
        self._files: dict[tuple[str, str], dict[str, torch.Tensor]] = {}

    def vectors(
        self, text: str, uses: Sequence[EmbeddingUse], encoder: int
    ) -> dict[str, torch.Tensor]:
        """Return the vectors (n, D) of the names in `text` for text encoder number `encoder`.

        Raises BadInput for a file that can't be read or was made for another family.
        """
        text = composed(text)
        named = [
            use
            for use in uses
            if re.search(rf"(?<!\w){re.escape(composed(use.name))}(?!\w)", text, re.I)
        ]
        return {use.name: self._fitting(use, encoder) for use in named}

    def _fitting(self, use: EmbeddingUse, encoder: int) -> torch.Tensor:
        tensors = self._read(use)
        model = self._parts.text_encoders[encoder]
        width = int(model.config.hidden_size)
        keys = [_XL_KEYS[encoder], *_PLAIN_KEYS] if encoder < 2 else list(_PLAIN_KEYS)
        found = [tensors[key] for key in keys if key in tensors] or list(tensors.values())
        for tensor in found:
            rows = tensor if tensor.ndim == 2 else tensor.reshape(1, -1)
            if rows.shape[-1] == width:
                return rows
        raise BadInput(
            "The embedding “{name}” was made for another family of models.", name=use.name
        )

    def _read(self, use: EmbeddingUse) -> dict[str, torch.Tensor]:
        """Return the tensors of the use's file, or those of that name in a LoRA's file."""
        key = (use.path, use.name)
        if key not in self._files:
            try:
                tensors = read_all(Path(use.path))
            except (OSError, SafetensorError) as error:
                raise BadInput(
                    "The embedding “{name}” can’t be read: it must be a safetensors file.",
                    str(error),
                    name=use.name,
                ) from error
            bundled = sorted_keys(tensors).bundled.get(use.name)
            if bundled is not None:
                tensors = {role: tensors[name].clone() for role, name in bundled.items()}
            self._files[key] = tensors
        return self._files[key]


@contextmanager
def injected(encoder: Any, vectors: Mapping[int, torch.Tensor]) -> Generator[None]:
    """Replace the encoder's embeddings at the positions of `vectors` ((D,) each) meanwhile."""
    if not vectors:
        yield
        return

    def replace(_module: Any, _inputs: Any, output: torch.Tensor) -> torch.Tensor:
        changed = output.clone()
        for place, vector in vectors.items():
            changed[0, place] = vector.to(changed.device, changed.dtype)
        return changed

    handle = encoder.get_input_embeddings().register_forward_hook(replace)
    try:
        yield
    finally:
        handle.remove()
