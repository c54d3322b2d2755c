"""The input of an operation's builder, its parameters, and the builder's result, a kernel."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import torch
from torch import Tensor

from desktop.core.errors import BadInput
from desktop.engines.coreml.portable.program import Constant, Op, TensorType
from desktop.engines.coreml.portable.weight_file import WeightStore

Builder = Callable[["MilNode"], "Kernel"]


class Variadic(Protocol):
    """A function of any number of tensors."""

    def __call__(self, *values: Tensor) -> Any:
        """Return the result: a tensor, or a tuple of them."""
        ...


_INTS = {"int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"}


@dataclass(frozen=True, slots=True)
class Kernel:
    """A function of the values of the parameters in `takes`; a variadic one takes all of them.

    `fn` returns a tensor, or a tuple of tensors for operations with several outputs. It must not
    change its arguments: they may be views of one another.
    """

    fn: Callable[..., Any]
    takes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Precision:
    """torch dtype that stands for MIL's fp16; fp32 stays fp32.

    With `round_to` set, results that the program declares as fp16 are rounded to that dtype (and
    overflow as it does) after each operation, while the arithmetic runs in `half`.
    """

    name: str
    half: torch.dtype
    round_to: torch.dtype | None = None

    def torch_type(self, mil: str) -> torch.dtype:
        """Return the torch dtype that holds values of MIL's dtype `mil`."""
        if mil in ("fp16", "bf16"):
            return self.half
        if mil in ("fp32", "fp64"):
            return torch.float32
        if mil == "bool":
            return torch.bool
        return torch.int32


PRECISIONS = {
    "fp32": Precision("fp32", torch.float32),
    "bf16": Precision("bf16", torch.bfloat16),
    "fp16": Precision("fp16", torch.float32, torch.float16),
}
"""fp32: fp16 weights, computed and stored in fp32. bf16: the program's fp16 runs in bf16. fp16: as
on the device, fp16 between operations and fp32 inside of each.
"""


@dataclass(frozen=True, slots=True)
class MilNode:
    """One operation at planning time."""

    op: Op
    types: dict[str, TensorType]
    constants: dict[str, Constant]
    store: WeightStore
    precision: Precision

    def has(self, parameter: str) -> bool:
        """Return whether the operation has this parameter."""
        return bool(self.op.inputs.get(parameter))

    def is_static(self, parameter: str) -> bool:
        """Return whether the parameter is a constant."""
        names = self.op.inputs.get(parameter, ())
        return bool(names) and all(name in self.constants for name in names)

    def array(self, parameter: str) -> np.ndarray:
        """Return the constant value of a parameter.

        Raises BadInput if it is computed at run time.
        """
        names = self.op.inputs[parameter]
        constant = self.constants.get(names[0])
        if constant is None:
            raise BadInput(
                "The operation {operation} of this model takes its {parameter} from another "
                "operation, which can’t be run here.",
                self.op.name,
                operation=self.op.kind,
                parameter=parameter,
            )
        return self.store.array(constant)

    def static(self, parameter: str, default: Any = None) -> Any:
        """Return a constant parameter as int, float, bool, str or list of these; else `default`."""
        if not self.has(parameter):
            return default
        return self.array(parameter).tolist()

    def ints(self, parameter: str, default: list[int] | None = None) -> list[int]:
        """Return a constant list of whole numbers."""
        value = self.static(parameter, default)
        return [int(value)] if isinstance(value, int) else [int(item) for item in value]

    def input_type(self, parameter: str) -> TensorType:
        """Return the type of a parameter's first value."""
        return self.types[self.op.inputs[parameter][0]]

    def rank(self, parameter: str) -> int:
        """Return the number of dimensions of a parameter's value."""
        return len(self.input_type(parameter).shape)

    def is_int(self, parameter: str) -> bool:
        """Return whether a parameter holds whole numbers."""
        return self.input_type(parameter).dtype in _INTS

    @property
    def dtype(self) -> torch.dtype:
        """torch dtype of the first output."""
        return self.precision.torch_type(self.op.type.dtype)


def unary(fn: Callable[[Tensor], Any], takes: tuple[str, ...]) -> Kernel:
    """Return a kernel of one value."""
    return Kernel(fn, takes)


def binary(fn: Callable[[Tensor, Tensor], Any], takes: tuple[str, ...]) -> Kernel:
    """Return a kernel of two values."""
    return Kernel(fn, takes)


def variadic(fn: Variadic, takes: tuple[str, ...]) -> Kernel:
    """Return a kernel of as many values as the operation has."""
    return Kernel(fn, takes)


def simple_unary(fn: Callable[[Tensor], Any], *takes: str) -> Builder:
    """Return a builder for an operation of one value without other parameters."""
    return simple(fn, *takes)


def simple(fn: Callable[..., Any], *takes: str) -> Builder:
    """Return a builder for an operation without parameters besides its values."""

    def build(node: MilNode) -> Kernel:
        del node
        return Kernel(fn, takes)

    return build


def ints_of(values: Tensor) -> list[int]:
    """Return an integer tensor (n,) as a list."""
    return values.numpy().tolist()


def present(node: MilNode, *parameters: str) -> tuple[str, ...]:
    """Return those of `parameters` that the operation has."""
    return tuple(name for name in parameters if node.has(name))
