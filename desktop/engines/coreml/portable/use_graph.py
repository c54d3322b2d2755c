"""Producers and consumers of each value of a program, for pattern matching."""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from .program import Op, Program
from .weight_file import WeightStore


class UseGraph:
    """The operations of a program, indexed by the names they produce and use.

    `replace` swaps a whole pattern for one operation, at the position of the last one.
    """

    def __init__(self, program: Program, store: WeightStore) -> None:
        self.program = program
        self._store = store
        self._ops: list[Op | None] = list(program.ops)
        self._place = {id(op): place for place, op in enumerate(program.ops)}
        self._maker = {name: op for op in program.ops for name in op.outputs}
        self._users: dict[str, list[Op]] = defaultdict(list)
        for op in program.ops:
            self._register(op)

    def ops(self) -> list[Op]:
        """Return the current operations in order."""
        return [op for op in self._ops if op is not None]

    def maker(self, name: str) -> Op | None:
        """Return the operation that produces `name`; None for inputs and constants."""
        return self._maker.get(name)

    def user(self, name: str) -> Op | None:
        """Return the only operation that uses `name`; None if several do or it is an output."""
        users = self._users.get(name, [])
        if name in self.program.outputs or len({id(op) for op in users}) != 1:
            return None
        return users[0]

    def users(self, name: str) -> list[Op]:
        """Return all operations that use `name`."""
        return self._users.get(name, [])

    def constant(self, name: str) -> np.ndarray | None:
        """Return the value of a constant, None for anything else."""
        constant = self.program.constants.get(name)
        return None if constant is None else self._store.array(constant)

    def scalar(self, name: str) -> float | None:
        """Return the value of a constant with a single number."""
        value = self.constant(name)
        return float(value.reshape(-1)[0]) if value is not None and value.size == 1 else None

    def parameter(self, op: Op, name: str) -> list[int] | None:
        """Return a constant parameter as a list of whole numbers."""
        names = op.inputs.get(name)
        value = self.constant(names[0]) if names else None
        return None if value is None else [int(item) for item in value.reshape(-1)]

    def shape(self, name: str) -> tuple[int, ...]:
        """Return the shape of any value."""
        op = self._maker.get(name)
        if op is not None:
            return op.types[op.outputs.index(name)].shape
        if name in self.program.inputs:
            return self.program.inputs[name].shape
        return self.program.constants[name].type.shape

    def replace(self, pattern: list[Op], fused: Op) -> None:
        """Replace `pattern` by `fused`, which produces its last output under its own name."""
        place = max(self._place[id(op)] for op in pattern)
        for op in pattern:
            self._forget(op)
        self._ops[place] = fused
        self._place[id(fused)] = place
        self._maker.update(dict.fromkeys(fused.outputs, fused))
        self._register(fused)

    def sweep(self) -> None:
        """Drop operations whose values are unused."""
        for op in reversed(self.ops()):
            used = any(self._users.get(n) or n in self.program.outputs for n in op.outputs)
            if not used:
                self._forget(op)

    def _register(self, op: Op) -> None:
        for names in op.inputs.values():
            for name in names:
                self._users[name].append(op)

    def _forget(self, op: Op) -> None:
        self._ops[self._place.pop(id(op))] = None
        for name in op.outputs:
            self._maker.pop(name, None)
        for names in op.inputs.values():
            for name in names:
                self._users[name] = [user for user in self._users[name] if user is not op]
