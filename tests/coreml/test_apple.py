"""What is written for Apple's runtime: its calls fit coremltools, and on a Mac they are made."""

from __future__ import annotations

import inspect
import os
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import msgspec
import numpy as np
import pytest

from desktop.core.errors import BadInput
from desktop.core.hardware.compute import ComputeUnit
from desktop.core.request import GenerationRequest
from desktop.engines.coreml import apple_runtime as apple
from desktop.engines.coreml.compute_plan import compute_plan, shares
from desktop.engines.coreml.coreml_engine import runtime_for
from desktop.models.bundles.bundle import read_bundles
from desktop.models.bundles.bundle_part import BundlePart
from desktop.models.bundles.coreml_cache import CompiledCache
from tests.platforms import on_a_mac

from . import tiny_model as tiny
from .mil_programs import quiet_coremltools

for_a_mac = on_a_mac("Core ML is on a Mac only")


def nothing() -> None:
    return None


def test_calls_fit_the_installed_coremltools() -> None:
    ct = quiet_coremltools()
    from coremltools.models.compute_plan import MLComputePlan
    from coremltools.models.utils import compile_model

    inspect.signature(compile_model).bind("a.mlpackage", "b.mlmodelc")
    inspect.signature(ct.models.CompiledMLModel.__init__).bind(
        None,
        "a.mlmodelc",
        compute_units=ct.ComputeUnit.ALL,
        optimization_hints={"specializationStrategy": ct.SpecializationStrategy.FastPrediction},
    )
    inspect.signature(ct.models.CompiledMLModel.predict).bind(None, {"x": np.zeros(1)})
    inspect.signature(MLComputePlan.load_from_path).bind(
        path="a.mlmodelc", compute_units=ct.ComputeUnit.ALL
    )
    for name in (
        "get_compute_device_usage_for_mlprogram_operation",
        "get_estimated_cost_for_mlprogram_operation",
    ):
        inspect.signature(getattr(MLComputePlan, name)).bind(None, None)
    assert isinstance(MLComputePlan.model_structure, property)
    assert {unit.name for unit in ct.ComputeUnit} == {unit.name for unit in ComputeUnit}


def test_device_names_are_those_of_coremltools() -> None:
    quiet_coremltools()
    from coremltools.models import compute_device
    from coremltools.models import compute_plan as plans

    for name in ("MLCPUComputeDevice", "MLGPUComputeDevice", "MLNeuralEngineComputeDevice"):
        assert inspect.isclass(getattr(compute_device, name))
    usage = inspect.signature(plans.MLComputePlanDeviceUsage)
    assert "preferred_compute_device" in usage.parameters
    assert "weight" in inspect.signature(plans.MLComputePlanCost).parameters


class MLNeuralEngineComputeDevice:
    """Named as coremltools names it."""


class MLCPUComputeDevice:
    """Named as coremltools names it."""


class PlanOfThree:
    """A compute plan with coremltools' methods: two operations on the Neural Engine, one not."""

    def __init__(self) -> None:
        block = SimpleNamespace(operations=["conv", "conv", "gather", "const"])
        function = SimpleNamespace(block=block)
        program = SimpleNamespace(functions={"main": function})
        self.model_structure = SimpleNamespace(program=program)

    def get_compute_device_usage_for_mlprogram_operation(self, operation: str) -> Any:
        if operation == "const":
            return None
        device = MLNeuralEngineComputeDevice() if operation == "conv" else MLCPUComputeDevice()
        return SimpleNamespace(preferred_compute_device=device)

    def get_estimated_cost_for_mlprogram_operation(self, operation: str) -> Any:
        return SimpleNamespace(weight=0.45 if operation == "conv" else 0.1)


def test_shares_of_a_compute_plan() -> None:
    assert shares(PlanOfThree()) == {
        "operations": {"Neural Engine": 2, "CPU": 1},
        "cost_percent": {"Neural Engine": 90.0, "CPU": 10.0},
    }


class Recording:
    """A compiled model that keeps the very arrays it was called with."""

    def __init__(self) -> None:
        self.calls: list[dict[str, np.ndarray]] = []

    def predict(self, data: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
        self.calls.append(dict(data))
        data.clear()  # coremltools changes the dict that it is given
        return {"noise_pred": np.ones((1, 2), np.float16)}


def test_inputs_are_float32_and_stay_referenced(tmp_path: Path) -> None:
    tiny.write(tmp_path)
    part = read_bundles(tmp_path)[0].parts["text_encoder"]
    model = Recording()
    loaded = apple.ApplePart(model, part)
    given = {"input_ids": np.zeros((1, tiny.TOKENS), np.float16), "unused": np.zeros(3)}
    result = loaded.predict(given)
    assert result["noise_pred"].dtype == np.float32
    assert set(model.calls[0]) == {"input_ids"}
    assert model.calls[0]["input_ids"].dtype == np.float32
    assert loaded.held["input_ids"] is model.calls[0]["input_ids"]


@pytest.fixture
def loads(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Path, ComputeUnit]]:
    """What AppleRuntime has Core ML load, and where: there is no Core ML here."""
    asked: list[tuple[Path, ComputeUnit]] = []

    def load(compiled: Path, unit: ComputeUnit) -> Recording:
        asked.append((compiled, unit))
        return Recording()

    monkeypatch.setattr(apple, "load_compiled", load)
    return asked


