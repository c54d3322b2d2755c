"""A scheduler's table of coefficients, safe to compute with on MPS."""

from __future__ import annotations

from typing import Any, cast

import torch
from torch import Tensor


class CoefficientTable(Tensor):
    """(n,) on the CPU; an item is a scalar tensor with a storage of its own, everything else plain.

    PyTorch up to 2.13 multiplies a tensor on MPS by `table[0]` where `table[3]` is asked for: it
    ignores a CPU scalar's offset (issue 187117). A copy has none.
    """

    @classmethod
    def __torch_function__(cls, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        del types
        with torch._C.DisableTorchFunctionSubclass():  # pyright: ignore[reportPrivateUsage]
            found = func(*args, **(kwargs or {}))
            is_item = func is Tensor.__getitem__ and found.ndim == 0
            return found.clone() if is_item else found


def keep_tables(scheduler: Any) -> None:
    """Make CoefficientTables of all the (n,) tensors on the CPU that `scheduler` holds."""
    for name, value in cast("dict[str, Any]", vars(scheduler)).items():
        is_table = isinstance(value, Tensor) and value.ndim == 1 and value.device.type == "cpu"
        if is_table and name != "timesteps":
            setattr(scheduler, name, torch.Tensor.as_subclass(value, CoefficientTable))
