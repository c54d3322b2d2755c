"""One Core ML part, loaded for evaluation on torch."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Literal

import numpy as np
import torch

from desktop.core.errors import BadInput, EaselError, JobCancelled
from desktop.core.hardware.compute import ComputeUnit

from .evaluation_plan import EvaluationPlan, make_plan, unknown_operations
from .fuse_attention import KIND as ATTENTION
from .fuse_attention import build_attention, fuse_attention
from .fuse_norm import GROUP_NORM, build_group_norm, fuse_norms
from .ops.mil_node import PRECISIONS, Builder, Precision
from .ops.op_table import OPERATIONS
from .package_program import read_programs
from .program import Op, Program, TensorType
from .use_graph import UseGraph
from .weight_file import NUMPY_TYPES, WeightStore

FUSED: dict[str, Builder] = {ATTENTION: build_attention, GROUP_NORM: build_group_norm}
"""Builders of the operations that `fuse` creates."""


def fuse(program: Program, store: WeightStore) -> list[Op]:
    """Return the operations of `program`, fused; `program` itself is unchanged."""
    graph = UseGraph(program, store)
    fuse_norms(graph)
    fuse_attention(graph)
    graph.sweep()
    return graph.ops()


PrecisionName = Literal["fp32", "bf16", "fp16"]
Array = np.ndarray | torch.Tensor


class PortableModel:
    """A Core ML model evaluated op by op on torch's CPU.

    Every compute unit is accepted and has no effect: evaluation is always on the CPU. `inputs` and
    `outputs` map names to shape and MIL dtype ("fp16", "fp32", "int32").
    """

    def __init__(
        self, name: str, program: Program, plan: EvaluationPlan, precision: Precision
    ) -> None:
        self.name = name
        self.inputs: dict[str, TensorType] = dict(program.inputs)
        types = {n: t for op in program.ops for n, t in zip(op.outputs, op.types, strict=True)}
        types.update({n: c.type for n, c in program.constants.items()})
        types.update(program.inputs)
        self.outputs: dict[str, TensorType] = {n: types[n] for n in program.outputs}
        self.plan = plan
        self._precision = precision

    @classmethod
    def load(
        cls,
        path: Path,
        *,
        compute_unit: ComputeUnit = ComputeUnit.ALL,
        precision: PrecisionName = "fp32",
    ) -> PortableModel:
        """Read and plan the .mlpackage (or .mlmodelc) at `path`.

        `precision` "fp32" computes all in fp32 from the fp16 weights, "bf16" runs the fp16 part of
        the program in bf16, "fp16" rounds every fp16 value as the device does (slow; for checks).
        Raises BadInput where the package is damaged or has an operation that the portable runtime
        does not support.
        """
        del compute_unit
        programs, root = read_programs(path)
        if len(programs) != 1:
            raise BadInput("{file} is a pipeline of several models.", file=path.name)
        return cls.of(path.name, programs[0], WeightStore(root), precision=precision)

    @classmethod
    def of(
        cls, name: str, program: Program, store: WeightStore, *, precision: PrecisionName = "fp32"
    ) -> PortableModel:
        """Plan a program that has been read; `name` is the part's name in errors."""
        unknown = unknown_operations(program, OPERATIONS)
        if unknown:
            raise BadInput(
                "{name} uses operations that can’t be run without Core ML: {operations}.",
                name=name,
                operations=tuple(unknown),
            )
        rules = PRECISIONS[precision]
        ops = program.ops if rules.round_to is not None else fuse(program, store)
        plan = make_plan(program, ops, store, rules, {**OPERATIONS, **FUSED})
        return cls(name, program, plan, rules)

    def predict(
        self, inputs: Mapping[str, Array], *, check: Callable[[], None] | None = None
    ) -> dict[str, np.ndarray]:
        """Return the model's outputs in their declared dtypes.

        Calls `check` before each operation and raises what it raises. Raises BadInput where inputs
        are missing or have another shape.
        """
        tensors = {name: self._input(name, inputs) for name in self.inputs}
        with torch.inference_mode():
            try:
                values = self.plan.run(tensors, check)
            except (EaselError, JobCancelled):
                raise
            except (RuntimeError, IndexError, ValueError, TypeError) as error:
                raise EaselError(
                    "{name} could not be evaluated by the portable runtime.",
                    str(error),
                    name=self.name,
                ) from error
            return {name: self._output(name, value) for name, value in values.items()}

    def _input(self, name: str, inputs: Mapping[str, Array]) -> torch.Tensor:
        kind = self.inputs[name]
        if name not in inputs:
            raise BadInput("{name} needs the input {input}.", name=self.name, input=name)
        value = inputs[name]
        tensor = torch.as_tensor(value)
        wanted = kind.shape
        if tensor.ndim != len(wanted) or any(
            side not in (-1, given) for side, given in zip(wanted, tensor.shape, strict=True)
        ):
            raise BadInput(
                "{name} takes {input} with shape {shape}, not {given}.",
                name=self.name,
                input=name,
                shape=wanted,
                given=tuple(tensor.shape),
            )
        return tensor.detach().to(self._precision.torch_type(kind.dtype))

    def _output(self, name: str, value: torch.Tensor) -> np.ndarray:
        dtype = NUMPY_TYPES.get(self.outputs[name].dtype, np.dtype(np.float32))
        if value.dtype == torch.bfloat16:
            value = value.to(torch.float32)
        return np.ascontiguousarray(value.numpy()).astype(dtype, copy=False)
