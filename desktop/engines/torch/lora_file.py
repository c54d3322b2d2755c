"""Takes a LoRA file apart: which modules it changes, by what tensors, in whatever naming."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

import msgspec
import torch
from safetensors import SafetensorError, safe_open

from desktop.core.errors import BadInput

_SUFFIXES = {
    **{".lora_up.weight": "up", ".lora_down.weight": "down", ".lora_mid.weight": "mid"},
    **{".lora_B.weight": "up", ".lora_A.weight": "down", ".lora_B.bias": "bias"},
    **{".lora_B.default.weight": "up", ".lora_A.default.weight": "down"},
    **{".lora.up.weight": "up", ".lora.down.weight": "down"},
    **{"_lora.up.weight": "up", "_lora.down.weight": "down"},
    **{".lora_linear_layer.up.weight": "up", ".lora_linear_layer.down.weight": "down"},
    **{".alpha": "alpha", ".dora_scale": "dora_scale"},
    **{".lora_magnitude_vector": "dora_scale", ".lora_magnitude_vector.weight": "dora_scale"},
    **{f".{name}": name for name in ("hada_w1_a", "hada_w1_b", "hada_w2_a", "hada_w2_b")},
    **{f".{name}": name for name in ("hada_t1", "hada_t2", "lokr_w1", "lokr_w1_a", "lokr_w1_b")},
    **{f".{name}": name for name in ("lokr_w2", "lokr_w2_a", "lokr_w2_b", "lokr_t2")},
    **{f".{name}": name for name in ("diff", "diff_b", "oft_blocks", "rescale", "on_input")},
    **{f".{name}.weight": name for name in ("a1", "a2", "b1", "b2")},
    **{".w_norm": "w_norm", ".b_norm": "b_norm"},
}
_LONGEST_FIRST = sorted(_SUFFIXES, key=len, reverse=True)
_BUNDLED = ("bundle_emb.", "lora_te_embedding.")


class LoraModule(msgspec.Struct):
    """What a file does to one module: tensors by their role, as `_SUFFIXES` names them."""

    name: str
    tensors: dict[str, torch.Tensor] = {}
    scale: float | None = None
    """What the file's notes say of alpha / rank, where the tensors don't."""


class LoraFile(msgspec.Struct, frozen=True):
    """A LoRA file: its modules, and the names of tensors that nobody knows what to do with."""

    modules: tuple[LoraModule, ...]
    strange: tuple[str, ...] = ()
    bundled: tuple[str, ...] = ()
    """Names of the textual inversions that it brings."""


def read_lora(path: Path, name: str) -> LoraFile:
    """The file at `path`, its tensors in memory as they are. Raises BadInput."""
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
    """`tensors` by the module that they belong to."""
    modules: dict[str, LoraModule] = {}
    strange: list[str] = []
    bundled: dict[str, None] = {}
    for key, tensor in tensors.items():
        if key.startswith(_BUNDLED):
            bundled[key.split(".")[1]] = None
            continue
        stem, role = _split(key, tensors)
        if not role:
            strange.append(key)
            continue
        module = modules.setdefault(stem, LoraModule(stem))
        module.tensors[role] = tensor
        module.scale = _noted_scale(stem, tensors, scales or {})
    return LoraFile(tuple(modules.values()), tuple(strange), tuple(bundled))


def _split(key: str, tensors: Mapping[str, torch.Tensor]) -> tuple[str, str]:
    """(module, role) of a tensor's name; no role where it has none."""
    for suffix in _LONGEST_FIRST:
        if key.endswith(suffix):
            return key[: -len(suffix)], _SUFFIXES[suffix]
    if key.endswith(".weight") and f"{key.removesuffix('.weight')}.on_input" in tensors:
        return key.removesuffix(".weight"), "ia3"
    return key, ""


def _scales(notes: Mapping[str, str]) -> dict[str, Any]:
    """What diffusers keeps of a PEFT config: `unet.lora_alpha`, `unet.r`, patterns by module."""
    try:
        found = json.loads(notes.get("lora_adapter_metadata", "{}"))
    except ValueError:
        return {}
    return cast("dict[str, Any]", found) if isinstance(found, dict) else {}


def _noted_scale(
    stem: str, tensors: Mapping[str, torch.Tensor], scales: Mapping[str, Any]
) -> float | None:
    part, _, inner = stem.partition(".")
    alpha, rank = scales.get(f"{part}.lora_alpha"), scales.get(f"{part}.r")
    patterns = scales.get(f"{part}.alpha_pattern")
    if isinstance(patterns, dict):
        for pattern, value in cast("dict[str, object]", patterns).items():
            if re.search(rf"(^|\.){re.escape(pattern)}$", inner):
                alpha = value
    down = tensors.get(f"{stem}.lora_A.weight")
    rank = down.shape[0] if down is not None else rank
    if isinstance(alpha, int | float) and isinstance(rank, int | float) and rank:
        return float(alpha) / float(rank)
    return None
