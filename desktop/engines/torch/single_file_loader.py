"""Loads a single safetensors checkpoint with bundled configs: no network, no pickles."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
import transformers
from diffusers.loaders.single_file_utils import (
    create_diffusers_clip_model_from_ldm,
    load_single_file_checkpoint,
)

from desktop.core.errors import BadInput
from desktop.models.library import ModelLibrary
from desktop.models.recognition.single_file_configs import config_dir_for

from .loading import (
    CLASSES,
    FAILURES,
    XL_CLASSES,
    PipelineParts,
    Tell,
    family_of,
    load_tokenizer,
    read_json,
    unreadable,
    wanted,
)


def load_file(path: Path, cache_dir: Path, dtype: torch.dtype, tell: Tell) -> PipelineParts:
    """The parts of the checkpoint at `path`, with the configs of its family.

    Raises BadInput and EaselError for what the library can't use or what can't be read.
    """
    tell("recognising the model", 0.0)
    model = ModelLibrary().at(path)
    if model.problem:
        raise BadInput(f"“{model.name}” can't be used. {model.problem}")
    return load_with_configs(path, config_dir_for(model, cache_dir), dtype, tell)


def load_with_configs(path: Path, configs: Path, dtype: torch.dtype, tell: Tell) -> PipelineParts:
    """The parts of `path`, shaped as `configs` (a diffusers folder without weights) says."""
    transformers.utils.logging.disable_progress_bar()
    index = read_json(configs / "model_index.json")
    try:
        checkpoint: Any = load_single_file_checkpoint(str(path), local_files_only=True)
    except FAILURES as error:
        raise unreadable(f"file {path.name}", error) from error
    names = [name for name in CLASSES if wanted(index, name)]
    loaded: dict[str, Any] = {}
    for place, name in enumerate(names):
        tell(name.replace("_", " "), place / (len(names) + 1))
        loaded[name] = _load_part(checkpoint, name, configs, dtype)
    tell("tokenizer", len(names) / (len(names) + 1))
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


def _load_part(
    checkpoint: dict[str, torch.Tensor], name: str, configs: Path, dtype: torch.dtype
) -> Any:
    cls = CLASSES[name]
    try:
        if name.startswith("text_encoder"):
            part: Any = create_diffusers_clip_model_from_ldm(
                cls,
                checkpoint=dict(checkpoint),
                config=str(configs),
                subfolder=name,
                torch_dtype=dtype,
                local_files_only=True,
            )
        else:
            part = cls.from_single_file(
                dict(checkpoint),
                config=str(configs),
                subfolder=name,
                dtype=dtype,
                local_files_only=True,
            )
    except FAILURES as error:
        raise unreadable(name, error) from error
    return part.eval().requires_grad_(False)
