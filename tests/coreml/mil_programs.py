"""Builds small Core ML packages with coremltools' own builder, one operation for each case."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

Arrays = Mapping[str, np.ndarray]


@dataclass(frozen=True)
class Case:
    """One operation: inputs, how coremltools' builder makes it, and what it should give."""

    build: Callable[..., Any]
    expected: Callable[..., np.ndarray]
    inputs: dict[str, np.ndarray] = field(default_factory=dict)


def quiet_coremltools() -> Any:
    """coremltools, imported without its warnings about a machine that is no Mac."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        logging.getLogger("coremltools").setLevel(logging.CRITICAL)
        import coremltools

        return coremltools


def save_cases(cases: Mapping[str, Case], target: str, path: Path) -> None:
    """One package with an output of each case's name; inputs are named case_input."""
    ct = quiet_coremltools()
    from coremltools.converters.mil.mil import Builder as mb
    from coremltools.converters.mil.mil import Function, Program, types

    kinds = {np.dtype("float32"): types.fp32, np.dtype("int32"): types.int32}
    placeholders = {
        f"{case}_{name}": mb.placeholder(shape=value.shape, dtype=kinds[value.dtype])
        for case, spec in cases.items()
        for name, value in spec.inputs.items()
    }
    opset = getattr(ct.target, target)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        program = Program()
        with Function(placeholders, opset_version=opset) as function:
            results = []
            for case, spec in cases.items():
                given = {name: function.inputs[f"{case}_{name}"] for name in spec.inputs}
                result = spec.build(mb, **given)
                results.append(mb.cast(x=result, dtype="fp32", name=case))
            function.set_outputs(results)
        program.add_function("main", function)
        model = ct.convert(
            program,
            convert_to="mlprogram",
            minimum_deployment_target=opset,
            pass_pipeline=ct.PassPipeline.EMPTY,
            compute_precision=ct.precision.FLOAT32,
            skip_model_load=True,
        )
        model.save(str(path))


def inputs_of(cases: Mapping[str, Case]) -> dict[str, np.ndarray]:
    """The inputs of a package made by `save_cases`."""
    return {
        f"{case}_{name}": value
        for case, spec in cases.items()
        for name, value in spec.inputs.items()
    }
