"""Core ML through coremltools: on a Mac only."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from desktop.core.errors import EaselError
from desktop.core.hardware.compute import ComputeUnit
from desktop.core.messages import Message
from desktop.models.bundles.bundle_part import BundlePart
from desktop.models.bundles.coreml_cache import CompiledCache
from desktop.models.bundles.model_package import model_file
from desktop.models.hashing import model_hash
from desktop.models.machine import macos_version

from .runtime import PartRuntime

FAST_PREDICTION_FROM = (15, 0)
"""First macOS with `specializationStrategy`: slower loading, faster calls."""


def has_core_ml() -> bool:
    """Return whether this system has Core ML."""
    return sys.platform == "darwin"


def _system_version() -> tuple[int, ...]:
    """Return the macOS version, e.g. (15, 1); () elsewhere."""
    return tuple(int(part) for part in macos_version().split(".") if part.isdigit())


class ApplePart:
    """A loaded compiled model. Keeps the arrays of the last call until the next one.

    Core ML may still read them after `predict` has returned (coremltools pull request 2827).
    """

    def __init__(self, model: Any, part: BundlePart) -> None:
        self._model, self._part = model, part
        self.held: dict[str, np.ndarray] = {}

    def predict(
        self, inputs: Mapping[str, np.ndarray], *, check: Callable[[], None] | None = None
    ) -> dict[str, np.ndarray]:
        """See PartRuntime. A call can't be interrupted: it holds Python's lock throughout."""
        if check is not None:
            check()
        held = {
            feature.name: np.ascontiguousarray(inputs[feature.name], dtype=np.float32)
            for feature in self._part.inputs
        }
        try:
            found = self._model.predict(dict(held))
        except Exception as error:
            raise EaselError(
                "Core ML could not evaluate {part}: try another compute unit.",
                str(error),
                part=self._part.name,
            ) from error
        self.held = held
        return {name: np.asarray(value, dtype=np.float32) for name, value in found.items()}


class AppleRuntime:
    """Loader of compiled models on one compute unit; packages are compiled once and cached.

    `cache_dir` is Easel's cache; compiled models go to its folder `coreml`, which is trimmed to
    `cache_limit` bytes after each compilation (0: no limit).
    """

    name = "coreml"

    def __init__(self, unit: ComputeUnit, cache_dir: Path, *, cache_limit: int = 0) -> None:
        self._unit, self._cache_dir = unit, cache_dir
        self._cache = CompiledCache(cache_dir / "coreml")
        self._cache_limit = cache_limit

    @property
    def device(self) -> str:
        """Compute unit of the runtime."""
        return str(self._unit)

    def note(self, part: BundlePart) -> Message | None:
        """Return a warning where the first load will take minutes.

        A compiled model is also prepared for its compute unit when this system first loads it.
        """
        unit = self.unit_for(part)
        compiled = part.path if part.form == "compiled" else self._cache.get(_key(part, self))
        if compiled is not None and self._cache.was_used(compiled, _mark(unit)):
            return None
        if unit == ComputeUnit.CPU_ONLY:
            return None
        return Message(
            "first use of this model: compiling for {unit} takes a few minutes, later it is a "
            "matter of seconds",
            unit=unit.label,
        )

    def unit_for(self, part: BundlePart) -> ComputeUnit:
        """Return the compute unit for `part`; a float32 part never runs on the Neural Engine.

        The Neural Engine has no float32: such a part, for example SDXL's VAE, would crawl on the
        CPU. Apple's own code runs it on the GPU as well.
        """
        if self._unit == ComputeUnit.CPU_AND_NE and part.precision == "fp32":
            return ComputeUnit.CPU_AND_GPU
        return self._unit

    def open(self, part: BundlePart, check: Callable[[], None]) -> PartRuntime:
        """See Runtime. Compiling and loading can only be cancelled by ending the process."""
        unit = self.unit_for(part)
        compiled = part.path if part.form == "compiled" else self._compiled(part, check)
        check()
        try:
            model = load_compiled(compiled, unit)
        except Exception as error:
            raise EaselError(
                "Core ML could not load {part} on {unit}: try another compute unit.",
                str(error),
                part=part.name,
                unit=unit.label,
            ) from error
        self._cache.mark_used(compiled, _mark(unit))
        return ApplePart(model, part)

    def _compiled(self, part: BundlePart, check: Callable[[], None]) -> Path:
        key = _key(part, self, check)
        found = self._cache.get(key)
        if found is not None:
            return found
        with self._cache.making(key, part.path.stem) as target:
            compile_package(part.path, target)
        made = self._cache.get(key)
        if made is None:
            raise EaselError("Core ML compiled {part} to nothing.", str(key), part=part.name)
        if self._cache_limit:
            self._cache.trim(self._cache_limit, keep=made)
        return made

    @property
    def cache_dir(self) -> Path:
        """Cache folder for the hashes of weight files."""
        return self._cache_dir


def _mark(unit: ComputeUnit) -> str:
    """Return the target of a prepared model; another version of the system prepares it anew."""
    return f"{unit}-{macos_version()}"


def _key(part: BundlePart, runtime: AppleRuntime, check: Callable[[], None] = lambda: None) -> str:
    """Return the cache key of a package: a hash of its program and its weights."""
    model = model_file(part.path)
    digest = hashlib.sha256(model.read_bytes())
    for weights in sorted(model.parent.rglob("*.bin")):
        digest.update(model_hash(weights, runtime.cache_dir, check).encode())
    return digest.hexdigest()[:32]


def compile_package(package: Path, target: Path) -> None:
    """Compile `package` to `target` (.mlmodelc). Raises EaselError."""
    from coremltools.models.utils import compile_model

    try:
        compile_model(str(package), str(target))
    except OSError:
        raise
    except Exception as error:
        raise EaselError(
            "Core ML could not compile {package}.", str(error), package=package.name
        ) from error


def load_compiled(compiled: Path, unit: ComputeUnit) -> Any:
    """Return coremltools' CompiledMLModel on `unit`."""
    import coremltools as ct

    hints = None
    if _system_version() >= FAST_PREDICTION_FROM:
        hints = {"specializationStrategy": ct.SpecializationStrategy.FastPrediction}
    return ct.models.CompiledMLModel(
        str(compiled), compute_units=ct.ComputeUnit[unit.name], optimization_hints=hints
    )
