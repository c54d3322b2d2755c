"""Loader of a single safetensors checkpoint with bundled configs: no network, no pickles."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import torch
import transformers
from diffusers.loaders import single_file_model, single_file_utils

from desktop.core.messages import Message
from desktop.core.request import GenerationRequest
from desktop.models.conversion.conversion_needs import PREFIXES
from desktop.models.recognition.single_file_configs import assemble, config_name

from .loading import (
    CLASSES,
    XL_CLASSES,
    PipelineParts,
    ReportLoading,
    family_of,
    load_tokenizer,
    read_json,
    wanted,
)
from .tensor_file import read_tensors, tensor_sizes
from .whole_modules import FAILURES, part_words, refuse_missing, unreadable, whole

_LOADABLE: dict[str, Any] = vars(single_file_model)["SINGLE_FILE_LOADABLE_CLASSES"]
_READING = 0.85
"""Fraction of the loading time spent on reading the file."""


def load_file(
    request: GenerationRequest, cache_dir: Path, dtype: torch.dtype, report: ReportLoading
) -> PipelineParts:
    """Return the parts of the checkpoint that `request` names, with its family's configs.

    Raises EaselError for a family without configs or an unreadable file.
    """
    known = request.identity
    name = config_name(known.family, known.variant, request.prediction)
    return load_with_configs(Path(request.model), assemble(name, cache_dir), dtype, report)


def load_with_configs(
    path: Path, configs: Path, dtype: torch.dtype, report: ReportLoading
) -> PipelineParts:
    """Return the parts of `path`, shaped by `configs` (a diffusers folder without weights)."""
    transformers.utils.logging.disable_progress_bar()
    index = read_json(configs / "model_index.json")
    try:
        stored = tensor_sizes(path)
    except FAILURES as error:
        raise unreadable(Message("file {name}", name=path.name), error) from error
    names = [name for name in CLASSES if wanted(index, name)]
    total, before = sum(stored.values()) or 1, 0
    loaded: dict[str, Any] = {}
    for name in names:
        words, sizes = part_words(name), tensors_of(name, stored)

        def on_read(numbers: int, words: Message = words, before: int = before) -> None:
            report(words, _READING * (before + numbers) / total)

        on_read(0)
        loaded[name] = _load_part(path, sizes, name, configs, dtype, on_read)
        before += sum(sizes.values())
    report(part_words("tokenizer"), _READING)
    xl = index.get("_class_name") in XL_CLASSES
    return PipelineParts(
        family=family_of(loaded["unet"], xl),
        unet=loaded["unet"],
        vae=loaded["vae"],
        tokenizers=[
            load_tokenizer(configs, name)
            for name in ("tokenizer", "tokenizer_2")
            if wanted(index, name)
        ],
        text_encoders=[loaded[n] for n in ("text_encoder", "text_encoder_2") if n in loaded],
        scheduler_config=read_json(configs / "scheduler" / "scheduler_config.json"),
        zero_empty_negative=bool(index.get("force_zeros_for_empty_prompt", xl)),
        vae_needs_fp32=bool(read_json(configs / "vae" / "config.json").get("force_upcast", False)),
        aesthetics_score=bool(index.get("requires_aesthetics_score", False)),
    )


def tensors_of(part: str, stored: dict[str, int]) -> dict[str, int]:
    """Return the file's tensors of `part`. A refiner's only text encoder is its second."""
    found = {name: size for name, size in stored.items() if name.startswith(PREFIXES[part])}
    if part == "text_encoder_2" and not found:
        return tensors_of("text_encoder", stored)
    return found


def _load_part(
    path: Path,
    sizes: dict[str, int],
    name: str,
    configs: Path,
    dtype: torch.dtype,
    on_read: Callable[[int], None],
) -> Any:
    cls = CLASSES[name]
    tensors: dict[str, torch.Tensor] = {}
    try:
        tensors = read_tensors(path, sizes, dtype, on_read)
        if name.startswith("text_encoder"):
            utils: Any = single_file_utils
            part: Any = utils.create_diffusers_clip_model_from_ldm(
                cls,
                checkpoint=tensors,
                config=str(configs),
                subfolder=name,
                torch_dtype=dtype,
                local_files_only=True,
            )
        else:
            part = cls.from_single_file(
                tensors,
                config=str(configs),
                subfolder=name,
                dtype=dtype,
                local_files_only=True,
            )
    except FAILURES as error:
        refuse_missing(part_words(name), _missing(cls, tensors, name, configs))
        raise unreadable(part_words(name), error) from error
    return whole(part, part_words(name)).eval().requires_grad_(False)


def _missing(
    cls: Any, checkpoint: dict[str, torch.Tensor], name: str, configs: Path
) -> Iterable[str]:
    """Return the tensors of `name` missing in `checkpoint`, which failed to load, if known."""
    mapping = _LOADABLE.get(cls.__name__, {}).get("checkpoint_mapping_fn")
    if mapping is None:
        return ()
    try:
        with torch.device("meta"):
            model = cls.from_config(cls.load_config(str(configs), subfolder=name))
        mapped = mapping(config=dict(model.config), checkpoint=dict(checkpoint))
    except FAILURES:  # it is damaged in another way, which the caller tells
        return ()
    return model.state_dict().keys() - mapped.keys()
