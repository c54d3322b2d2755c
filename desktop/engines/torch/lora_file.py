"""Parser of LoRA files: the modules they change, and the tensors, in any naming."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
import torch
from safetensors import SafetensorError, safe_open

from desktop.core.errors import BadInput
from desktop.files.bounded import UnreadableError, parse_json
from desktop.files.json_coerce import as_mapping, as_number
from desktop.models.loras.lora_keys import sorted_keys


class LoraModule(msgspec.Struct):
    """Tensors of a file for one module, by their role as named in `lora_keys`."""

    name: str
    tensors: dict[str, torch.Tensor] = {}
    scale: float | None = None
    """alpha / rank from the file's metadata, where the tensors lack it."""


class LoraFile(msgspec.Struct, frozen=True):
    """A LoRA file: its modules, and the names of unknown tensors."""

    modules: tuple[LoraModule, ...]
    strange: tuple[str, ...] = ()


def read_lora(path: Path, name: str) -> LoraFile:
    """Return the file at `path`, its tensors in memory in their own dtypes. Raises BadInput."""
    try:
        with safe_open(path, framework="pt") as file:
            notes = file.metadata() or {}
            tensors = {key: file.get_tensor(key) for key in file.keys()}  # noqa: SIM118
    except (OSError, SafetensorError, ValueError) as error:
        raise BadInput(
            "The LoRA “{name}” can’t be read: its file is damaged.", str(error), name=name
        ) from error
    return sorted_modules(tensors, _scales(notes))


def sorted_modules(
    tensors: Mapping[str, torch.Tensor], scales: Mapping[str, Any] | None = None
) -> LoraFile:
    """Return `tensors` grouped by module."""
    keys = sorted_keys(tensors)
    modules = [
        LoraModule(
            stem,
            {role: tensors[key] for role, key in roles.items()},
            _noted_scale(stem, tensors, scales or {}),
        )
        for stem, roles in keys.modules.items()
    ]
    return LoraFile(tuple(modules), keys.strange)


def _scales(notes: Mapping[str, str]) -> Mapping[str, Any]:
    """Return diffusers' copy of a PEFT config: `unet.lora_alpha`, `unet.r`, patterns by module."""
    try:
        return as_mapping(parse_json(notes.get("lora_adapter_metadata", "{}")))
    except UnreadableError:
        return {}


def _noted_scale(
    stem: str, tensors: Mapping[str, torch.Tensor], scales: Mapping[str, Any]
) -> float | None:
    part, _, inner = stem.partition(".")
    alpha, rank = scales.get(f"{part}.lora_alpha"), scales.get(f"{part}.r")
    for pattern, value in as_mapping(scales.get(f"{part}.alpha_pattern")).items():
        if re.search(rf"(^|\.){re.escape(pattern)}$", inner):
            alpha = value
    down = tensors.get(f"{stem}.lora_A.weight")
    rank = down.shape[0] if down is not None and down.ndim else rank
    numbers = as_number(alpha), as_number(rank)
    if numbers[0] is None or not numbers[1]:
        return None
    return as_number(float(numbers[0]) / float(numbers[1]))