def a_part(folder: Path, **changes: Any) -> BundlePart:
    tiny.write(folder)
    part = read_bundles(folder)[0].parts["text_encoder"]
    return msgspec.structs.replace(part, **changes)


def test_the_first_use_of_a_compiled_model_is_told_too(
    tmp_path: Path, loads: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    part = a_part(tmp_path / "m", form="compiled", precision="fp16")
    unit = ComputeUnit.CPU_AND_NE
    first = apple.AppleRuntime(unit, tmp_path / "cache")
    assert "takes a few minutes" in str(first.note(part))
    first.open(part, nothing)
    again = apple.AppleRuntime(unit, tmp_path / "cache")
    assert again.note(part) is None
    other = apple.AppleRuntime(ComputeUnit.CPU_AND_GPU, tmp_path / "cache")
    assert "takes a few minutes" in str(other.note(part))
    assert apple.AppleRuntime(ComputeUnit.CPU_ONLY, tmp_path / "cache").note(part) is None
    monkeypatch.setattr(apple, "macos_version", lambda: "99.0")
    assert "takes a few minutes" in str(again.note(part))  # an update of the system forgets it
    monkeypatch.undo()
    os.utime(part.path, ns=(1, 1))
    assert "takes a few minutes" in str(again.note(part))  # another model in its place
    assert CompiledCache(tmp_path / "cache" / "coreml").entries() == []


def test_where_nothing_can_be_kept_it_is_told_each_time(tmp_path: Path, loads: list[Any]) -> None:
    (tmp_path / "cache").write_text("a file in the cache's place")
    part = a_part(tmp_path / "m", form="compiled")
    runtime = apple.AppleRuntime(ComputeUnit.ALL, tmp_path / "cache")
    runtime.open(part, nothing)
    assert "takes a few minutes" in str(runtime.note(part))


def test_float32_does_not_go_to_the_neural_engine(tmp_path: Path, loads: list[Any]) -> None:
    """SDXL's VAE; the Neural Engine has no float32."""
    made = a_part(tmp_path / "m", form="compiled")
    for unit in ComputeUnit:
        for precision in ("fp16", "fp32", ""):
            loads.clear()
            part = msgspec.structs.replace(made, precision=precision)
            runtime = apple.AppleRuntime(unit, tmp_path / "cache")
            runtime.open(part, nothing)
            moved = unit == ComputeUnit.CPU_AND_NE and precision == "fp32"
            assert loads == [(part.path, ComputeUnit.CPU_AND_GPU if moved else unit)]
            assert runtime.device == str(unit)


def test_without_a_mac_the_portable_runtime_is_taken(tmp_path: Path) -> None:
    request = GenerationRequest(prompt="", model="/m", portable_runtime=True)
    assert runtime_for(request, tmp_path).name == "portable"


@pytest.mark.skipif(sys.platform == "darwin", reason="a Mac makes a plan")
def test_a_compute_plan_needs_a_mac(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="on a Mac only"):
        compute_plan(tmp_path, ComputeUnit.ALL)


@for_a_mac
def test_apple_and_portable_agree(tmp_path: Path) -> None:
    tiny.write(tmp_path / "m")
    part = read_bundles(tmp_path / "m")[0].parts["unet"]
    rng = np.random.default_rng(1)
    inputs = {
        feature.name: rng.normal(size=feature.shape).astype(np.float32) for feature in part.inputs
    }
    from desktop.engines.coreml.runtime import PortableRuntime

    runtime = apple.AppleRuntime(ComputeUnit.CPU_ONLY, tmp_path / "cache")
    theirs = runtime.open(part, nothing).predict(inputs)["noise_pred"]
    ours = PortableRuntime(ComputeUnit.CPU_ONLY).open(part, nothing).predict(inputs)["noise_pred"]
    np.testing.assert_allclose(theirs, ours, rtol=2e-2, atol=2e-2)


@for_a_mac
def test_a_package_is_compiled_once(tmp_path: Path) -> None:
    tiny.write(tmp_path / "m")
    part = read_bundles(tmp_path / "m")[0].parts["unet"]
    runtime = apple.AppleRuntime(ComputeUnit.CPU_AND_NE, tmp_path / "cache")
    assert "first use" in str(runtime.note(part))
    runtime.open(part, nothing)
    (compiled,) = (tmp_path / "cache" / "coreml").glob("*/*.mlmodelc")
    made = compiled.stat().st_mtime_ns
    assert runtime.note(part) is None
    runtime.open(part, nothing)
    assert compiled.stat().st_mtime_ns == made


@for_a_mac
def test_a_compute_plan_of_a_package(tmp_path: Path) -> None:
    tiny.write(tmp_path)
    report = compute_plan(tmp_path, ComputeUnit.CPU_ONLY)
    (part,) = report["parts"]
    assert set(part["operations"]) == {"CPU"}
