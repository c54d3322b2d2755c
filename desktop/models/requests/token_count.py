"""Count a prompt's tokens as the chosen model's tokenizer does, without any ML library."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.core.errors import BadInput, EaselError
from desktop.core.prompts.choices import expand
from desktop.core.prompts.prompt_syntax import parse_prompt, take_loras
from desktop.files.bounded import UnreadableError, read_bytes, unreadable
from desktop.models.config_files import integer_of, read_json
from desktop.models.families.model_family import TextFormat
from desktop.models.resources import resource
from desktop.models.tokenizer_files import (
    MOST_BYTES,
    clip_tokenizer,
    qwen_tokenizer,
    tokenizer_folder,
)

if TYPE_CHECKING:
    from tokenizers import Tokenizer

CLIP_POSITIONS = 77
_FRAME = 2
_MOST_POSITIONS = 2**20


class TokenCounter:
    """Token counter for the tokenizer of `model`; `room` is the number of tokens in one chunk.

    Each method raises EaselError where the tokenizer turns out to be damaged.
    """

    def __init__(
        self, tokenizer: Tokenizer, model: str = "CLIP", positions: int = CLIP_POSITIONS
    ) -> None:
        self._tokenizer = tokenizer
        self._model = model
        self.room = positions - _FRAME

    def count(self, prompt: str) -> int:
        """Return the number of tokens of `prompt`, without its syntax, LoRA tags and rejected
        choices.
        """
        return sum(self._parts(prompt))

    def room_for(self, prompt: str) -> int:
        """Return the capacity of the chunks of `prompt` in tokens: the n of '12 / n'."""
        chunks = sum(max(-(-tokens // self.room), 1) for tokens in self._parts(prompt))
        return chunks * self.room

    def _parts(self, prompt: str) -> list[int]:
        """Return the number of tokens of each part between BREAKs."""
        return [
            sum(len(self._ids(piece.text)) for piece in part if piece.text)
            for part in parse_prompt(self._chosen(prompt))
        ]

    def _chosen(self, prompt: str) -> str:
        """Return `prompt` without LoRA tags and rejected choices."""
        text, _ = take_loras(prompt)
        with contextlib.suppress(BadInput):  # said when the picture is to be drawn
            return expand(text, 0, _itself)
        return text

    def _ids(self, text: str) -> Sequence[int]:
        try:
            with unreadable("tokenizer"):
                return self._tokenizer.encode(text, add_special_tokens=False).ids
        except UnreadableError as error:
            raise _damaged(self._model, error) from error


class SentenceCounter(TokenCounter):
    """Token counter of a language model, which reads plain words and uses `room` tokens."""

    def __init__(self, tokenizer: Tokenizer, model: str, text: TextFormat, limit: int) -> None:
        super().__init__(tokenizer, model)
        self.room = text.room(len(self._ids(text.frame.format(""))), limit)

    def room_for(self, prompt: str) -> int:
        """Return `room`, as TokenCounter does: tokens beyond it are left out."""
        del prompt
        return self.room

    def _parts(self, prompt: str) -> list[int]:
        return [len(self._ids(self._chosen(prompt)))]


def counter_for(model: Path) -> TokenCounter:
    """Return the counter of the model at `model`: a diffusers or Core ML folder, or a single file.

    A model without a tokenizer of its own uses CLIP's. Raises EaselError for damaged files.
    """
    for place in (model / "tokenizer", model / "tokenizer_2", model):
        tokenizer = _own(place, model.name)
        if tokenizer is not None:
            return TokenCounter(tokenizer, model.name, _positions(model))
    return TokenCounter(
        clip_tokenizer(resource("clip", "vocab.json"), resource("clip", "merges.txt"))
    )


def sentence_counter(encoder: Path, text: TextFormat) -> TokenCounter:
    """Return the counter of a model with the language model in the file or folder `encoder`.

    One without a tokenizer uses Qwen3's. Raises EaselError for damaged files.
    """
    folder = tokenizer_folder(encoder)
    whole = folder is not None and (folder / _FILES[0]).is_file()
    tokenizer = _own(folder, encoder.name) if folder and whole else None
    if folder is None or tokenizer is None:
        return SentenceCounter(qwen_tokenizer(), encoder.name, text, text.most_tokens)
    limit = integer_of(read_json(folder / "tokenizer_config.json"), "model_max_length")
    return SentenceCounter(tokenizer, encoder.name, text, limit or text.most_tokens)


def _own(folder: Path, model: str) -> Tokenizer | None:
    """Return the tokenizer in `folder`, None without one. Raises EaselError."""
    from tokenizers import Tokenizer

    whole, vocabulary, merges = (folder / name for name in _FILES)
    try:
        with unreadable("tokenizer"):
            if whole.is_file():
                return Tokenizer.from_buffer(read_bytes(whole, MOST_BYTES))
            if vocabulary.is_file() and merges.is_file():
                return clip_tokenizer(vocabulary, merges)
    except (UnreadableError, OSError) as error:
        raise _damaged(model, error) from error
    return None


def _damaged(model: str, error: Exception) -> EaselError:
    return EaselError(
        "The tokenizer of {model} is damaged: download the model again.", str(error), model=model
    )


_FILES = ("tokenizer.json", "vocab.json", "merges.txt")


def _positions(model: Path) -> int:
    try:
        config = read_json(model / "text_encoder" / "config.json")
    except PermissionError:
        config = None
    positions = integer_of(config, "max_position_embeddings") or 0
    return positions if _FRAME < positions <= _MOST_POSITIONS else CLIP_POSITIONS


def _itself(name: str) -> Sequence[str]:
    """Return the wildcard's own name, which counts until a file is chosen from."""
    return [name]
