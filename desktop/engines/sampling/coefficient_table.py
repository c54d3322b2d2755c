"""A scheduler's coefficient table that is safe to use on MPS."""

from __future__ import annotations

from typing import Any, cast

import torch
from torch import Tensor


class CoefficientTable(Tensor):
    """(n,) tensor on the CPU whose items are scalar tensors with their own storage.

    PyTorch up to 2.13 multiplies a tensor on MPS by `table[0]` where `table[3]` is indexed: it
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
    """Make CoefficientTables of all (n,) CPU tensors of `scheduler`."""
    for name, value in cast("dict[str, Any]", vars(scheduler)).items():
        is_table = isinstance(value, Tensor) and value.ndim == 1 and value.device.type == "cpu"
        if is_table and name != "timesteps":
            setattr(scheduler, name, torch.Tensor.as_subclass(value, CoefficientTable))
