"""The tokenizer for a Qwen3 encoder: the one next to it, or the bundled one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import transformers

from desktop.engines.torch.whole_modules import load_processor, part_words
from desktop.models.tokenizer_files import QWEN_PAD, qwen_tokenizer, tokenizer_folder


def tokenizer_beside(encoder: Path) -> Any:
    """Return the tokenizer for the text encoder `encoder`, file or folder. Raises EaselError."""
    folder = tokenizer_folder(encoder)
    if folder is not None:
        return load_processor(transformers.AutoTokenizer, folder, part_words("tokenizer"))
    return transformers.PreTrainedTokenizerFast(
        tokenizer_object=qwen_tokenizer(),
        pad_token=QWEN_PAD,
        eos_token="<|im_end|>",  # noqa: S106
        model_max_length=131_072,
    )
