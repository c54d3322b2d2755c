"""Puts each weight of a Core ML program before the operation that uses it first."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any


def weights_where_used(package: Path) -> None:
    """Reorder the program of `package` in place; what it computes stays the same.

    coremltools writes all weights first, and cuts where half of them are behind: the first
    chunk of a UNet would hold next to nothing.
    """
    from coremltools.models.utils import load_spec, save_spec

    file = next(package.rglob("*.mlmodel"))
    spec: Any = load_spec(str(file))
    for function in spec.mlProgram.functions.values():
        for block in function.block_specializations.values():
            ordered = list(_ordered(block.operations))
            del block.operations[:]
            block.operations.extend(ordered)
    save_spec(spec, str(file))


def _ordered(operations: Any) -> Iterator[Any]:
    """The operations, each constant right before its first use; unused ones come last."""
    waiting: dict[str, Any] = {}

    def with_constants(operation: Any) -> Iterator[Any]:
        for argument in operation.inputs.values():
            for binding in argument.arguments:
                constant = waiting.pop(binding.name, None)
                if constant is not None:
                    yield from with_constants(constant)
        if operation.blocks:
            # An inner block may use any of them.
            yield from [waiting.pop(name) for name in list(waiting)]
        yield operation

    for operation in operations:
        if operation.type.startswith("const") and len(operation.outputs) == 1:
            waiting[operation.outputs[0].name] = operation
        else:
            yield from with_constants(operation)
    yield from waiting.values()
