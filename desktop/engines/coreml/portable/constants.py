"""Conversion of a program's constants into torch tensors on demand."""

from __future__ import annotations

from typing import cast

import numpy as np
import torch

from .ops.compression import CONSTANT_EXPRESSIONS
from .ops.mil_node import Precision
from .program import Op, Program
from .weight_file import WeightStore


class Constants:
    """The constants of one program: in files, inline, or compressed.

    A tensor is created once for all operations that use it. Where the file already has the compute
    dtype, the tensor is the mapped file itself.
    """

    def __init__(self, program: Program, store: WeightStore, precision: Precision) -> None:
        self._constants = program.constants
        self._store = store
        self._precision = precision
        self._expressions: dict[str, Op] = {}
        self._tensors: dict[str, torch.Tensor] = {}
        for op in program.ops:
            if op.kind in CONSTANT_EXPRESSIONS:
                self._expressions.update(dict.fromkeys(op.outputs, op))

    def __contains__(self, name: str) -> bool:
        return name in self._constants or name in self._expressions

    def tensor(self, name: str) -> torch.Tensor:
        """Return the constant `name` in the compute dtype."""
        if name not in self._tensors:
            self._tensors[name] = self._load(name)
            self._store.let_go()
        return self._tensors[name]

    def array(self, name: str) -> np.ndarray:
        """Return the constant `name` in the program's dtype, decompressed."""
        op = self._expressions.get(name)
        if op is None:
            return self._store.array(self._constants[name])
        result = CONSTANT_EXPRESSIONS[op.kind](
            {parameter: self.array(names[0]) for parameter, names in op.inputs.items()}
        )
        if isinstance(result, tuple):
            return cast("tuple[np.ndarray, ...]", result)[op.outputs.index(name)]
        return result

    def _load(self, name: str) -> torch.Tensor:
        op = self._expressions.get(name)
        mil = op.types[op.outputs.index(name)].dtype if op else self._constants[name].type.dtype
        array = self.array(name)
        dtype = self._precision.torch_type(mil)
        if array.dtype.kind == "u" and array.dtype.itemsize > 1:
            array = array.astype(np.int64)
        if not array.flags.writeable or array.dtype == np.float64:
            array = np.array(array, np.float32 if array.dtype == np.float64 else array.dtype)
        return torch.asarray(np.ascontiguousarray(array).reshape(array.shape)).to(dtype)
