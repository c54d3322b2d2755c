"""`easel doctor --prove`: each check passes here, and finds the device that gets it wrong."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from torch import Tensor
from torch.overrides import TorchFunctionMode

from desktop.core.errors import BadInput
from desktop.core.hardware.compute import ComputeUnit
from desktop.core.hardware.proof import (
    CHECKS,
    CORE_ML_CHECKS,
    TORCH_CHECKS,
    CheckResult,
    choices_from,
)
from desktop.engines.coreml.runtime import PortableRuntime
from desktop.engines.proof import torch_checks
from desktop.engines.proof.coreml_checks import UNITS, check_core_ml
from desktop.engines.proof.lab import Lab, Work
from desktop.engines.proof.run_check import run_check

CPU = torch.device("cpu")
Fault = Callable[[Any, tuple[Any, ...], dict[str, Any]], Any]
"""Gets a function of torch and its arguments; gives the wrong result, NotImplemented for a right
one."""


class _Faulty(TorchFunctionMode):
    def __init__(self, fault: Fault) -> None:
        super().__init__()
        self._fault = fault

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        wrong = self._fault(func, args, kwargs or {})
        return func(*args, **(kwargs or {})) if wrong is NotImplemented else wrong


class WrongLab(Lab):
    """A device with one fault; the numbers that it is compared with are right."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(CPU)
        self._fault = fault

    def run(self, work: Work, *inputs: Tensor) -> Tensor:
        with _Faulty(self._fault):
            return super().run(work, *inputs)


def wrong_attention(width: int | None, *, strided: bool) -> Fault:
    """SDPA that mixes up its values: for heads of one width, or for strided inputs only."""

    def fault(func: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        if func is not F.scaled_dot_product_attention:
            return NotImplemented
        query, key, value = args[:3]
        hit = not query.is_contiguous() if strided else query.shape[-1] == width
        return func(query, key, value.flip(2)) if hit else NotImplemented

    return fault


def wrong_convolution(condition: Callable[[Tensor, Tensor], bool]) -> Fault:
    def fault(func: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        if func is F.conv2d and condition(args[0], args[1]):
            return func(*args, **kwargs) * 1.5
        return NotImplemented

    return fault


def replacing(name: Any, wrong: Callable[..., Any]) -> Fault:
    return lambda func, args, kwargs: wrong(*args, **kwargs) if func is name else NotImplemented


def overflowing(func: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """Convolutions that overflow in short precision."""
    if func is F.conv2d and args[0].dtype != torch.float64:
        return torch.full_like(func(*args, **kwargs), float("inf"))
    return NotImplemented


def first_of_the_table(func: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """As PyTorch up to 2.13 on MPS: a CPU scalar's offset is ignored."""
    other = args[1] if len(args) > 1 else None
    is_scalar = isinstance(other, Tensor) and other.ndim == 0 and other.storage_offset()
    if func in (Tensor.mul, Tensor.add) and is_scalar:
        return func(args[0], torch.as_strided(other, (), (), 0))
    return NotImplemented


WRONG: dict[str, Fault] = {
    **{f"attention_{n}": wrong_attention(n, strided=False) for n in (40, 64, 80, 160)},
    "strided_attention": wrong_attention(None, strided=True),
    "large_attention": wrong_attention(40, strided=False),
    "chunk_then_convolution": wrong_convolution(lambda states, _: states.storage_offset() > 0),
    "strided_weights": wrong_convolution(lambda _, weights: not weights.is_contiguous()),
    "group_norm": replacing(F.group_norm, lambda states, *_, **__: states / states.std()),
    "cpu_scalar": first_of_the_table,
    "lerp": replacing(Tensor.lerp, lambda start, end, weight: start + weight * (end - start)),
    "integers": replacing(
        torch.sort, lambda values, **_: torch.sort(values.round(), descending=True)
    ),
    "large_array": replacing(
        Tensor.sum, lambda array, dim, dtype: array[:, : 2**13].sum(dim=dim, dtype=dtype)
    ),
    "unet": overflowing,
    "vae": overflowing,
}


def test_no_check_is_without_a_wrong_device() -> None:
    assert set(WRONG) == set(TORCH_CHECKS) == set(torch_checks.CHECKS)


@pytest.mark.parametrize("name", TORCH_CHECKS)
def test_a_check_passes_here_and_finds_a_wrong_device(name: str) -> None:
    right = run_check(name, Lab(CPU))
    assert right.status == "right"
    assert ("small" in right.details) == name.startswith("large_")
    wrong = run_check(name, WrongLab(WRONG[name]))
    assert wrong.status == "wrong"
    assert wrong.error > 10 * max(right.error, 1e-6)


def test_an_exception_is_a_result() -> None:
    def refuse(func: Any, args: Any, kwargs: Any) -> Any:
        if func is F.group_norm:
            raise RuntimeError("not implemented for this device")
        return NotImplemented

    result = run_check("group_norm", WrongLab(refuse))
    assert result.status == "failed"
    assert "not implemented" in result.details
    with pytest.raises(BadInput, match="no such"):
        run_check("no such")


@pytest.mark.skipif(torch.backends.mps.is_available(), reason="a Mac has Core ML")
def test_without_core_ml_only_the_portable_runtime_is_proved() -> None:
    assert run_check("portable").status == "right"
    for name in set(CORE_ML_CHECKS) - {"portable"}:
        assert run_check(name).status == "left out"


class _Scaled:
    """A runtime whose results are off."""

    def __init__(self, unit: ComputeUnit, factor: float) -> None:
        self._runtime, self._factor = PortableRuntime(unit), factor

    name, device = "portable", "cpu"

    def note(self, part: Any) -> None:
        return None

    def open(self, part: Any, check: Any) -> Any:
        loaded, factor = self._runtime.open(part, check), self._factor

        class Part:
            def predict(self, inputs: Any, *, check: Any = None) -> dict[str, np.ndarray]:
                return {name: value * factor for name, value in loaded.predict(inputs).items()}

        return Part()


@pytest.mark.parametrize("factor", [1.0, 1.2])
def test_a_core_ml_unit_that_is_off_is_found(tmp_path: Path, factor: float) -> None:
    """With the portable runtime in the place of each unit."""
    for name in UNITS:
        measured = check_core_ml(name, tmp_path, lambda unit, _: _Scaled(unit, factor))
        assert measured is not None
        found, allowed, _ = measured
        assert (found <= allowed) == (factor == 1.0)


@pytest.mark.parametrize(
    ("wrong", "precision", "attention", "vae"),
    [
        ({}, "", "", ""),
        ({"attention_40": "wrong"}, "", "math", ""),
        ({"attention_160": "ended", "strided_attention": "wrong"}, "", "math", ""),
        ({"strided_attention": "wrong"}, "", "contiguous", ""),
        ({"unet": "wrong"}, "fp32", "", ""),
        ({"group_norm": "failed"}, "fp32", "", ""),
        ({"vae": "wrong"}, "", "", "fp32"),
        ({"lerp": "wrong", "cpu_scalar": "wrong", "core_ml_ne": "wrong"}, "", "", ""),
        ({"core_ml_ne": "left out"}, "", "", ""),
    ],
)
def test_settings_follow_from_what_is_wrong(
    wrong: dict[str, Any], precision: str, attention: str, vae: str
) -> None:
    results = [CheckResult(name=name, status=wrong.get(name, "right")) for name in CHECKS]
    choices = choices_from(results)
    assert (choices.precision, choices.attention, choices.vae) == (precision, attention, vae)
