"""Recognize a folder with one network: a VAE, a ControlNet, an annotator."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import msgspec

from desktop.core.messages import Message
from desktop.models.config_files import integer_of, read_json, text_of
from desktop.models.model import Family

from .diffusers_folder import chosen_files, part_problem
from .recognised import Recognised
from .safetensors_header import HeaderError, read_header

MAP_MAKERS: dict[str, Literal["depth", "pose"]] = {
    "DPTForDepthEstimation": "depth",
    "DepthAnythingForDepthEstimation": "depth",
    "GLPNForDepthEstimation": "depth",
    "ZoeDepthForDepthEstimation": "depth",
    "VitPoseForPoseEstimation": "pose",
}
"""The maps of transformers' vision models, by the architecture in their config."""
_WIDTHS: dict[int, Family] = {768: "sd1", 1024: "sd2", 2048: "sdxl"}


def recognise_single_component(folder: Path) -> Recognised:
    """Return the recognized diffusers part in `folder`. Raises PermissionError."""
    config = read_json(folder / "config.json")
    kind = text_of(config, "_class_name")
    files = chosen_files(folder)
    size = sum(file.stat().st_size for file in files)
    missing = part_problem(folder.parent, folder.name, files, needed=True)
    found = Recognised(
        what="component",
        kind="diffusers",
        size_bytes=size,
        precision=_precision(files),
        problem=missing,
    )
    if kind in {"AutoencoderKL", "AutoencoderTiny"}:
        tiny = kind == "AutoencoderTiny"
        scale = (config or {}).get("scaling_factor")
        xl = scale == 0.13025 or "xl" in folder.name.lower()
        family: Family = "sdxl" if xl else ("unknown" if tiny else "sd1")
        variant = "tiny" if tiny else ""
        return msgspec.structs.replace(found, what="vae", family=family, variant=variant)
    if kind == "ControlNetModel":
        width = integer_of(config, "cross_attention_dim") or 0
        family = _WIDTHS.get(width, "unknown")
        return msgspec.structs.replace(found, what="controlnet", family=family)
    architectures = (config or {}).get("architectures")
    for name in architectures if isinstance(architectures, list) else ():  # pyright: ignore[reportUnknownVariableType]
        if isinstance(name, str) and name in MAP_MAKERS:
            return msgspec.structs.replace(found, what=MAP_MAKERS[name], base=name)
    message = Message(
        "It is one part of a model ({kind}), which draws nothing alone.",
        kind=kind or "unnamed",
    )
    return msgspec.structs.replace(found, problem=message)


def _precision(files: list[Path]) -> str:
    try:
        return read_header(files[0]).precision if files else ""
    except (HeaderError, OSError):
        return ""
