"""Whether a LoRA fits a model, module by module, before anything is loaded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from math import prod
from pathlib import Path

import msgspec

from desktop.core.errors import BadInput
from desktop.core.messages import Message
from desktop.core.request import LoraUse
from desktop.files.bounded import UnreadableError, unreadable
from desktop.models.families.known_families import family_named
from desktop.models.model import Model
from desktop.models.recognition.recognition_cache import fingerprint_of
from desktop.models.recognition.safetensors_header import HeaderError, read_header

from .lora_keys import sorted_keys
from .model_layout import ModelLayout, layout_files, layout_of
from .module_index import ModuleIndex
from .weight_shapes import Shape, Weights

_MOST_NAMED = 4
_MOST_KEPT = 64
"""Answers kept: live drawing asks for the same ones with every stroke."""
Parts = Mapping[str, Shape]
"""The shapes of the tensors that change one module, by their role."""


class LoraFit(msgspec.Struct, frozen=True):
    """The number of modules that a file changes, and those that the model lacks or has in another
    shape.
    """

    modules: int
    missing: tuple[str, ...] = ()
    fits_none: bool = False


def lora_fit(path: str, model: Model) -> LoraFit | None:
    """Return the fit of the LoRA at `path` with `model`; None where the headers don't tell."""
    files = layout_files(model)
    stamp = _stamp(Path(path), *files)
    flow = family_named(model.family).flow is not None
    return _fit(path, model.path, flow, stamp) if files and stamp else None


def bundled_embeddings(path: str) -> tuple[str, ...]:
    """Return the names of the textual inversions in the LoRA at `path`."""
    stamp = _stamp(Path(path))
    return _bundled(path, stamp) if stamp else ()


def check_loras(loras: Sequence[LoraUse], model: Model) -> list[Message]:
    """Return a message for each of `loras` that `model` can't apply in full.

    Raises BadInput for a LoRA of another model family.
    """
    notices: list[Message] = []
    for use in loras:
        fit = lora_fit(use.path, model)
        if fit is None:
            continue
        if fit.fits_none:
            raise BadInput(another_family(use.name), modules_of(fit.missing, fit.modules))
        if fit.missing:
            notices.append(left_out(use.name, fit.missing, fit.modules))
    return notices


def another_family(name: str) -> Message:
    """Return the refusal of a LoRA of which (nearly) nothing fits."""
    return Message(
        "The LoRA “{name}” does not fit this model: it was made for another family, or "
        "its file is damaged.",
        name=name,
    )


def modules_of(missing: Sequence[str], count: int) -> str:
    """Return the details of a refusal."""
    return f"{len(missing)} of {count} modules, such as {list(missing[:_MOST_NAMED])}"


def left_out(name: str, missing: Sequence[str], count: int) -> Message:
    """Return the message for a LoRA of which some modules don't fit."""
    return Message(
        "{count} of {all} modules of the LoRA “{name}” fit nothing in this model and are "
        "left out: {list}.",
        count=len(missing),
        all=count,
        name=name,
        list=tuple(missing[:_MOST_NAMED]),
    )


def _stamp(*files: Path) -> tuple[int, ...]:
    """Return the sizes and times of `files`; () where they can't be read."""
    try:
        return fingerprint_of(*files)
    except (OSError, ValueError):  # half a surrogate pair, NUL
        return ()


@lru_cache(maxsize=_MOST_KEPT)
def _fit(path: str, model: str, flow: bool, _stamp: tuple[int, ...]) -> LoraFit | None:
    try:
        with unreadable("headers"):
            layout = layout_of(Path(model), flow=flow)
            shapes = read_header(Path(path)).shapes
            return _fit_of(shapes, layout) if layout is not None else None
    except (OSError, UnreadableError):
        return None


def _fit_of(shapes: Mapping[str, Shape], layout: ModelLayout) -> LoraFit:
    index = ModuleIndex(layout.unet, layout.text_encoders)
    keys = sorted_keys(shapes)
    strangers: list[str] = []
    others: list[str] = []
    for name, roles in keys.modules.items():
        module = index.find(name)
        if module is None:
            strangers.append(name)
        elif not _takes(module.value, {role: shapes[key] for role, key in roles.items()}):
            others.append(name)
    known = len(keys.modules) - len(strangers)
    missing = (*strangers, *others, *keys.strange)
    count = len(keys.modules) + len(keys.strange)
    return LoraFit(count, missing, fits_none=2 * len(others) >= known)


@lru_cache(maxsize=_MOST_KEPT)
def _bundled(path: str, _stamp: tuple[int, ...]) -> tuple[str, ...]:
    try:
        return tuple(sorted_keys(read_header(Path(path)).shapes).bundled)
    except (OSError, HeaderError):
        return ()


def _takes(module: Weights, parts: Parts) -> bool:
    """Return whether the shapes of `parts` make a difference of the module's weight or bias."""
    try:
        return _makes_difference(module, parts)
    except IndexError:  # a tensor of too few dimensions
        return False


def _makes_difference(module: Weights, parts: Parts) -> bool:
    weight = module.weight
    bias = next((parts[role] for role in ("diff_b", "b_norm", "bias") if role in parts), None)
    if bias is not None and prod(bias) != prod(module.bias or (0,)):
        return False
    if {"up", "down"} <= parts.keys():
        return _low_rank_fits(weight, parts)
    if "ia3" in parts:
        return prod(parts["ia3"]) in weight[:2]
    if "oft_blocks" in parts:
        return _blocks_fit(parts["oft_blocks"], weight[0])
    if "a1" in parts:
        return {"a2", "b1", "b2"} <= parts.keys() and weight[0] in (
            parts["b1"][0],
            parts["b2"][0],
        )
    numbers = _numbers(parts)
    return prod(weight) in numbers if numbers else bias is not None


def _blocks_fit(blocks: Shape, rows: int) -> bool:
    """Return whether rotations (blocks, b, b), or levels of them (BOFT), cover `rows`."""
    if len(blocks) != 4:
        return prod(blocks[:2]) == rows
    levels, count, size, _ = blocks
    return count * size == rows and 0 < levels < 32 and rows % (2 ** (levels - 1) * size) == 0


def _low_rank_fits(weight: Shape, parts: Parts) -> bool:
    up, down = parts["up"], parts["down"]
    area = prod(weight[2:]) if "mid" in parts else 1
    return (
        up[0] == weight[0] and prod(up[1:]) == down[0] and prod(down[1:]) * area == prod(weight[1:])
    )


def _numbers(parts: Parts) -> list[int]:
    """Return the element counts of a weight's difference; [] where it changes none."""
    for role in ("diff", "w_norm"):
        if role in parts:
            return [prod(parts[role])]
    if "hada_w1_a" in parts:
        left, right = parts["hada_w1_a"], parts.get("hada_w1_b", (0, 0))
        core = parts.get("hada_t1")
        return [left[1] * right[1] * prod(core[2:]) if core else left[0] * right[1]]
    if any(role.startswith("lokr_") for role in parts):
        return [_kron_side(parts, 1) * _kron_side(parts, 2)]
    return []


def _kron_side(parts: Parts, number: int) -> int:
    whole = parts.get(f"lokr_w{number}")
    if whole is not None:
        return prod(whole)
    left, right = (parts.get(f"lokr_w{number}_{side}", (0, 0)) for side in "ab")
    core = parts.get(f"lokr_t{number}")
    return left[1] * right[1] * prod(core[2:]) if core else left[0] * prod(right[1:])
