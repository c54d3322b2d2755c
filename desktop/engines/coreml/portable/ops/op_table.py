"""The table of all operations that the portable runtime supports."""

from __future__ import annotations

from . import (
    activation,
    compression,
    elementwise,
    linear,
    normalisation,
    reductions,
    resizing,
    slicing,
)
from . import reshaping as shapes
from .mil_node import Builder

OPERATIONS: dict[str, Builder] = {
    name: builder
    for group in (
        activation,
        compression,
        elementwise,
        linear,
        normalisation,
        reductions,
        resizing,
        shapes,
        slicing,
    )
    for name, builder in group.OPERATIONS.items()
}
