"""The only loader of a network from a folder: safetensors, no foreign code, nothing missing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from safetensors import SafetensorError

from desktop.core.errors import BadInput, EaselError
from desktop.core.messages import Message, joined
from desktop.models.bundles.roles import ROLE_WORDS
from desktop.models.config_files import object_of, read_json

FAILURES = (OSError, ValueError, RuntimeError, KeyError, TypeError, IndexError, SafetensorError)
"""Exceptions of diffusers, transformers and safetensors for damaged or mismatched files."""
_NO_MEMORY = ("out of memory", "can't allocate memory", "not enough memory", "invalid buffer size")
_PICKLES = ("*.bin", "*.ckpt", "*.pt", "*.pth")
_MOST_INDEX = 16 * 2**20
_PART_WORDS = {
    **ROLE_WORDS,
    "vae": Message("VAE"),
    "tokenizer": Message("tokenizer"),
    "tokenizer_2": Message("second tokenizer"),
}


def part_words(name: str) -> Message:
    """Return the name for people of the part in a diffusers model's folder `name`."""
    return _PART_WORDS.get(name) or joined([name])


def load_module(
    cls: Any, folder: Path, what: Message, *, unused: re.Pattern[str] | None = None, **options: Any
) -> Any:
    """Return the network in `folder`, for inference; `what` names it in messages.

    Raises EaselError where it can't be read or lacks a tensor that `unused` doesn't name, and
    BadInput for pickles. Code in the folder is never run.
    """
    if cls.__module__.startswith("transformers"):
        options["trust_remote_code"] = False
    variant = safetensors_variant(folder)
    try:
        module, info = cls.from_pretrained(
            str(folder),
            variant=variant,
            use_safetensors=True,
            local_files_only=True,
            output_loading_info=True,
            **options,
        )
    except FAILURES as error:
        raise unreadable(what, error) from error
    missing = info["missing_keys"]
    refuse_missing(what, [key for key in missing if not (unused and unused.search(key))])
    return module.eval().requires_grad_(False)


def load_processor(cls: Any, folder: Path, what: Message, **options: Any) -> Any:
    """Return the tokenizer or image processor in `folder`; runs no foreign code.

    Raises EaselError.
    """
    try:
        return cls.from_pretrained(
            str(folder), local_files_only=True, trust_remote_code=False, **options
        )
    except FAILURES as error:
        raise unreadable(what, error) from error


def whole(module: Any, what: Message) -> Any:
    """Return `module`, loaded from a single file. Raises EaselError if a tensor is missing."""
    refuse_missing(what, [key for key, value in module.state_dict().items() if value.is_meta])
    return module


def refuse_missing(what: Message, names: Iterable[str]) -> None:
    """Raise EaselError if `names`, the tensors that a file lacks, is not empty.

    Otherwise random numbers would replace them, and the pictures would be wrong silently.
    """
    missing = sorted(names)
    if missing:
        raise _lacking(what, missing[0], ", ".join(missing[:50]))


def safetensors_variant(folder: Path) -> str | None:
    """Return the variant ("fp16") of the safetensors in `folder`, None for plain ones.

    Raises BadInput for pickles only or among them, EaselError for an empty folder.
    """
    names = sorted(path.name for path in folder.glob("*.safetensors*"))
    for name in names:
        if name.endswith(".index.json"):
            check_index(folder / name)
    plain = [name for name in names if ".fp16." not in name and ".non_ema." not in name]
    if plain:
        return None
    if names:
        return "fp16" if any(".fp16." in name for name in names) else "non_ema"
    if any(next(folder.glob(pattern), None) for pattern in _PICKLES):
        raise _pickled()
    raise EaselError(
        "This model has no weights for its {part}: download it again.", part=part_words(folder.name)
    )


def lacks_memory(error: BaseException) -> bool:
    """Return whether torch or Python raised `error` because memory ran out."""
    if isinstance(error, MemoryError):
        return True
    return any(words in str(error).lower() for words in _NO_MEMORY)


def no_memory(error: BaseException) -> EaselError:
    """Return the out-of-memory error with its message."""
    return EaselError(
        "There is not enough memory for this picture: choose a smaller size, a smaller model, or "
        "close other apps.",
        f"{type(error).__name__}: {error}",
    )


def unreadable(what: Message, error: Exception) -> EaselError:
    """Return the error for a part that did not load."""
    details = f"{type(error).__name__}: {error}"
    if "trust_remote_code" in str(error):
        return EaselError(
            "The model’s {part} brings code of its own, which Easel never runs: it can’t be used "
            "here.",
            details,
            part=what,
        )
    if isinstance(error, KeyError):  # diffusers' word for a tensor that a checkpoint lacks
        return _lacking(what, str(error).strip("'"), details)
    if lacks_memory(error):
        return no_memory(error)
    return EaselError(
        "The model’s {part} can’t be read: the file is damaged or incomplete. Download it again.",
        details,
        part=what,
    )


def _lacking(what: Message, tensor: str, details: str) -> EaselError:
    return EaselError(
        "The model’s {part} lacks “{tensor}”: the file is incomplete. Download it again.",
        details,
        part=what,
        tensor=tensor[:100],
    )


def check_index(path: Path) -> None:
    """Check that the index of a sharded model names only safetensors in its own folder."""
    files = object_of(read_json(path, _MOST_INDEX), "weight_map").values()
    if not files:
        raise EaselError("The model’s {file} is damaged.", str(path), file=path.name)
    for name in files:
        if not isinstance(name, str) or "/" in name or not name.endswith(".safetensors"):
            raise _pickled()


def _pickled() -> BadInput:
    return BadInput(
        "This model is stored as pickles, which can run code when opened, so Easel never loads "
        "them: convert it to safetensors first, or download a safetensors version."
    )
