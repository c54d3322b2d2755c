"""The tokenizer of Qwen3: beside its encoder, or the one that comes with Easel."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import transformers
from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers

from desktop.engines.torch.whole_modules import load_processor, part_words
from desktop.models.resources import resource

_WORDS = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*"
    r"|\s*[\r\n]+|\s+(?!\S)|\s+"
)
_PAD = "<|endoftext|>"
_SPECIAL = (
    _PAD,
    "<|im_start|>",
    "<|im_end|>",
    "<|object_ref_start|>",
    "<|object_ref_end|>",
    "<|box_start|>",
    "<|box_end|>",
    "<|quad_start|>",
    "<|quad_end|>",
    "<|vision_start|>",
    "<|vision_end|>",
    "<|vision_pad|>",
    "<|image_pad|>",
    "<|video_pad|>",
    "<tool_call>",
    "</tool_call>",
    "<|fim_prefix|>",
    "<|fim_middle|>",
    "<|fim_suffix|>",
    "<|fim_pad|>",
    "<|repo_name|>",
    "<|file_sep|>",
    "<tool_response>",
    "</tool_response>",
    "<think>",
    "</think>",
)
"""Qwen3's added tokens in order; the first is 151,643."""


def tokenizer_beside(encoder: Path) -> Any:
    """The tokenizer for the text encoder in the file or folder `encoder`. Raises EaselError.

    It lies beside a folder, or as `tokenizer` beside a file; else it is Qwen's own.
    """
    folder = encoder.parent / "tokenizer"
    if (folder / "tokenizer.json").is_file() or (folder / "vocab.json").is_file():
        return load_processor(transformers.AutoTokenizer, folder, part_words("tokenizer"))
    return qwen_tokenizer()


def qwen_tokenizer() -> Any:
    """Qwen3's tokenizer out of its merges."""
    lines = resource("qwen", "merges.txt").read_text(encoding="utf-8").splitlines()
    merges = [
        (left, right) for left, _, right in (line.partition(" ") for line in lines[1:] if line)
    ]
    pieces = [*_byte_letters(), *(left + right for left, right in merges)]
    tokenizer = Tokenizer(models.BPE({piece: n for n, piece in enumerate(pieces)}, merges))
    tokenizer.normalizer = normalizers.NFC()
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(_WORDS), "isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    tokenizer.decoder = decoders.ByteLevel()
    special = [AddedToken(word, normalized=False) for word in _SPECIAL]
    # the library says `list`, and not of what
    tokenizer.add_special_tokens(special)  # pyright: ignore[reportUnknownMemberType]
    return transformers.PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        pad_token=_PAD,
        eos_token="<|im_end|>",  # noqa: S106
        model_max_length=131_072,
    )


def _byte_letters() -> list[str]:
    """The letters that stand for the 256 bytes, in GPT-2's order: the visible ones come first."""
    visible = [*range(33, 127), *range(161, 173), *range(174, 256)]
    return [chr(byte) for byte in visible] + [chr(256 + n) for n in range(256 - len(visible))]
