"""Loading of a model for the portable runtime: one program, or a pipeline of several."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np

from desktop.core.errors import BadInput
from desktop.core.hardware.compute import ComputeUnit

from .package_program import read_programs
from .portable_model import Array, PortableModel, PrecisionName
from .program import TensorType
from .weight_file import WeightStore


class PortablePipeline:
    """Several programs in one package; each gets the inputs and all outputs before it."""

    def __init__(self, stages: list[PortableModel]) -> None:
        self._stages = stages
        self.inputs: dict[str, TensorType] = {}
        made: set[str] = set()
        for stage in stages:
            fresh = {name: kind for name, kind in stage.inputs.items() if name not in made}
            self.inputs = fresh | self.inputs
            made |= set(stage.outputs)
        self.outputs = stages[-1].outputs

    def predict(
        self, inputs: Mapping[str, Array], *, check: Callable[[], None] | None = None
    ) -> dict[str, np.ndarray]:
        """See PortableModel.predict."""
        values: dict[str, Array] = dict(inputs)
        outputs: dict[str, np.ndarray] = {}
        for stage in self._stages:
            outputs = stage.predict(values, check=check)
            values |= outputs
        return outputs


def load(
    path: Path,
    *,
    compute_unit: ComputeUnit = ComputeUnit.ALL,
    precision: PrecisionName = "fp32",
) -> PortableModel | PortablePipeline:
    """Load the .mlpackage or .mlmodelc at `path`.

    `precision` as in PortableModel.load. Raises BadInput where it can't be read or run.
    """
    del compute_unit
    programs, root = read_programs(path)
    stages = [
        PortableModel.of(path.name, program, WeightStore(root), precision=precision)
        for program in programs
    ]
    if not stages:
        raise BadInput("{file} holds no ML program, so it can’t be run here.", file=path.name)
    return stages[0] if len(stages) == 1 else PortablePipeline(stages)
