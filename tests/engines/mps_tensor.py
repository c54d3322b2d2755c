"""Tensors of the pretended MPS device, and what their operations refuse."""

from __future__ import annotations

import threading
from typing import Any

import torch
from torch import Tensor
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_iter, tree_map

DEVICE = torch.device("mps:0")
LARGEST = 2**32
"""Bytes of an array on MPS; MPSNDArray asserts that no array is larger."""
FLASH_WIDTHS = (32, 64, 72, 80, 96, 128, 256)
"""Widths of heads for which PyTorch 2.13 has kernels that make no matrix of scores."""


class RefusedByMps(RuntimeError):
    """MPS would refuse this, end the process, or give wrong numbers."""


class Float64OnMps(TypeError):
    """What PyTorch raises for float64 on MPS."""


class PretendedMps:
    """What was seen while the device was pretended: for tests to look at."""

    def __init__(self, *, shapes_only: bool = False) -> None:
        self.home = torch.device("meta" if shapes_only else "cpu")
        self.threads: set[int] = set()
        self.largest_tensor = self.largest_scores = 0
        self.transfers = self.syncs = 0

    def wrapped(self, real: Tensor) -> Tensor:
        """`real` as a tensor of the device."""
        if real.dtype in (torch.float64, torch.complex128):
            raise Float64OnMps(
                "Cannot convert a MPS Tensor to float64 dtype as the MPS framework doesn't support "
                "float64. Please use float32 instead."
            )
        size = real.numel() * real.element_size()
        self.largest_tensor = max(self.largest_tensor, size)
        if size > LARGEST:
            raise RefusedByMps(f"total bytes of NDArray > 2**32: {tuple(real.shape)} {real.dtype}")
        return MpsTensor(real, self)

    def sent(self, real: Tensor) -> Tensor:
        """`real`, handed from the CPU to the device."""
        self.transfers += 1
        self.threads.add(threading.get_ident())
        if len(self.threads) > 1:
            raise RefusedByMps("MPS is not thread-safe: two threads handed tensors to it")
        return self.wrapped(real.to(self.home) if real.device != self.home else real.clone())

    def read(self, tensor: MpsTensor) -> Tensor:
        """The CPU's copy of a tensor of the device."""
        self.syncs += 1
        return tensor.stored.detach().clone()

    def check_scores(self, query: Tensor, key: Tensor) -> None:
        """Attention without a flash kernel makes the scores of all heads, in float32."""
        if query.shape[-1] in FLASH_WIDTHS:
            return
        size = query.shape[:-1].numel() * key.shape[-2] * 4
        self.largest_scores = max(self.largest_scores, size)
        if size > LARGEST:
            raise RefusedByMps(f"total bytes of NDArray > 2**32: scores of {tuple(query.shape)}")


class MpsTensor(Tensor):
    """A tensor of the pretended device; `stored` holds its numbers."""

    stored: Tensor
    mps: PretendedMps

    @staticmethod
    def __new__(cls, real: Tensor, mps: PretendedMps) -> MpsTensor:
        made = torch.Tensor._make_wrapper_subclass(
            cls,
            real.size(),
            strides=real.stride(),
            storage_offset=real.storage_offset(),
            dtype=real.dtype,
            layout=real.layout,
            device=DEVICE,
            requires_grad=False,
        )
        made.stored, made.mps = real, mps
        return made

    def __repr__(self) -> str:  # type: ignore[override]
        return f"MpsTensor({self.stored!r})"

    __torch_function__ = torch._C._disabled_torch_function_impl

    @classmethod
    def __torch_dispatch__(cls, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        ours = next(x for x in tree_iter((args, kwargs)) if isinstance(x, MpsTensor))
        return _operate(ours.mps, func, args, kwargs or {})


class MpsOperations(TorchDispatchMode):
    """Sees every operation, those on CPU tensors that lead to the device included."""

    def __init__(self, mps: PretendedMps) -> None:
        super().__init__()
        self._mps = mps

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        return _operate(self._mps, func, args, kwargs or {})


def _operate(mps: PretendedMps, func: Any, args: Any, kwargs: dict[str, Any]) -> Any:
    name = func._schema.name
    tensors = [x for x in tree_iter((args, kwargs)) if isinstance(x, Tensor)]
    ours = [x for x in tensors if isinstance(x, MpsTensor)]
    others = [x for x in tensors if not isinstance(x, MpsTensor)]
    device = kwargs.get("device")
    to_device = device is not None and torch.device(device).type == "mps"
    if not ours and not to_device:
        return func(*args, **kwargs)
    if name == "aten::_to_copy":
        return _copied(mps, func, args[0], kwargs)
    if name == "aten::copy_":
        return _copied_into(mps, func, args)
    _check_devices(name, others, kwargs)
    if name in ("aten::convolution", "aten::conv2d") and not args[1].is_contiguous():
        raise RefusedByMps("convolution with strided weights")
    if to_device:
        kwargs = {**kwargs, "device": mps.home}
    func = _AS_MPS_COMPUTES.get(name, func)
    result = func(*tree_map(real_of, args), **tree_map(real_of, kwargs))
    if name == "aten::_local_scalar_dense":
        mps.syncs += 1
        return result
    known = {id(x.stored): x for x in ours}

    def as_ours(made: Any) -> Any:
        if not isinstance(made, Tensor):
            return made
        return known[id(made)] if id(made) in known else mps.wrapped(made)

    return tree_map(as_ours, result)


def _lerp(start: Tensor, end: Tensor, weight: Any) -> Tensor:
    return start + weight * (end - start)


_AS_MPS_COMPUTES = {"aten::lerp": _lerp}


def _copied(mps: PretendedMps, func: Any, source: Tensor, kwargs: dict[str, Any]) -> Tensor:
    """To another type or device."""
    device = torch.device(kwargs.get("device") or source.device)
    rest = {key: value for key, value in kwargs.items() if key != "device"}
    there = func(real_of(source), **rest)
    if device.type == "mps":
        return mps.wrapped(there) if isinstance(source, MpsTensor) else mps.sent(there)
    mps.syncs += 1
    return there.to(device)


def _copied_into(mps: PretendedMps, func: Any, args: Any) -> Tensor:
    target, source = args[0], args[1]
    if isinstance(target, MpsTensor) and not isinstance(source, MpsTensor):
        source = mps.sent(source)
    func(real_of(target), real_of(source), *args[2:])
    return target


def _check_devices(name: str, others: list[Tensor], kwargs: dict[str, Any]) -> None:
    for other in others:
        if other.dim() and not name.startswith("aten::index"):
            raise RefusedByMps(f"Expected all tensors to be on the same device: {name}")
        if not other.dim() and other.storage_offset():
            raise RefusedByMps(
                f"{name} with a CPU tensor of no dimensions at offset {other.storage_offset()}: "
                "MPS computes with the first number of its storage"
            )
    if kwargs.get("generator") is not None:
        raise RefusedByMps(f"Expected a 'mps' device type for generator but found 'cpu': {name}")


def real_of(thing: Any) -> Any:
    return thing.stored if isinstance(thing, MpsTensor) else thing
