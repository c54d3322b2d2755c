"""The tokenizers of CLIP and Qwen3 from their files, and a model's own tokenizer."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

from desktop.files.bounded import decoded, parse_json, read_bytes

from .resources import resource

if TYPE_CHECKING:
    from tokenizers import Tokenizer

MOST_BYTES = 16 * 2**20
"""Maximum bytes of a tokenizer's file; CLIP's vocabulary has one megabyte, Qwen3's some eleven."""
_CLIP_WORDS = (
    r"<\|startoftext\|>|<\|endoftext\|>|'s|'t|'re|'ve|'m|'ll|'d"
    r"|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+"
)
_QWEN_WORDS = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*"
    r"|\s*[\r\n]+|\s+(?!\S)|\s+"
)
QWEN_PAD = "<|endoftext|>"
_SPECIAL = (
    QWEN_PAD,
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


def tokenizer_folder(encoder: Path) -> Path | None:
    """Return the tokenizer folder of the text encoder in the file or folder `encoder`, if any.

    It lies beside a folder, or as `tokenizer` beside a file.
    """
    folder = encoder.parent / "tokenizer"
    known = any((folder / name).is_file() for name in ("tokenizer.json", "vocab.json"))
    return folder if known else None


def clip_tokenizer(vocabulary: Path, merges: Path) -> Tokenizer:
    """Return CLIP's byte-level BPE, as published by OpenAI (simple_tokenizer.py), from its two
    files.
    """
    from tokenizers import Regex, Tokenizer, normalizers, pre_tokenizers
    from tokenizers.models import BPE

    data = read_bytes(vocabulary, MOST_BYTES)
    table = cast("dict[str, int]", parse_json(data, MOST_BYTES))
    lines = decoded(read_bytes(merges, MOST_BYTES)).splitlines()
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
            pre_tokenizers.Split(Regex(_CLIP_WORDS), behavior="removed", invert=True),
            pre_tokenizers.ByteLevel(add_prefix_space=False),
        ]
    )
    return tokenizer


def qwen_tokenizer() -> Tokenizer:
    """Return Qwen3's tokenizer, from the bundled merges."""
    from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers
    from tokenizers import pre_tokenizers as before

    lines = resource("qwen", "merges.txt").read_text(encoding="utf-8").splitlines()
    merges = [
        (left, right) for left, _, right in (line.partition(" ") for line in lines[1:] if line)
    ]
    pieces = [*_byte_letters(), *(left + right for left, right in merges)]
    tokenizer = Tokenizer(models.BPE({piece: n for n, piece in enumerate(pieces)}, merges))
    tokenizer.normalizer = normalizers.NFC()
    tokenizer.pre_tokenizer = before.Sequence(
        [
            before.Split(Regex(_QWEN_WORDS), "isolated"),
            before.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    tokenizer.decoder = decoders.ByteLevel()
    special = [AddedToken(word, normalized=False) for word in _SPECIAL]
    # the library says `list`, and not of what
    tokenizer.add_special_tokens(special)  # pyright: ignore[reportUnknownMemberType]
    return tokenizer


def _byte_letters() -> list[str]:
    """Return the letters for the 256 bytes, in GPT-2's order: the visible ones come first."""
    visible = [*range(33, 127), *range(161, 173), *range(174, 256)]
    return [chr(byte) for byte in visible] + [chr(256 + n) for n in range(256 - len(visible))]
