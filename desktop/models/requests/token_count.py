"""Counts a prompt's tokens as the chosen model's tokenizer does, without any ML library."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

from desktop.core.errors import BadInput, EaselError
from desktop.core.prompts.choices import expand
from desktop.core.prompts.prompt_syntax import parse_prompt, take_loras
from desktop.files.bounded import (
    UnreadableError,
    decoded,
    parse_json,
    read_bytes,
    unreadable,
)
from desktop.models.config_files import integer_of, read_json
from desktop.models.resources import resource

if TYPE_CHECKING:
    from tokenizers import Tokenizer

CLIP_POSITIONS = 77
_WORDS = (
    r"<\|startoftext\|>|<\|endoftext\|>|'s|'t|'re|'ve|'m|'ll|'d"
    r"|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+"
)
_FRAME = 2
_MOST_POSITIONS = 2**20
_MOST_BYTES = 16 * 2**20
"""Of a tokenizer's file; CLIP's vocabulary has one megabyte."""


class TokenCounter:
    """Counts prompts for the tokenizer of `model`; `room` is how many tokens fit into one chunk.

    Each method raises EaselError where the tokenizer turns out to be damaged.
    """

    def __init__(
        self, tokenizer: Tokenizer, model: str = "CLIP", positions: int = CLIP_POSITIONS
    ) -> None:
        self._tokenizer = tokenizer
        self._model = model
        self.room = positions - _FRAME

    def count(self, prompt: str) -> int:
        """The tokens of `prompt`: its syntax, LoRA tags and the choices not made are left out."""
        return sum(self._parts(prompt))

    def room_for(self, prompt: str) -> int:
        """The tokens that fit into the chunks that `prompt` takes: the n of '12 / n'."""
        chunks = sum(max(-(-tokens // self.room), 1) for tokens in self._parts(prompt))
        return chunks * self.room

    def _parts(self, prompt: str) -> list[int]:
        """The tokens of each part between BREAKs."""
        text, _ = take_loras(prompt)
        with contextlib.suppress(BadInput):  # said when the picture is to be drawn
            text = expand(text, 0, _itself)
        return [
            sum(len(self._ids(piece.text)) for piece in part if piece.text)
            for part in parse_prompt(text)
        ]

    def _ids(self, text: str) -> Sequence[int]:
        try:
            with unreadable("tokenizer"):
                return self._tokenizer.encode(text, add_special_tokens=False).ids
        except UnreadableError as error:
            raise _damaged(self._model, error) from error


def counter_for(model: Path) -> TokenCounter:
    """The counter of the model at `model`: a diffusers or Core ML folder, or a single file.

    A model without a tokenizer of its own has CLIP's. Raises EaselError for damaged files.
    """
    from tokenizers import Tokenizer

    for place in (model / "tokenizer", model / "tokenizer_2", model):
        whole, vocabulary, merges = (place / name for name in _FILES)
        tokenizer: Tokenizer | None = None
        try:
            with unreadable("tokenizer"):
                if whole.is_file():
                    tokenizer = Tokenizer.from_buffer(read_bytes(whole, _MOST_BYTES))
                elif vocabulary.is_file() and merges.is_file():
                    tokenizer = _clip(vocabulary, merges)
        except (UnreadableError, OSError) as error:
            raise _damaged(model.name, error) from error
        if tokenizer is not None:
            return TokenCounter(tokenizer, model.name, _positions(model))
    return TokenCounter(_clip(resource("clip", "vocab.json"), resource("clip", "merges.txt")))


def _damaged(model: str, error: Exception) -> EaselError:
    return EaselError(
        "The tokenizer of {model} is damaged: download the model again.", str(error), model=model
    )


_FILES = ("tokenizer.json", "vocab.json", "merges.txt")


def _clip(vocabulary: Path, merges: Path) -> Tokenizer:
    """CLIP's byte-level BPE, as published by OpenAI (simple_tokenizer.py), from its two files."""
    from tokenizers import Regex, Tokenizer, normalizers, pre_tokenizers
    from tokenizers.models import BPE

    data = read_bytes(vocabulary, _MOST_BYTES)
    table = cast("dict[str, int]", parse_json(data, _MOST_BYTES))
    lines = decoded(read_bytes(merges, _MOST_BYTES)).splitlines()
    pairs = [tuple(line.split()) for line in lines if line and not line.startswith("#version")]
    model = BPE(
        vocab=table,
        merges=cast("list[tuple[str, str]]", pairs),
        continuing_subword_prefix="",
        end_of_word_suffix="</w>",
        unk_token="<|endoftext|>",  # noqa: S106 - a word of the vocabulary
    )
    tokenizer = Tokenizer(model)
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.NFC(), normalizers.Replace(Regex(r"\s+"), " "), normalizers.Lowercase()]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(_WORDS), behavior="removed", invert=True),
            pre_tokenizers.ByteLevel(add_prefix_space=False),
        ]
    )
    return tokenizer


def _positions(model: Path) -> int:
    try:
        config = read_json(model / "text_encoder" / "config.json")
    except PermissionError:
        config = None
    positions = integer_of(config, "max_position_embeddings") or 0
    return positions if _FRAME < positions <= _MOST_POSITIONS else CLIP_POSITIONS


def _itself(name: str) -> Sequence[str]:
    """A wildcard counts as its own name until a file is chosen from."""
    return [name]
