"""What of the pretended MPS device is caught above the operations: Python's way to reach it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor
from torch.overrides import TorchFunctionMode
from torch.utils._pytree import tree_map

from .mps_tensor import DEVICE, MpsTensor, PretendedMps, RefusedByMps, real_of


class MpsFunctions(TorchFunctionMode):
    """What must be caught above the operations: this build of PyTorch has no MPS to dispatch to."""

    def __init__(self, mps: PretendedMps) -> None:
        super().__init__()
        self._mps = mps

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        args = tuple(map(_indexed, args))
        kwargs = {key: _indexed(value) for key, value in (kwargs or {}).items()}
        special = _SPECIAL.get(func)
        ours = bool(args) and isinstance(args[0], MpsTensor)
        if special is not None and (ours or _names_device(func, args, kwargs)):
            return special(self._mps, func, args, kwargs)
        try:
            return func(*args, **kwargs)
        except RuntimeError as error:
            if "not linked with support for mps" not in str(error):
                raise
            found = func(*tree_map(real_of, args), **tree_map(real_of, kwargs))
            return tree_map(
                lambda x: (
                    self._mps.wrapped(x)
                    if isinstance(x, Tensor) and not isinstance(x, MpsTensor)
                    else x
                ),
                found,
            )


def _indexed(thing: Any) -> Any:
    """The device as it is called by tensors: mps:0."""
    if isinstance(thing, str | torch.device) and str(thing) == "mps":
        return DEVICE
    return thing


def _names_device(func: Any, args: Any, kwargs: dict[str, Any]) -> bool:
    if func is torch._has_compatible_shallow_copy_type:
        return isinstance(args[1], MpsTensor)
    if func is Tensor.to:
        target = torch._C._nn._parse_to(*args[1:], **kwargs)[0]
        return target is not None and target.type == "mps"
    if func is F.scaled_dot_product_attention:
        return False
    device = kwargs.get("device")
    return device is not None and torch.device(device).type == "mps"


_Special = Callable[[PretendedMps, Any, Any, dict[str, Any]], Any]


def _to(mps: PretendedMps, func: Any, args: Any, kwargs: dict[str, Any]) -> Tensor:
    source = args[0]
    device, dtype, _, _ = torch._C._nn._parse_to(*args[1:], **kwargs)
    device = device or source.device
    real = real_of(source)
    there = real if dtype is None else real.to(dtype)
    if device.type != "mps":
        mps.syncs += 1
        return (there.clone() if there is real else there).to(device)
    if isinstance(source, MpsTensor):
        return source if there is real else mps.wrapped(there)
    return mps.sent(there)


def _made(mps: PretendedMps, func: Any, args: Any, kwargs: dict[str, Any]) -> Tensor:
    """torch.tensor and its relatives."""
    rest = {key: value for key, value in kwargs.items() if key != "device"}
    return mps.sent(func(real_of(args[0]), *args[1:], **rest))


def _new_tensor(mps: PretendedMps, func: Any, args: Any, kwargs: dict[str, Any]) -> Tensor:
    kwargs.setdefault("dtype", args[0].dtype)
    return mps.sent(torch.tensor(*args[1:], **kwargs))


def _get(mps: PretendedMps, func: Any, args: Any, kwargs: dict[str, Any]) -> Tensor:
    return mps.wrapped(args[0].stored[tree_map(real_of, args[1])])


def _set(mps: PretendedMps, func: Any, args: Any, kwargs: dict[str, Any]) -> None:
    args[0].stored[tree_map(real_of, args[1])] = real_of(args[2])


def _scalar(mps: PretendedMps, func: Any, args: Any, kwargs: dict[str, Any]) -> Any:
    mps.syncs += 1
    return func(*map(real_of, args), **kwargs)


def _no_numpy(mps: PretendedMps, func: Any, args: Any, kwargs: dict[str, Any]) -> Any:
    raise TypeError("can't convert mps:0 device type tensor to numpy. Use Tensor.cpu() first.")


def _attend(mps: PretendedMps, func: Any, args: Any, kwargs: dict[str, Any]) -> Tensor:
    query, key = args[0], args[1]
    if any(not isinstance(part, MpsTensor) for part in args[:3]):
        raise RefusedByMps("Expected all tensors to be on the same device: attention")
    mps.check_scores(query, key)
    return mps.wrapped(func(*map(real_of, args), **{k: real_of(v) for k, v in kwargs.items()}))


def _keeps_object(mps: PretendedMps, func: Any, args: Any, kwargs: dict[str, Any]) -> bool:
    """Whether a module's moved parameter may stay the Python object that it is."""
    return args[0] is args[1]


_SCALARS = ("item", "tolist", "__bool__", "__int__", "__float__", "__index__", "__contains__")
_SPECIAL: dict[Any, _Special] = {
    Tensor.to: _to,
    Tensor.cpu: lambda mps, _func, args, _kwargs: mps.read(args[0]),
    Tensor.numpy: _no_numpy,
    Tensor.__array__: _no_numpy,
    Tensor.new_tensor: _new_tensor,
    Tensor.__getitem__: _get,
    Tensor.__setitem__: _set,
    torch.tensor: _made,
    torch.as_tensor: _made,
    torch.asarray: _made,
    F.scaled_dot_product_attention: _attend,
    torch._has_compatible_shallow_copy_type: _keeps_object,
    **{getattr(Tensor, name): _scalar for name in _SCALARS},
}
