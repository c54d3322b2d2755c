"""Planning of a program as a list of closures, so that an evaluation only calls them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, cast

import torch

from desktop.core.errors import BadInput

from .constants import Constants
from .ops.compression import CONSTANT_EXPRESSIONS
from .ops.mil_node import Builder, MilNode, Precision
from .program import Op, Program, TensorType
from .weight_file import WeightStore

Slots = list[Any]


@dataclass(frozen=True, slots=True)
class PlannedOp:
    """One closure, and the slots that it reads, writes, and frees after their last use."""

    fn: Callable[..., Any]
    reads: tuple[int, ...]
    writes: tuple[int, ...]
    frees: tuple[int, ...]
    op: Op
    round_to: torch.dtype | None


@dataclass(frozen=True, slots=True)
class EvaluationPlan:
    """The steps of a program; `slots` holds the constants and room for every other value."""

    steps: tuple[PlannedOp, ...]
    slots: tuple[Any, ...]
    inputs: dict[str, int]
    outputs: dict[str, int]

    def run(
        self, inputs: dict[str, torch.Tensor], check: Callable[[], None] | None = None
    ) -> dict[str, torch.Tensor]:
        """Evaluate. `check` is called before each step, and may raise to end the evaluation."""
        slots: Slots = list(self.slots)
        for name, value in inputs.items():
            slots[self.inputs[name]] = value
        for step in self.steps:
            if check is not None:
                check()
            result = step.fn(*[slots[index] for index in step.reads])
            if len(step.writes) == 1:
                slots[step.writes[0]] = _rounded(_first(result), step.round_to)
            else:
                for index, value in zip(step.writes, result, strict=True):
                    slots[index] = _rounded(value, step.round_to)
            del result
            for index in step.frees:
                slots[index] = None
        return {name: slots[index] for name, index in self.outputs.items()}


def _first(result: Any) -> Any:
    return cast("tuple[Any, ...]", result)[0] if isinstance(result, tuple) else result


def _rounded(value: torch.Tensor, dtype: torch.dtype | None) -> torch.Tensor:
    if dtype is None or not value.is_floating_point():
        return value
    return value.to(dtype).to(value.dtype)


def unknown_operations(program: Program, table: dict[str, Builder]) -> list[str]:
    """Return the kinds of operation in `program` that `table` lacks, sorted."""
    kinds = {op.kind for op in program.ops}
    return sorted(kinds - set(table) - set(CONSTANT_EXPRESSIONS))


def make_plan(
    program: Program,
    ops: Sequence[Op],
    store: WeightStore,
    precision: Precision,
    table: dict[str, Builder],
) -> EvaluationPlan:
    """Plan `ops`, which compute `program.outputs`, loading the weights.

    Raises BadInput where an operation can't be built or a weight can't be read.
    """
    constants = Constants(program, store, precision)
    types = _types(program, ops)
    slots: Slots = []
    where: dict[str, int] = {}

    def slot(name: str, value: Any = None) -> int:
        if name not in where:
            where[name] = len(slots)
            slots.append(value)
        return where[name]

    inputs = {name: slot(name) for name in program.inputs}
    steps: list[PlannedOp] = []
    for op in ops:
        if op.kind in CONSTANT_EXPRESSIONS:
            continue
        node = MilNode(op, types, program.constants, store, precision)
        kernel = table[op.kind](node)
        names = [name for parameter in kernel.takes for name in op.inputs[parameter]]
        for name in names:
            if name not in where and name not in constants:
                raise BadInput(
                    "The program of this model is damaged: {name} is used but never made.",
                    op.name,
                    name=name,
                )
        reads = tuple(
            where[name] if name in where else slot(name, constants.tensor(name)) for name in names
        )
        writes = tuple(slot(name) for name in op.outputs)
        rounds = precision.round_to if op.type.dtype == "fp16" else None
        steps.append(PlannedOp(kernel.fn, reads, writes, (), op, rounds))
    outputs = {
        name: where[name] if name in where else slot(name, constants.tensor(name))
        for name in program.outputs
    }
    store.let_go(now=True)
    return EvaluationPlan(_freeing(steps, set(outputs.values())), tuple(slots), inputs, outputs)


def _types(program: Program, ops: Sequence[Op]) -> dict[str, TensorType]:
    types = dict(program.inputs)
    types.update({name: constant.type for name, constant in program.constants.items()})
    for op in (*program.ops, *ops):
        types.update(zip(op.outputs, op.types, strict=True))
    return types


def _freeing(steps: list[PlannedOp], keep: set[int]) -> tuple[PlannedOp, ...]:
    """Return the steps, each freeing the slots that it is the last to read or that are unread."""
    made = {index for step in steps for index in step.writes}
    seen = set(keep)
    backwards: list[PlannedOp] = []
    for step in reversed(steps):
        last = {index for index in (*step.reads, *step.writes) if index not in seen}
        seen |= last
        frees = tuple(sorted(last & made))
        backwards.append(PlannedOp(step.fn, step.reads, step.writes, frees, step.op, step.round_to))
    return tuple(reversed(backwards))
