"""A pretended MPS device: tensors that say they are on mps:0, and refuse what MPS can't do.

Their numbers lie on the CPU, or nowhere (`shapes_only`: the meta device, for models of real size).
Refused is what a Mac's GPU refuses, what ends the process there, and what it silently gets wrong:

* float64, and complex numbers of it
* tensors of two devices in one operation, and a CPU generator for a tensor of the GPU
* a tensor, or a matrix of attention's scores, of over 4 GiB
* tensors handed to the GPU by more than one thread
* arithmetic with a CPU tensor of no dimensions that is a view with an offset, e.g. `sigmas[3]`:
  PyTorch up to 2.13 computes with `sigmas[0]` (issue 187117, validated as broken in 195008)
* `lerp` from minus infinity, which is NaN there
* a convolution with strided weights: PyTorch 2.13 gets it wrong (issue 192212)

What MPS computes with faults of its own is out of reach: `easel doctor --prove` looks for that.
"""

from __future__ import annotations

import concurrent.futures
import contextlib
import functools
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import torch

from desktop.engines.torch.devices import DEVICE_VARIABLE
from desktop.process.child_setup import prepare_libraries

from .mps_functions import MpsFunctions
from .mps_tensor import Float64OnMps, MpsOperations, MpsTensor, PretendedMps, RefusedByMps

__all__ = ["Float64OnMps", "MpsTensor", "PretendedMps", "RefusedByMps", "active", "pretended_mps"]


@contextlib.contextmanager
def active(mps: PretendedMps) -> Iterator[None]:
    """While it lasts, this thread has the device."""
    with MpsFunctions(mps), MpsOperations(mps):
        yield


@contextlib.contextmanager
def pretended_mps(*, shapes_only: bool = False) -> Iterator[PretendedMps]:
    """A Mac's GPU for PyTorch; enter `active(mps)` in the thread that uses it.

    Threads of an executor have it too, as on a Mac, and the libraries are told what Easel's engine
    child tells them.
    """
    mps = PretendedMps(shapes_only=shapes_only)
    submit = concurrent.futures.ThreadPoolExecutor.submit

    def with_device(pool: Any, work: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        @functools.wraps(work)
        def inside(*given: Any, **named: Any) -> Any:
            with active(mps):
                return work(*given, **named)

        return submit(pool, inside, *args, **kwargs)

    told: dict[str, str] = {}
    prepare_libraries(told)
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv(DEVICE_VARIABLE, raising=False)
        for name, value in told.items():
            patch.setenv(name, value)
        patch.setattr(torch.backends.mps, "is_available", lambda: True)
        patch.setattr(torch.mps, "empty_cache", lambda: None)
        patch.setattr(torch.mps, "recommended_max_memory", lambda: 11 << 30)  # of 16 GB
        patch.setattr(concurrent.futures.ThreadPoolExecutor, "submit", with_device)
        yield mps
