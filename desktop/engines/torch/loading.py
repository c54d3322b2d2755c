"""Loader of a torch model's parts from its folder, from safetensors only."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import msgspec
import torch
import transformers
from diffusers.models.autoencoders.autoencoder_kl import AutoencoderKL
from diffusers.models.unets.unet_2d_condition import UNet2DConditionModel

from desktop.core.errors import BadInput, EaselError
from desktop.core.messages import Message
from desktop.files.bounded import MOST_JSON, UnreadableError, parse_json, read_bytes
from desktop.files.json_coerce import as_list

from .whole_modules import load_module, load_processor, part_words

ReportLoading = Callable[[Message, float | None], None]
"""Called with a part's name and the fraction done before each part; may raise to stop."""

SD_CLASSES = {"StableDiffusionPipeline", "StableDiffusionImg2ImgPipeline", "StableDiffusionInpaintPipeline", "LatentConsistencyModelPipeline", "LatentConsistencyModelImg2ImgPipeline"}  # fmt: skip  # noqa: E501
XL_CLASSES = {"StableDiffusionXLPipeline", "StableDiffusionXLImg2ImgPipeline", "StableDiffusionXLInpaintPipeline"}  # fmt: skip  # noqa: E501
CLASSES: dict[str, Any] = {
    "unet": UNet2DConditionModel,
    "vae": AutoencoderKL,
    "text_encoder": transformers.CLIPTextModel,
    "text_encoder_2": transformers.CLIPTextModelWithProjection,
}
"""Part classes, largest part first: while it is converted its file is in memory too."""


class PipelineParts(msgspec.Struct, kw_only=True):
    """The loaded parts of one model, on any runtime; `family` as in models.model.

    `scheduler_config` is the model's own; `own` the content of its easel.json ({} without one).
    """

    family: str
    unet: Any
    vae: Any
    tokenizers: list[Any]
    text_encoders: list[Any]
    scheduler_config: dict[str, Any]
    own: dict[str, Any] = {}
    zero_empty_negative: bool = False
    """Whether an empty negative prompt means embeddings of zeros (SDXL-base and -turbo)."""
    aesthetics_score: bool = False
    vae_needs_fp32: bool = False
    """Whether the VAE overflows in fp16 by its config (SDXL's own; not the fp16-safe copies)."""
    safety: Path | None = None
    """The model's folder, if it includes a safety checker."""
    controlnet_loader: Any = None
    """Replacement for ControlNetLoader (Core ML has its ControlNets converted)."""
    safety_checker: Any = None
    """Replacement for SafetyChecker."""
    backend: Callable[..., Any] | None = None
    """Factory of the `DrawingBackend` that replaces `UNetBackend`."""
    retries_in_fp32: bool = True
    """Whether memory suffices to run the UNet in float32 after an overflow in half precision."""


def load_folder(folder: Path, dtype: torch.dtype, report: ReportLoading) -> PipelineParts:
    """Return the parts of the diffusers folder `folder` in `dtype`, on the CPU.

    Raises EaselError or BadInput, with a sentence, for parts that are missing, unreadable, pickled
    or of an unsupported kind.
    """
    transformers.utils.logging.disable_progress_bar()
    index = read_json(folder / "model_index.json")
    kind = index.get("_class_name", "")
    if kind not in SD_CLASSES | XL_CLASSES:
        raise BadInput("Easel can’t draw with this kind of model ({kind}).", kind=kind or "unknown")
    names = [name for name in CLASSES if wanted(index, name)]
    loaded: dict[str, Any] = {}
    for place, name in enumerate(names):
        report(part_words(name), place / (len(names) + 1))
        loaded[name] = _load_part(folder, name, dtype)
    report(part_words("tokenizer"), len(names) / (len(names) + 1))
    tokenizers = [
        load_tokenizer(folder, name) for name in ("tokenizer", "tokenizer_2") if wanted(index, name)
    ]
    encoders = [loaded[name] for name in ("text_encoder", "text_encoder_2") if name in loaded]
    if "unet" not in loaded or "vae" not in loaded or not encoders:
        raise EaselError("This model’s folder lacks a part: download it again.", str(index))
    own_file = folder / "easel.json"
    return PipelineParts(
        family=family_of(loaded["unet"], kind in XL_CLASSES),
        unet=loaded["unet"],
        vae=loaded["vae"],
        tokenizers=tokenizers,
        text_encoders=encoders,
        scheduler_config=read_json(folder / "scheduler" / "scheduler_config.json"),
        own=read_json(own_file) if own_file.is_file() else {},
        zero_empty_negative=bool(index.get("force_zeros_for_empty_prompt", kind in XL_CLASSES)),
        aesthetics_score=bool(index.get("requires_aesthetics_score", False)),
        vae_needs_fp32=bool(read_json(folder / "vae" / "config.json").get("force_upcast", False)),
        safety=folder if wanted(index, "safety_checker") else None,
    )


def family_of(unet: Any, xl: bool) -> str:
    """Return the family ("sd1", "sd2", "sdxl", "sdxl_refiner", "ssd1b") of a UNet by its config."""
    width = unet.config.cross_attention_dim
    if xl:
        if width == 1280:
            return "sdxl_refiner"
        full = unet.config.mid_block_type == "UNetMidBlock2DCrossAttn"
        return "sdxl" if full else "ssd1b"
    return "sd2" if width == 1024 or unet.config.use_linear_projection else "sd1"


def read_json(path: Path) -> dict[str, Any]:
    """Return the JSON object in `path`. Raises EaselError where it is missing or damaged."""
    try:
        data = parse_json(read_bytes(path, MOST_JSON))
    except OSError as error:
        raise EaselError(
            "This model’s folder has no readable {file}: download the model again.",
            str(error),
            file=path.name,
        ) from error
    except UnreadableError as error:
        raise EaselError(
            "The model’s {file} is damaged.", f"{path}: {error}", file=path.name
        ) from error
    if not isinstance(data, dict):
        raise EaselError("The model’s {file} is damaged.", f"{path}: not an object", file=path.name)
    return cast("dict[str, Any]", data)


def wanted(index: dict[str, Any], name: str) -> bool:
    """Return whether a model_index.json lists the part `name`."""
    entry = as_list(index.get(name))
    return bool(entry) and entry[0] is not None


def _load_part(folder: Path, name: str, dtype: torch.dtype) -> Any:
    place = folder / name
    if not place.is_dir():
        raise EaselError(
            "This model’s folder lacks its {part}: download it again.",
            str(place),
            part=part_words(name),
        )
    return load_module(CLASSES[name], place, part_words(name), dtype=dtype)


def load_tokenizer(folder: Path, name: str) -> Any:
    """Return the tokenizer in `folder/name`. Raises EaselError."""
    return load_processor(
        transformers.AutoTokenizer, folder / name, part_words(name), use_fast=True
    )
