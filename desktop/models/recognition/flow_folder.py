"""Recognize a flow family's model from the configs of a diffusers folder."""

from __future__ import annotations

import math
from contextlib import suppress
from pathlib import Path
from typing import Any

from desktop.core.errors import EaselError
from desktop.core.messages import Message
from desktop.models.config_files import object_of, read_json, text_of
from desktop.models.families.flow_files import FlowFiles
from desktop.models.families.known_families import FAMILIES

from .recognised import Recognised
from .safetensors_header import Header, read_header
from .tensor_names.transformer_keys import int8_weights

_SETTINGS = ("width", "height", "steps", "guidance_scale", "sampler", "noise_schedule")


def recognise_flow_folder(
    folder: Path, index: dict[str, Any], transformer: dict[str, Any]
) -> Recognised | None:
    """Return the model of this index and transformer config; None for other families."""
    kind = text_of(transformer, "_class_name")
    known = ((family.id, family.files) for family in FAMILIES.values() if family.files)
    found = next((one for one in known if one[1].transformer_class == kind), None)
    if found is None:
        return None
    family, files = found
    own = read_json(folder / "easel.json") or {}
    return Recognised(
        what="checkpoint",
        kind="diffusers",
        family=family,
        variant=files.variant(_words(folder), index),
        problem=_problem(files, transformer),
        name=text_of(own, "name"),
        good_at=text_of(own, "good_at"),
        defaults={key: own[key] for key in _SETTINGS if key in own} | object_of(own, "defaults"),
        weights=_weights(folder),
        details=((Message("Pipeline"), text_of(index, "_class_name") or kind),),
    )


def _weights(folder: Path) -> dict[str, int]:
    """Return the parameters of each part, as far as its files tell, by role."""
    found: dict[str, int] = {}
    for role in ("transformer", "text_encoder", "vae"):
        headers = _headers(folder / role)
        found[role] = sum(
            math.prod(shape) for header in headers for shape in header.shapes.values()
        )
        if role == "transformer":
            found |= int8_weights(headers)
    return found


def _headers(part: Path) -> list[Header]:
    files = sorted(part.glob("*.safetensors"))
    headers: list[Header] = []
    for file in [file for file in files if ".fp16." in file.name] or files:
        with suppress(EaselError, OSError):
            headers.append(read_header(file))
    return headers


def _words(folder: Path) -> str:
    """Return the folder's name; in the hub cache the repository's, since the folder is a commit."""
    return folder.parent.parent.name if folder.parent.name == "snapshots" else folder.name


def _problem(files: FlowFiles, transformer: dict[str, Any]) -> Message | None:
    method = text_of(object_of(transformer, "quantization_config"), "quant_method")
    if method:
        return Message(
            "Its weights are quantized by {method}, which Easel can’t read: get the model in bf16.",
            method=method,
        )
    return files.folder_problem(transformer)
