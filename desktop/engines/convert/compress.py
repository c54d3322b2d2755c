"""Compression of a package: palettes of 1 to 8 bits, 8-bit linear weights, chunks."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from .trace import Report, Spans, quietly


def weights_where_used(package: Path) -> None:
    """Reorder the program of `package` in place, with the same results.

    coremltools writes all weights first, and splits where half of them have occurred: the first
    chunk of a UNet would contain almost no operations.
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
    """Yield the operations, each constant just before its first use, unused ones last."""
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


_ITERATIONS = 60
_CELLS = 4096
_REWRITE: Spans = ((0.1, 0.6), (0.6, 0.6), (0.6, 0.95), (0.95, 1.0))
_CUT: Spans = ((0.25, 0.25), (0.25, 0.3), (0.3, 0.32), (0.35, 0.35), (0.35, 0.8), (0.8, 0.85))


def palettize(package: Path, nbits: int, report: Report | None = None) -> None:
    """Replace the weights in `package` by palettes of 2^nbits values each (k-means), in place.

    Embedding tables (read by `gather`) stay as they are, and so do weights under 2048 values.
    """
    import coremltools.optimize.coreml as cto

    with quietly(report, _REWRITE):
        config: Any = cto.OpPalettizerConfig(
            mode="custom", lut_function=partial(k_means, nbits=nbits)
        )
        _rewrite(package, cto.palettize_weights, config)


def linear8(package: Path, report: Report | None = None) -> None:
    """Replace the weights in `package` by int8 with one scale per channel, in place."""
    import coremltools.optimize.coreml as cto

    with quietly(report, _REWRITE):
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
    """Return the palette (2^nbits,) in `weight`'s dtype and the uint8 index of each weight.

    Runs on the sorted distinct values with their counts: a float16 tensor has at most 65,536 of
    them, so a million weights cost as much as a thousand. The best clusters of 4,096 bins
    initialize Lloyd's algorithm on the values themselves.
    """
    points, counts, where = _distinct(weight)
    count = 1 << nbits
    if len(points) <= count:
        palette = np.concatenate([points, np.full(count - len(points), points[-1])])
        return palette.astype(weight.dtype), where.astype(np.uint8)
    centres = _start(points, counts, count)
    mass = np.concatenate([[0.0], np.cumsum(counts)])
    moment = np.concatenate([[0.0], np.cumsum(points * counts)])
    for _ in range(_ITERATIONS):
        edges = _edges(points, centres)
        weights, sums = np.diff(mass[edges]), np.diff(moment[edges])
        moved = np.where(weights > 0, sums / np.maximum(weights, 1), centres)
        if np.array_equal(moved, centres):
            break
        centres = moved
    palette = centres.astype(weight.dtype)
    edges = _edges(points, palette.astype(np.float64))
    labels = np.repeat(np.arange(count, dtype=np.uint8), np.diff(edges))
    return palette, labels[where]


def _distinct(weight: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the sorted distinct values, their counts, and each weight's index among them."""
    if weight.dtype != np.float16:
        values, where, counts = np.unique(weight, return_inverse=True, return_counts=True)
        return values.astype(np.float64), counts.astype(np.float64), where.reshape(-1)
    codes = np.ascontiguousarray(weight).view(np.uint16).reshape(-1)
    counts = np.bincount(codes, minlength=1 << 16)
    used = np.flatnonzero(counts)
    values = used.astype(np.uint16).view(np.float16).astype(np.float64)
    order = np.argsort(values, kind="stable")
    place = np.zeros(1 << 16, np.uint16)
    place[used[order]] = np.arange(len(used))
    return values[order], counts[used[order]].astype(np.float64), place[codes]


def _start(points: np.ndarray, counts: np.ndarray, count: int) -> np.ndarray:
    """Return the optimal centers (by dynamic programming) of the binned points."""
    from coremltools._deps.kmeans1d import cluster

    low, high = float(points[0]), float(points[-1])
    if len(points) > _CELLS:
        cell = np.minimum((points - low) / (high - low) * _CELLS, _CELLS - 1).astype(int)
        mass = np.bincount(cell, counts, _CELLS)
        moment = np.bincount(cell, counts * points, _CELLS)
        points, counts = moment[mass > 0] / mass[mass > 0], mass[mass > 0]
    centres = np.array(cluster(list(points), count, weights=list(counts)).centroids)
    return np.concatenate([centres, np.full(count - len(centres), high)])


def _edges(points: np.ndarray, centres: np.ndarray) -> np.ndarray:
    """Return the start of each center's points in the sorted `points`, and the end."""
    middles = (centres[1:] + centres[:-1]) / 2
    inner = np.searchsorted(points, middles)
    return np.concatenate([[0], inner, [len(points)]])


def bisect(package: Path, report: Report | None = None) -> list[Path]:
    """Split `package` into <name>_chunk1 and <name>_chunk2 of about equal size, deleting it.

    The tensors at the split are float32, under the program's own names.
    """
    from coremltools.models.utils import bisect_model

    weights_where_used(package)
    with quietly(report, _CUT):
        bisect_model(str(package), str(package.parent), check_output_correctness=False)
    shutil.rmtree(package)
    return [package.with_name(f"{package.stem}_chunk{number}.mlpackage") for number in (1, 2)]
