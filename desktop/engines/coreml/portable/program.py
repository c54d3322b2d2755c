"""A Core ML program as plain values: operations in order, typed names, and constants."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np


@dataclass(frozen=True, slots=True)
class TensorType:
    """MIL's dtype name ("fp16", "int32", ...) and the shape; -1 is an unknown size."""

    dtype: str
    shape: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Blob:
    """Location of a constant: the offset of its header in a weight file (a path in the model)."""

    file: str
    offset: int


@dataclass(frozen=True, slots=True)
class Constant:
    """A constant: its type, and its value, inline or in a weight file."""

    type: TensorType
    value: np.ndarray | str | Blob


@dataclass(slots=True)
class Op:
    """One operation: `inputs` maps a parameter to the names bound to it (several if variadic)."""

    kind: str
    name: str
    inputs: dict[str, tuple[str, ...]]
    outputs: tuple[str, ...]
    types: tuple[TensorType, ...]
    detail: Any = None
    """Data of a fused operation; None for the program's own."""

    @property
    def type(self) -> TensorType:
        """Type of the first output."""
        return self.types[0]


@dataclass(slots=True)
class Program:
    """One function of a Core ML model; every name is assigned once."""

    inputs: dict[str, TensorType]
    outputs: tuple[str, ...]
    ops: list[Op] = field(default_factory=list[Op])
    constants: dict[str, Constant] = field(default_factory=dict[str, Constant])
