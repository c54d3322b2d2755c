"""Comparison of a converted part with its torch module, by running both."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from torch import Tensor

from desktop.engines.coreml.portable.portable_model import PortableModel

LEAST_DB = 35.0
"""Apple's own bound in dB: below it the converted part is wrong."""
GOOD_DB = 55.0
"""PSNR in dB that a float16 part should reach."""


def psnr(expected: np.ndarray, actual: np.ndarray) -> float:
    """Return 10 log10(max|expected|^2 / mean squared error) in dB; inf where both are equal."""
    wanted, got = expected.astype(np.float64), actual.astype(np.float64)
    error = float(np.mean((wanted - got) ** 2))
    if not math.isfinite(error):
        return -math.inf
    peak = float(np.max(np.abs(wanted)))
    if error == 0:
        return math.inf
    return 10 * math.log10(peak * peak / error) if peak else -math.inf


def run(
    packages: Sequence[Path], inputs: Mapping[str, np.ndarray], check: Callable[[], None]
) -> dict[str, np.ndarray]:
    """Run `packages` in order on the portable runtime; each gets all outputs before it."""
    values: dict[str, Any] = dict(inputs)
    for package in packages:
        model = PortableModel.load(package)
        values |= model.predict({name: values[name] for name in model.inputs}, check=check)
    return values


def compare(
    packages: Sequence[Path],
    inputs: Mapping[str, Tensor],
    outputs: Sequence[str],
    expected: Sequence[Tensor],
    check: Callable[[], None],
) -> dict[str, float]:
    """Return the PSNR in dB of each output against `expected`, by name."""
    arrays = {name: value.numpy() for name, value in inputs.items()}
    values = run(packages, arrays, check)
    return {
        name: psnr(wanted.numpy(), values[name])
        for name, wanted in zip(outputs, expected, strict=True)
    }
