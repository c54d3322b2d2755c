"""Checks of Core ML: one small model on each compute unit, against PyTorch in float64."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from desktop.core.hardware.compute import ComputeUnit
from desktop.engines.coreml.apple_runtime import AppleRuntime, has_core_ml
from desktop.engines.coreml.compute_plan import plan_of
from desktop.engines.coreml.runtime import PortableRuntime, Runtime
from desktop.models.bundles.model_package import read_package_part

from .lab import difference, numbers

CHANNELS, SIDE = 64, 16
_HALF = 0.03
_EXACT = 1e-4
UNITS = {
    "core_ml_cpu": ComputeUnit.CPU_ONLY,
    "core_ml_gpu": ComputeUnit.CPU_AND_GPU,
    "core_ml_ne": ComputeUnit.CPU_AND_NE,
}
OpenRuntime = Callable[[ComputeUnit, Path], Runtime]


def weights() -> dict[str, Tensor]:
    """Return the model's weights: a convolution and an attention's projections, float64."""
    square = (CHANNELS, CHANNELS, 1, 1)
    shapes: dict[str, tuple[int, ...]] = {"query": square, "key": square, "value": square}
    shapes["convolution"] = (CHANNELS, 4, 3, 3)
    return {
        name: numbers(*shape, seed=seed) / shape[1] ** 0.5
        for seed, (name, shape) in enumerate(sorted(shapes.items()))
    }


def exact(sample: Tensor) -> Tensor:
    """Return the model's output for `sample` (1, 4, SIDE, SIDE), in the dtype of `sample`."""
    known = {name: value.to(sample.dtype) for name, value in weights().items()}
    states = F.silu(F.conv2d(sample, known["convolution"], padding=1))
    query, key, value = (
        F.conv2d(states, known[name]).flatten(2) for name in ("query", "key", "value")
    )
    scores = (query.transpose(1, 2) @ key * CHANNELS**-0.5).softmax(-1)
    return states + (value @ scores.transpose(1, 2)).reshape(states.shape)


def write_model(folder: Path, *, half: bool) -> Path:
    """Write the model as a package in `folder`, with coremltools' builder; return its path."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        logging.getLogger("coremltools").setLevel(logging.CRITICAL)
        import coremltools as ct
        from coremltools.converters.mil.mil import Builder

        mb: Any = Builder  # its operations are made when it is imported

        known = {name: value.numpy().astype(np.float32) for name, value in weights().items()}
        tokens = (1, CHANNELS, SIDE * SIDE)

        @mb.program(
            input_specs=[mb.TensorSpec(shape=(1, 4, SIDE, SIDE))], opset_version=ct.target.macOS13
        )
        def program(sample: Any) -> Any:
            states = mb.silu(x=mb.conv(x=sample, weight=known["convolution"], pad_type="same"))
            query, key, value = (
                mb.reshape(x=mb.conv(x=states, weight=known[name]), shape=tokens)
                for name in ("query", "key", "value")
            )
            scores = mb.matmul(x=query, y=key, transpose_x=True)
            scores = mb.softmax(x=mb.mul(x=scores, y=np.float32(CHANNELS**-0.5)), axis=-1)
            mixed = mb.matmul(x=value, y=scores, transpose_y=True)
            shape = (1, CHANNELS, SIDE, SIDE)
            return mb.add(x=states, y=mb.reshape(x=mixed, shape=shape), name="result")

        precision = ct.precision.FLOAT16 if half else ct.precision.FLOAT32
        model: Any = ct.convert(
            program,
            convert_to="mlprogram",
            minimum_deployment_target=ct.target.macOS13,
            compute_precision=precision,
            skip_model_load=True,
        )
    path = folder / "proof.mlpackage"
    model.save(str(path))
    return path


def apple_runtime(unit: ComputeUnit, cache: Path) -> Runtime:
    """Return Core ML's runtime."""
    return AppleRuntime(unit, cache)


def deviation(runtime: Runtime, package: Path) -> float:
    """Return the model's deviation from `exact` on `runtime`."""
    part = read_package_part(package, package, deep=True)  # pyright: ignore[reportArgumentType]
    sample = numbers(1, 4, SIDE, SIDE, seed=9)
    loaded = runtime.open(part, lambda: None)
    found = loaded.predict({"sample": sample.numpy().astype(np.float32)})["result"]
    return difference(torch.asarray(found), exact(sample))


def check_core_ml(
    name: str, folder: Path, open_runtime: OpenRuntime = apple_runtime
) -> tuple[float, float, str] | None:
    """Return deviation, its limit, and details; None where this machine has nothing to check."""
    if name == "portable":
        package = write_model(folder, half=False)
        return deviation(PortableRuntime(ComputeUnit.ALL), package), _EXACT, ""
    if open_runtime is apple_runtime and not has_core_ml():
        return None
    package = write_model(folder, half=True)
    if name == "core_ml_plan":
        part = read_package_part(package, package, deep=True)  # pyright: ignore[reportArgumentType]
        plans = [f"{unit}: {plan_of(part, unit)['operations']}" for unit in UNITS.values()]
        return 0.0, 0.0, "; ".join(plans)
    return deviation(open_runtime(UNITS[name], folder), package), _HALF, ""
