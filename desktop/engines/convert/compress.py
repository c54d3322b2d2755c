"""Makes a package smaller: palettes of 1 to 8 bits, 8-bit linear weights, halves."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import numpy as np

from .trace import Report, quietly

_ITERATIONS = 60


def palettize(package: Path, nbits: int, report: Report | None = None) -> None:
    """Replace the weights in `package` by palettes of 2^nbits values each (k-means), in place.

    Embedding tables (read by `gather`) stay as they are, and so do weights under 2048 values.
    """
    import coremltools.optimize.coreml as cto

    with quietly(report):
        config: Any = cto.OpPalettizerConfig(
            mode="custom", lut_function=lambda weight: k_means(weight, nbits)
        )
        _rewrite(package, cto.palettize_weights, config)


def linear8(package: Path, report: Report | None = None) -> None:
    """Replace the weights in `package` by 8-bit integers with a scale a channel, in place."""
    import coremltools.optimize.coreml as cto

    with quietly(report):
        config = cto.OpLinearQuantizerConfig(mode="linear_symmetric", dtype="int8")
        _rewrite(package, cto.linear_quantize_weights, config)


def _rewrite(package: Path, change: Any, config: Any) -> None:
    import coremltools as ct
    import coremltools.optimize.coreml as cto

    model: Any = ct.models.MLModel(str(package), skip_model_load=True)
    tables: Any = {"gather": None}
    every = cto.OptimizationConfig(global_config=config, op_type_configs=tables)
    changed = change(model, every)
    del model
    beside = package.with_name(package.stem + ".smaller.mlpackage")
    changed.save(str(beside))
    del changed
    shutil.rmtree(package)
    beside.rename(package)


def k_means(weight: np.ndarray, nbits: int) -> tuple[np.ndarray, np.ndarray]:
    """The palette (2^nbits values, in `weight`'s dtype) and the index (uint8) of each weight.

    Lloyd's algorithm on the sorted distinct values, each with its count: a float16 tensor has at
    most 65,536 of them, so that a pass costs the same for a million weights as for a thousand.
    It starts from the quantiles of the weights' cube-root density, the best for many clusters
    (Panter and Dite 1951).
    """
    values, inverse, counts = np.unique(weight, return_inverse=True, return_counts=True)
    count = 1 << nbits
    if len(values) <= count:
        palette = np.concatenate([values, np.full(count - len(values), values[-1])])
        return palette.astype(weight.dtype), inverse.reshape(-1).astype(np.uint8)
    points = values.astype(np.float64)
    centres = _start(points, counts.astype(np.float64), count)
    mass = np.concatenate([[0.0], np.cumsum(counts, dtype=np.float64)])
    moment = np.concatenate([[0.0], np.cumsum(points * counts)])
    for _ in range(_ITERATIONS):
        edges = _edges(points, centres)
        weights = np.diff(mass[edges])
        sums = np.diff(moment[edges])
        moved = np.where(weights > 0, sums / np.maximum(weights, 1), centres)
        if np.array_equal(moved, centres):
            break
        centres = moved
    palette = centres.astype(weight.dtype)
    edges = _edges(points, palette.astype(np.float64))
    labels = np.repeat(np.arange(count), np.diff(edges)).astype(np.uint8)
    return palette, labels[inverse.reshape(-1)]


def _start(points: np.ndarray, counts: np.ndarray, count: int) -> np.ndarray:
    bins = min(4096, len(points))
    density, edges = np.histogram(points, bins=bins, weights=counts)
    share = np.concatenate([[0.0], np.cumsum(np.cbrt(density))])
    wanted = (np.arange(count) + 0.5) / count * share[-1]
    return np.interp(wanted, share, edges)


def _edges(points: np.ndarray, centres: np.ndarray) -> np.ndarray:
    """Where each centre's points begin in the sorted `points`; one more for the end."""
    middles = (centres[1:] + centres[:-1]) / 2
    inner = np.searchsorted(points, middles)
    return np.concatenate([[0], inner, [len(points)]])


def bisect(package: Path, report: Report | None = None) -> list[Path]:
    """Cut `package` into <name>_chunk1 and <name>_chunk2 of about equal size; the whole goes.

    The tensors at the cut are float32, their names the program's own.
    """
    from coremltools.models.utils import bisect_model

    with quietly(report):
        bisect_model(str(package), str(package.parent), check_output_correctness=False)
    shutil.rmtree(package)
    return [package.with_name(f"{package.stem}_chunk{number}.mlpackage") for number in (1, 2)]
