"""Recognises a flow family's model from the configs of a diffusers folder."""

from __future__ import annotations

import math
from contextlib import suppress
from pathlib import Path
from typing import Any

from desktop.core.errors import EaselError
from desktop.core.messages import Message
from desktop.models.config_files import integer_of, object_of, read_json, text_of
from desktop.models.families.flow_families import FLUX2_KLEIN, Z_IMAGE

from .name_hints import flow_variant
from .recognised import Recognised
from .safetensors_header import Header, read_header
from .transformer_keys import int8_weights

_KLEIN_JOINT = 7680
_SETTINGS = ("width", "height", "steps", "guidance_scale", "sampler", "noise_schedule")


def recognise_flow_folder(
    folder: Path, index: dict[str, Any], transformer: dict[str, Any]
) -> Recognised | None:
    """The model whose index and transformer's config these are; None for other families."""
    kind = text_of(transformer, "_class_name")
    families = {"Flux2Transformer2DModel": FLUX2_KLEIN.id, "ZImageTransformer2DModel": Z_IMAGE.id}
    family = families.get(kind)
    if family is None:
        return None
    own = read_json(folder / "easel.json") or {}
    variant = flow_variant(family, _words(folder))
    if family == FLUX2_KLEIN.id and index.get("is_distilled") is False:
        variant = "base"
    return Recognised(
        what="checkpoint",
        kind="diffusers",
        family=family,
        variant=variant,
        problem=_problem(family, transformer),
        name=text_of(own, "name"),
        good_at=text_of(own, "good_at"),
        defaults={key: own[key] for key in _SETTINGS if key in own} | object_of(own, "defaults"),
        weights=_weights(folder),
        details=((Message("Pipeline"), text_of(index, "_class_name") or kind),),
    )


def _weights(folder: Path) -> dict[str, int]:
    """How many numbers each part has, as far as its files tell, by role."""
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
    """The folder's name; in the hub cache the repository's, since the folder is a commit."""
    return folder.parent.parent.name if folder.parent.name == "snapshots" else folder.name


def _problem(family: str, transformer: dict[str, Any]) -> Message | None:
    method = text_of(object_of(transformer, "quantization_config"), "quant_method")
    if method:
        return Message(
            "Its weights are quantized by {method}, which Easel can’t read: get the model in bf16.",
            method=method,
        )
    if family != FLUX2_KLEIN.id:
        return None
    joint = integer_of(transformer, "joint_attention_dim") or 15360
    guided = transformer.get("guidance_embeds", True)
    if guided or joint > _KLEIN_JOINT:
        base = "FLUX.2 dev" if guided else "FLUX.2 klein 9B"
        return Message(
            "It is {model}, which is too large for Easel: FLUX.2 klein 4B is the one to get.",
            model=base,
        )
    return None
