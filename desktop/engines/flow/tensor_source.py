"""Reader of a model file's tensors in any common format, in a given dtype.

Safetensors in full, half and eight bits (float8, plain or with a scale per tensor) and GGUF; dtypes
that MPS lacks are widened on the CPU, one tensor at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors import safe_open

from desktop.core.errors import BadInput
from desktop.engines.torch.tensor_file import copied
from desktop.models.recognition.gguf_header import GgufTensor, read_gguf_header
from desktop.models.recognition.safetensors_header import read_header
from desktop.models.recognition.tensor_names.transformer_keys import INT8_ROWS, QUANTIZATION

from .int8_linear import SCALE

Tensors = dict[str, torch.Tensor]
OnRead = Callable[[float], None]
"""Called with the fraction of the file that is read, 0..1; may raise to stop."""
Wanted = Callable[[str], bool]
"""Returns whether the tensor of a name is needed."""
Make = Callable[[str, torch.Tensor], Tensors]
"""Returns the tensors to keep for one that was read."""
_FLOAT8 = {torch.float8_e4m3fn, torch.float8_e5m2}
_SCALES = (".scale_weight", ".weight_scale")
_MARKS = ("scaled_fp8", ".comfy_quant", ".scale_input", ".input_scale")
"""Names and suffixes of tensors that only describe the encoding of the others."""


def as_read(name: str, tensor: torch.Tensor) -> Tensors:
    """Return the tensor alone, unchanged."""
    return {name: tensor}


def read_tensors_of(
    path: Path,
    prefixes: Iterable[str],
    dtype: torch.dtype,
    on_read: OnRead = lambda _: None,
    wanted: Wanted = lambda _: True,
    *,
    keep_int8: bool = False,
    make: Make = as_read,
) -> Tensors:
    """Return the tensors of file or folder `path` below the first of `prefixes` with any.

    Their names are without the prefix; floating-point ones are in `dtype`. With `keep_int8` the
    weights that `shrink` wrote as int8 stay so, with their scales (float32). `make` changes each
    other one before the next is read. Raises BadInput where scales are missing, SafetensorError
    and OSError where nothing can be read.
    """
    if path.suffix.lower() == ".gguf":
        return _read_gguf(path, prefixes, dtype, on_read, wanted, make)
    return _read_safetensors(files_of(path), prefixes, dtype, on_read, wanted, keep_int8, make)


def names_of(path: Path, prefixes: Iterable[str]) -> list[str]:
    """Return the names of the tensors that `read_tensors_of` would read. Raises as it does."""
    if path.suffix.lower() == ".gguf":
        return list(_below(read_gguf_header(path).tensors, prefixes).values())
    found: list[str] = []
    for file in files_of(path):
        with safe_open(str(file), framework="pt") as opened:
            found += _below(opened.keys(), prefixes).values()
    return found


def holds_int8(path: Path) -> bool:
    """Return whether `path` has the int8 block weights that `shrink` writes.

    Raises EaselError, OSError.
    """
    found = (read_header(file).metadata for file in files_of(path))
    return any(notes.get(QUANTIZATION) == INT8_ROWS for notes in found)


def files_of(path: Path) -> list[Path]:
    """Return the safetensors files of a part: `path` itself, or those in the folder."""
    if path.is_file():
        return [path]
    files = sorted(path.glob("*.safetensors"))
    return [file for file in files if ".fp16." in file.name] or files


def _below(names: Iterable[str], prefixes: Iterable[str]) -> dict[str, str]:
    """Return the names with the first matching prefix, and the rest of each."""
    known = list(names)
    for prefix in prefixes:
        found = {name: name[len(prefix) :] for name in known if name.startswith(prefix)}
        if found:
            return found
    return {}


def _read_safetensors(
    files: list[Path],
    prefixes: Iterable[str],
    dtype: torch.dtype,
    on_read: OnRead,
    wanted: Wanted,
    keep_int8: bool,
    make: Make,
) -> Tensors:
    tensors: Tensors = {}
    prefixes = tuple(prefixes)
    for place, file in enumerate(files):
        with safe_open(str(file), framework="pt") as opened:
            chosen = _below(opened.keys(), prefixes)
            names = {short: name for name, short in chosen.items()}
            notes = opened.metadata() or {}
            keep = keep_int8 and notes.get(QUANTIZATION) == INT8_ROWS
            marked = any(short.endswith("scaled_fp8") for short in names)
            for number, (short, name) in enumerate(names.items()):
                if short.endswith((*_MARKS, *_SCALES)) or not wanted(short):
                    continue
                scale = _scale_of(short, names, opened)
                tensor = opened.get_tensor(name)
                if marked and scale is None and tensor.dtype in _FLOAT8:
                    raise BadInput(
                        "The file {name} is incomplete: the scales of its 8-bit weights are "
                        "missing. Download it again.",
                        short,
                        name=file.name,
                    )
                if keep and scale is not None and tensor.dtype == torch.int8:
                    tensors[short] = tensor.clone()
                    tensors[short.removesuffix(".weight") + SCALE] = scale.reshape(-1)
                else:
                    tensors |= make(short, _widened(tensor, scale, dtype))
                on_read((place + (number + 1) / len(names)) / len(files))
    return tensors


def _scale_of(name: str, names: dict[str, str], opened: safe_open) -> torch.Tensor | None:
    if not name.endswith(".weight"):
        return None
    stem = name.removesuffix(".weight")
    found = (names[stem + ending] for ending in _SCALES if stem + ending in names)
    scale = next(found, None)
    return None if scale is None else opened.get_tensor(scale).float()


def _widened(tensor: torch.Tensor, scale: torch.Tensor | None, dtype: torch.dtype) -> torch.Tensor:
    if scale is not None:
        rows = scale.reshape(-1, *[1] * (tensor.ndim - 1)) if scale.numel() > 1 else scale
        return (tensor.float() * rows).to(dtype)
    if tensor.dtype in _FLOAT8:
        return tensor.to(dtype)
    return copied(tensor, dtype)


def _read_gguf(
    path: Path,
    prefixes: Iterable[str],
    dtype: torch.dtype,
    on_read: OnRead,
    wanted: Wanted,
    make: Make,
) -> Tensors:
    header = read_gguf_header(path)
    data = np.memmap(path, dtype=np.uint8, mode="r")
    tensors: Tensors = {}
    chosen = _below(header.tensors, prefixes)
    for number, (name, short) in enumerate(chosen.items()):
        if not wanted(short):
            continue
        tensors |= make(short, dequantized(data, header.tensors[name]).to(dtype))
        on_read((number + 1) / len(chosen))
    return tensors


def dequantized(data: np.ndarray, tensor: GgufTensor) -> torch.Tensor:
    """Return one tensor of the GGUF file with bytes `data`, as float32."""
    from gguf import GGMLQuantizationType, dequantize

    raw = np.array(data[tensor.start : tensor.start + tensor.size])
    kind = GGMLQuantizationType(tensor.kind)
    if kind == GGMLQuantizationType.F16:
        values: Any = raw.view(np.float16).astype(np.float32)
    elif kind == GGMLQuantizationType.F32:
        values = raw.view(np.float32)
    else:
        values = dequantize(raw, kind)
    return torch.asarray(np.ascontiguousarray(values)).reshape(tensor.shape)
