"""How many bytes of tensors are alive at the most while something runs, on the meta device too."""

from __future__ import annotations

from typing import Any

import torch
from torch.multiprocessing.reductions import StorageWeakRef
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_leaves


class LiveMemory(TorchDispatchMode):
    """While it is entered `peak` follows the tensors that operations have made."""

    def __init__(self) -> None:
        super().__init__()
        self.peak = 0
        self.largest = 0
        """Bytes of the largest single tensor."""
        self._alive: dict[int, tuple[StorageWeakRef, int]] = {}

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        made = func(*args, **(kwargs or {}))
        self._alive = {
            key: (ref, size) for key, (ref, size) in self._alive.items() if not ref.expired()
        }
        given = {_storage(one)._cdata for one in tree_leaves((args, kwargs)) if _is_tensor(one)}
        for one in tree_leaves(made):
            if _is_tensor(one) and _storage(one)._cdata not in given:
                storage = _storage(one)
                self._alive[storage._cdata] = (StorageWeakRef(storage), storage.nbytes())
                self.largest = max(self.largest, storage.nbytes())
        self.peak = max(self.peak, sum(size for _, size in self._alive.values()))
        return made


def _is_tensor(value: object) -> bool:
    return isinstance(value, torch.Tensor)


def _storage(tensor: torch.Tensor) -> Any:
    return tensor.untyped_storage()
