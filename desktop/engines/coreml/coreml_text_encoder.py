"""A Core ML text encoder as the text encoder of a stock diffusers pipeline, and its tokenizer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
import transformers
from torch import Tensor

from desktop.core.errors import BadInput, EaselError
from desktop.core.messages import Message
from desktop.engines.torch.whole_modules import load_processor
from desktop.models.bundles.assemble import XL, Bundle
from desktop.models.bundles.bundle_part import BundlePart
from desktop.models.bundles.roles import ROLE_WORDS
from desktop.models.resources import resource

from .arrays import array
from .coreml_unet import CoreMLModule
from .part_cache import PartCache

_END, _BANG = "<|endoftext|>", "!"


class TextOutput:
    """Output with the fields of transformers' encoders that the prompt encoder uses.

    `[0]` is the last hidden state, or for SDXL the pooled one; `hidden_states` has the layer before
    the last at -2, where SDXL takes it.
    """

    def __init__(self, first: Tensor, hidden_states: tuple[Tensor, ...]) -> None:
        self._first, self.hidden_states = first, hidden_states

    def __getitem__(self, index: int) -> Tensor:
        if index != 0:
            raise IndexError(index)
        return self._first


class CoreMLTextEncoder(CoreMLModule):
    """Core ML encoder of one row of token ids. It has one hidden state only: no clip skip."""

    def __init__(self, role: str, bundle: Bundle, part_cache: PartCache) -> None:
        self._xl = bundle.family in XL
        part = bundle.parts[role]
        hidden = part.output("hidden_embeds") or part.output("last_hidden_state")
        pooled = part.output("pooled_outputs")
        super().__init__(
            {
                "max_position_embeddings": _positions(part, bundle),
                "hidden_size": hidden.shape[-1] if hidden and hidden.shape else 0,
                "projection_dim": pooled.shape[-1] if pooled and pooled.shape else 0,
            }
        )
        self._role, self._part, self._part_cache = role, part, part_cache

    def forward(self, input_ids: Tensor, *_: object, **__: object) -> TextOutput:
        """Encode `input_ids` (1, T)."""
        words = ROLE_WORDS[self._role]
        found = self._part_cache.run(
            self._role, words, [self._part], {"input_ids": array(input_ids)}
        )
        name = "hidden_embeds" if "hidden_embeds" in found else "last_hidden_state"
        hidden = torch.asarray(found[name])
        if not self._xl:
            return TextOutput(hidden, (hidden,))
        pooled = torch.asarray(found["pooled_outputs"])
        return TextOutput(pooled, (hidden, hidden))


def _positions(part: BundlePart, bundle: Bundle) -> int:
    ids = part.input("input_ids")
    return ids.shape[-1] if ids is not None and ids.shape else bundle.tokens


def tokenizer_for(bundle: Bundle, role: str) -> Any:
    """Return the tokenizer of a text encoder: the folder's own, else the bundled CLIP one.

    OpenCLIP's encoders (SD 2, SDXL's second) are padded with "!", CLIP's own with the end token.
    """
    transformers.utils.logging.disable_progress_bar()
    folder = bundle.tokenizer
    length = _positions(bundle.parts[role], bundle)
    bang = bundle.family == "sd2" or role == "text_encoder_2"
    try:
        if folder is not None and (folder / "tokenizer.json").is_file() and not bang:
            return load_processor(transformers.AutoTokenizer, folder, Message("tokenizer"))
        return _clip(folder or resource("clip"), length, _BANG if bang else _END)
    except EaselError as error:
        raise BadInput(
            "The vocabulary of this model (vocab.json, merges.txt) is damaged: download or "
            "convert the model again.",
            error.details,
        ) from error


def _clip(folder: Path, length: int, pad: str) -> Any:
    return load_processor(
        transformers.CLIPTokenizer,
        folder,
        Message("tokenizer"),
        pad_token=pad,
        model_max_length=length,
    )
