"""Reader of a safetensors file's tensors in a given dtype, without keeping the file in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby
from pathlib import Path

import torch
from safetensors import safe_open

_GROUP = 128_000_000
"""Numbers read, and so resident in the file's own dtype, at a time."""
_BLOCK = 1 << 15
"""Numbers converted at a time: source, scratch and result fit the processor's cache, and torch
converts so few on one thread, so that a busy machine makes no thread wait for another.
"""
_HALVES = {torch.float16, torch.bfloat16}
_NAMES = {torch.float32: "F32", torch.float16: "F16", torch.bfloat16: "BF16"}


def tensor_sizes(path: Path) -> dict[str, int]:
    """Return the number of elements of each tensor, in file order.

    Raises SafetensorError, OSError.
    """
    with _open(path) as file:
        return {
            name: torch.Size(file.get_slice(name).get_shape()).numel()
            for name in file.offset_keys()
        }


def read_tensors(
    path: Path,
    sizes: dict[str, int],
    dtype: torch.dtype,
    on_read: Callable[[int], None] = lambda _: None,
) -> dict[str, torch.Tensor]:
    """Return the tensors of `path` named in `sizes`, floating-point ones in `dtype`.

    `sizes` is from `tensor_sizes`. The tensors are on the CPU. Where all of them are in `dtype`
    they stay mapped, at no cost; else all are copied, group by group, and the file's pages are
    released. `on_read` is called with the count of numbers read so far, and may raise to stop.
    Raises SafetensorError, OSError.
    """
    with _open(path) as file:
        stored = {file.get_slice(name).get_dtype() for name in sizes}
        if not any(kind.startswith(("F", "BF")) and kind != _NAMES[dtype] for kind in stored):
            return {name: file.get_tensor(name) for name in sizes}
    tensors: dict[str, torch.Tensor] = {}
    read = 0
    for group in _groups(sizes):
        with _open(path) as file:  # anew: what an open file has mapped stays mapped
            for name in group:
                tensors[name] = copied(file.get_tensor(name), dtype)
                read += sizes[name]
        on_read(read)
    return tensors


def read_all(path: Path) -> dict[str, torch.Tensor]:
    """Return all tensors of `path` in their own dtypes, on the CPU, mapped.

    Raises SafetensorError, OSError.
    """
    with _open(path) as file:
        return {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118


def copied(source: torch.Tensor, dtype: torch.dtype) -> torch.Tensor:
    """Return a copy of `source`, in `dtype` where it holds floating-point numbers.

    torch converts between fp16 and bf16 one number at a time. By way of float32, which holds both
    exactly, the same bits come four times as fast.
    """
    if not source.is_floating_point():
        return source.clone()
    result = torch.empty(source.shape, dtype=dtype)
    if source.dtype == dtype or {source.dtype, dtype} != _HALVES:
        return result.copy_(source)
    scratch = torch.empty(min(_BLOCK, source.numel()), dtype=torch.float32)
    for half, target in zip(
        torch.split(source.reshape(-1), _BLOCK), torch.split(result.view(-1), _BLOCK), strict=True
    ):
        exact = scratch[: half.numel()]
        target.copy_(exact.copy_(half))
    return result


def _open(path: Path) -> safe_open:
    return safe_open(str(path), framework="pt")


def _groups(sizes: dict[str, int]) -> Iterator[list[str]]:
    """Yield the names in order, in groups of about `_GROUP` numbers."""
    before = 0
    numbered: list[tuple[int, str]] = []
    for name, size in sizes.items():
        numbered.append((before // _GROUP, name))
        before += size
    for _, group in groupby(numbered, key=lambda one: one[0]):
        yield [name for _, name in group]
