"""Copy of a flow family's model with 8-bit transformer weights.

A file becomes a file beside it, under diffusers' names; a diffusers folder becomes a folder whose
other parts are links to the files of the first. Tensors are read, rounded and written one at a
time, so that the model need not fit into memory.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

import torch
from safetensors import safe_open

from desktop.core.errors import EaselError
from desktop.core.messages import Message
from desktop.core.tasks import ShrinkRequest
from desktop.files.atomic import flush_to_disk, rename_without_overwriting, temporary_file
from desktop.files.disk_errors import disk_error
from desktop.models.recognition.tensor_names.transformer_keys import (
    INT8_ROWS,
    PREFIXES,
    QUANTIZATION,
)

from .families.family_loaders import FLOW_FAMILIES
from .flow.int8_layers import int8_parts
from .flow.load_flow import not_another_part
from .flow.tensor_source import Tensors, files_of
from .torch.whole_modules import FAILURES, unreadable

_DOING = Message("make the model smaller")
_DTYPES = {
    torch.int8: "I8",
    torch.bfloat16: "BF16",
    torch.float16: "F16",
    torch.float32: "F32",
    torch.int64: "I64",
    torch.float8_e4m3fn: "F8_E4M3",
    torch.float8_e5m2: "F8_E5M2",
}
OnProgress = Callable[[float], None]
"""Called with the finished fraction, 0..1; may raise to stop."""


def shrink(task: ShrinkRequest, on_progress: OnProgress) -> dict[str, object]:
    """Write the smaller model and return its path and sizes in bytes. Raises EaselError."""
    source, target = Path(task.source), Path(task.output)
    words = Message("transformer")
    try:
        if source.is_dir():
            _shrink_folder(source, target, task.family, on_progress)
        else:
            _shrink_file(source, target, task.family, on_progress)
    except OSError as error:
        raise disk_error(error, target, _DOING) from error
    except FAILURES as error:
        raise unreadable(words, error) from error
    return {"path": str(target), "before": _size(source), "after": _size(target)}


def _shrink_file(source: Path, target: Path, family: str, on_progress: OnProgress) -> None:
    tensors, others = _opened(source, family)
    _write(target, tensors, others, on_progress, target.parent)


def _shrink_folder(source: Path, target: Path, family: str, on_progress: OnProgress) -> None:
    """Write the folder under a temporary name, and rename it once it is complete."""
    making = target.with_name(f".{target.name}.part")
    shutil.rmtree(making, ignore_errors=True)
    try:
        for path in sorted(source.rglob("*")):
            inner = path.relative_to(source)
            if path.is_file() and not (
                inner.parts[0] == "transformer" and path.suffix in (".safetensors",)
            ):
                place = making / inner
                place.parent.mkdir(parents=True, exist_ok=True)
                _link(path, place)
        for index in (making / "transformer").glob("*.index.json"):
            index.unlink()
        tensors, _ = _opened(source / "transformer", family)
        name = "diffusion_pytorch_model.safetensors"
        _write(making / "transformer" / name, tensors, {}, on_progress, target.parent)
        if target.exists():
            raise _taken(target)
        making.rename(target)
    finally:
        shutil.rmtree(making, ignore_errors=True)


def _link(path: Path, place: Path) -> None:
    """Link `path` to `place`, or copy it on a file system without links."""
    real = path.resolve()  # the hub's cache holds symbolic links
    try:
        os.link(real, place)
    except OSError:
        shutil.copyfile(real, place)


def _opened(source: Path, family: str) -> tuple[Tensors, Tensors]:
    """Return the transformer's tensors under diffusers' names, and the others, memory-mapped."""
    mapped: Tensors = {}
    for file in files_of(source):
        with safe_open(str(file), framework="pt") as opened:
            mapped |= {name: opened.get_tensor(name) for name in opened.keys()}  # noqa: SIM118
    prefix = next(
        one for one in PREFIXES if any(name.startswith(one) for name in mapped) or not one
    )
    own = {
        name: tensor
        for name, tensor in mapped.items()
        if name.startswith(prefix) and not_another_part(name)
    }
    short = {name[len(prefix) :]: tensor for name, tensor in own.items()}
    made = FLOW_FAMILIES[family].as_diffusers(short)
    others = {name: tensor for name, tensor in mapped.items() if name not in own}
    return {(prefix if others else "") + name: tensor for name, tensor in made.items()}, others


def _write(
    target: Path, tensors: Tensors, others: Tensors, on_progress: OnProgress, folder: Path
) -> None:
    """Write the file `target`, completely or not at all; `folder` is named if its disk is full.

    Raises OSError, EaselError if the file exists.
    """
    header: dict[str, Any] = {"__metadata__": {"format": "pt", QUANTIZATION: INT8_ROWS}}
    place = 0
    whole = tensors | others
    for name, tensor in whole.items():
        empty = torch.empty(tensor.shape, dtype=tensor.dtype, device="meta")
        for part, like in int8_parts(name, empty) if name in tensors else [(name, empty)]:
            size = like.numel() * like.element_size()
            header[part] = {
                "dtype": _DTYPES[like.dtype],
                "shape": list(like.shape),
                "data_offsets": [place, place + size],
            }
            place += size
    raw = json.dumps(header).encode()
    raw += b" " * (-len(raw) % 8)
    _refuse_full(folder, place)
    with temporary_file(target.parent) as (temporary, stream):
        stream.write(struct.pack("<Q", len(raw)) + raw)
        for number, (name, tensor) in enumerate(whole.items()):
            for _, value in int8_parts(name, tensor) if name in tensors else [(name, tensor)]:
                _put(stream, value)
            on_progress((number + 1) / len(whole))
        flush_to_disk(stream)
        if not rename_without_overwriting(temporary, target):
            raise _taken(target)


def _put(stream: BinaryIO, tensor: torch.Tensor) -> None:
    flat = tensor.contiguous().view(-1).view(torch.uint8)
    stream.write(flat.numpy().data)


def _refuse_full(folder: Path, needed: int) -> None:
    """Raise EaselError where the disk lacks `needed` bytes: before minutes of work."""
    free = needed
    with contextlib.suppress(OSError):
        free = shutil.disk_usage(folder).free
    if free < needed:
        raise EaselError(
            "The smaller model needs {needed} GB, and the disk of “{folder}” has {free} GB free.",
            needed=f"{needed / 1e9:.1f}",
            free=f"{free / 1e9:.1f}",
            folder=folder,
        )


def _taken(target: Path) -> EaselError:
    return EaselError("“{name}” is there already.", name=target.name)


def _size(path: Path) -> int:
    files = [path] if path.is_file() else [one for one in path.rglob("*") if one.is_file()]
    return sum(one.stat().st_size for one in files)
