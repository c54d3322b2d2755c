"""Conversion of one torch module to one .mlpackage: trace and translate, without console output."""

from __future__ import annotations

import contextlib
import gc
import logging
import traceback
import warnings
from collections.abc import Callable, Generator, Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.overrides import TorchFunctionMode

Report = Callable[[float], None]
"""Called with the finished fraction, 0..1; may raise JobCancelled to stop."""

_BARS = (
    "coremltools.converters.mil.frontend.torch.ops._tqdm",
    "coremltools.converters.mil.mil.passes.pass_pipeline.tqdm",
    "coremltools.optimize.coreml._quantization_passes.tqdm",
    "coremltools.optimize.coreml._post_training_quantization.tqdm",
)


_SKIPPED = (
    "coremltools.converters.mil.mil.Program.validate",
    "coremltools.converters.mil.mil.passes.defs.optimize_elementwise_binary"
    ".fuse_elementwise_to_batchnorm.apply",
)

Spans = Sequence[tuple[float, float]]
"""Start and end (0..1) of the work of each of coremltools' loops, in order."""
CONVERSION: Spans = ((0.3, 0.45), (0.45, 0.47), (0.47, 0.93), (0.93, 0.96))


class _Loops:
    """Mapping of each loop's progress to the whole; loops beyond `spans` report the end."""

    def __init__(self, report: Report | None, spans: Spans) -> None:
        self._report, self._spans, self._next = report, spans, 0

    def bar(self, *items: Any, **options: Any) -> _Bar:
        low, high = self._spans[self._next] if self._next < len(self._spans) else (1.0, 1.0)
        self._next += 1

        def on_progress(fraction: float) -> None:
            if self._report:
                self._report(low + (high - low) * fraction)

        return _Bar(items[0] if items else None, on_progress, **options)


class _Bar:
    """Replacement for tqdm inside coremltools: forwards the count instead of drawing it."""

    def __init__(self, items: Any, report: Report, **options: Any) -> None:
        self._items = items
        self._report = report
        self._total = options.get("total") or (len(items) if hasattr(items, "__len__") else 0)
        self._count = 0

    def update(self, count: int = 1) -> None:
        """Advance by `count`."""
        self._count += count
        if self._total:
            self._report(min(1.0, self._count / self._total))

    def __iter__(self) -> Iterator[Any]:
        for item in self._items:
            yield item
            self.update()

    def __enter__(self) -> _Bar:
        return self

    def __exit__(self, *_: object) -> None:
        return None


def _nothing(*_: Any, **__: Any) -> None:
    """Do nothing, in place of a disabled function."""


@contextlib.contextmanager
def quietly(report: Report | None = None, spans: Spans = ()) -> Generator[None]:
    """Run coremltools without warnings, log lines and progress bars, which go to `report`.

    Its loops take the work along `spans`. Disabled are its check of the whole program after each of
    about eighty passes, a third of the time and useful to authors of passes only, and the pass that
    fuses multiplications and additions to batch norms: it fails on float16 (coremltools 9.0).
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        log = logging.getLogger("coremltools")
        level = log.level
        log.setLevel(logging.ERROR)
        import_module("coremltools.optimize.coreml")
        loops = _Loops(report, spans)
        replaced: list[tuple[Any, str, Any]] = []
        for path in _SKIPPED:
            module, owner, attribute = path.rsplit(".", 2)
            replaced.append((getattr(import_module(module), owner), attribute, _nothing))
        for path in _BARS:
            module, attribute = path.rsplit(".", 1)
            replaced.append((import_module(module), attribute, loops.bar))
        kept = [(owner, name, getattr(owner, name)) for owner, name, _ in replaced]
        for owner, name, value in replaced:
            setattr(owner, name, value)
        try:
            yield
        except BaseException as error:
            traceback.clear_frames(error.__traceback__)  # they hold temporary folders
            raise
        finally:
            gc.collect()  # coremltools' temporary folders warn when they are collected
            log.setLevel(level)
            for owner, name, value in kept:
                setattr(owner, name, value)


def to_package(
    module: nn.Module,
    inputs: dict[str, Tensor],
    outputs: Sequence[str],
    path: Path,
    *,
    target: str,
    full_precision: bool = False,
    halve: bool = False,
    report: Report | None = None,
) -> None:
    """Write `module` as an ML program to `path` (.mlpackage).

    `inputs` are examples by name: a float16 tensor declares a float16 input (the trace runs in
    float32). Outputs are float32. With `full_precision` the program computes in float32, else
    everything in float16 (also the sines of the time embedding: 83 dB on the starter's UNet).
    `halve` makes the weights float16 before coremltools sees them, for half the memory; coremltools
    must be able to translate all of the module's layers in float16.
    """
    with quietly(report, CONVERSION):
        import coremltools as ct

        precision = ct.precision.FLOAT32 if full_precision else ct.precision.FLOAT16
        traced = trace(module, tuple(inputs.values()))
        if halve and not full_precision:
            traced = _in_half(traced, list(inputs))
        model: Any = ct.convert(
            traced,
            inputs=[
                ct.TensorType(name=name, shape=value.shape, dtype=_numpy_type(value))
                for name, value in inputs.items()
            ],
            outputs=[ct.TensorType(name=name, dtype=np.float32) for name in outputs],
            convert_to="mlprogram",
            minimum_deployment_target=getattr(ct.target, target),
            compute_precision=precision,
            skip_model_load=True,
            package_dir=str(path),
        )
        del model, traced


def trace(module: nn.Module, examples: tuple[Tensor, ...]) -> Any:
    """Return the TorchScript trace of `module` in float32."""
    examples = tuple(value.float() for value in examples)
    with torch.inference_mode(False), torch.no_grad(), _WithoutIdleCasts():
        jit: Any = torch.jit
        return jit.trace(module.eval(), examples, check_trace=False)


def _numpy_type(value: Tensor) -> type:
    return np.float16 if value.dtype == torch.float16 else np.float32


class _WithoutIdleCasts(TorchFunctionMode):
    """Context that keeps casts to a tensor's own dtype out of the trace.

    They would be recorded as casts to float32, which is wrong once the weights are float16.
    """

    def __torch_function__(
        self, func: Any, types: Any, args: Any = (), kwargs: dict[str, Any] | None = None
    ) -> Any:
        kwargs = kwargs or {}
        if func is torch.Tensor.to and args[0].dtype in (*args[1:], *kwargs.values()):
            return args[0]
        return func(*args, **kwargs)


def _in_half(traced: Any, names: Sequence[str]) -> Any:
    """Return `traced` with float16 weights and inputs: half the memory for the following steps."""
    jit: Any = torch.jit
    whole = jit.script(_Holder(traced.half()))
    takes = ", ".join(names)
    gives = ", ".join(f"{name}.half()" for name in names)
    whole.define(f"def forward(self, {takes}):\n    return self.core({gives})\n")
    return whole


class _Holder(nn.Module):
    """A module around a traced one, whose `forward` is defined later."""

    def __init__(self, core: Any) -> None:
        super().__init__()
        self.core = core
