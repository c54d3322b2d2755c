"""Counts a prompt's tokens as the chosen model's tokenizer does, without any ML library."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from desktop.core.errors import BadInput, EaselError
from desktop.core.prompts.choices import expand
from desktop.core.prompts.prompt_syntax import parse_prompt, take_loras
from desktop.models.resources import resource

if TYPE_CHECKING:
    from tokenizers import Tokenizer

CLIP_POSITIONS = 77
_WORDS = (
    r"<\|startoftext\|>|<\|endoftext\|>|'s|'t|'re|'ve|'m|'ll|'d"
    r"|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+"
)
_FRAME = 2


class TokenCounter:
    """Counts prompts for one tokenizer; `room` is how many tokens fit into one chunk (75)."""

    def __init__(self, tokenizer: Tokenizer, positions: int = CLIP_POSITIONS) -> None:
        self._tokenizer = tokenizer
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
        return self._tokenizer.encode(text, add_special_tokens=False).ids


def counter_for(model: Path) -> TokenCounter:
    """The counter of the model at `model`: a diffusers or Core ML folder, or a single file.

    A model without a tokenizer of its own has CLIP's. Raises EaselError for damaged files.
    """
    from tokenizers import Tokenizer

    for place in (model / "tokenizer", model / "tokenizer_2", model):
        whole, vocabulary, merges = (place / name for name in _FILES)
        try:
            if whole.is_file():
                return TokenCounter(Tokenizer.from_file(str(whole)), _positions(model))
            if vocabulary.is_file() and merges.is_file():
                return TokenCounter(_clip(vocabulary, merges), _positions(model))
        except Exception as error:  # tokenizers raises bare Exceptions
            raise EaselError(
                "The tokenizer of {model} is damaged: download the model again.",
                str(error),
                model=model.name,
            ) from error
    return TokenCounter(_clip(resource("clip", "vocab.json"), resource("clip", "merges.txt")))


_FILES = ("tokenizer.json", "vocab.json", "merges.txt")


def _clip(vocabulary: Path, merges: Path) -> Tokenizer:
    """CLIP's byte-level BPE, as published by OpenAI (simple_tokenizer.py), from its two files."""
    from tokenizers import Regex, Tokenizer, normalizers, pre_tokenizers
    from tokenizers.models import BPE

    table = cast("dict[str, int]", json.loads(vocabulary.read_text(encoding="utf-8")))
    lines = merges.read_text(encoding="utf-8").splitlines()
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
        config: Any = json.loads((model / "text_encoder" / "config.json").read_bytes())
        return int(config["max_position_embeddings"])
    except (OSError, ValueError, KeyError, TypeError):
        return CLIP_POSITIONS


def _itself(name: str) -> Sequence[str]:
    """A wildcard counts as its own name until a file is chosen from."""
    return [name]
