"""What Easel asks of coremltools and PySide6 stands in their wheels for macOS, as it is called.

The wheels are those that are locked. They are downloaded and read, never imported.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from .used_api import ROOT, uses_of
from .wheel_source import WheelSource

PLATFORMS = ("macosx_11_0_arm64", "macosx_12_0_universal2", "macosx_13_0_universal2")
OF_OBJECTS = {  # what is called on what a call has returned: positional arguments, names
    ("coremltools.models", "CompiledMLModel", "predict"): (1, ()),
    ("coremltools.models", "MLModel", "get_spec"): (0, ()),
    ("coremltools.models", "MLModel", "save"): (1, ()),
    (
        "coremltools.models.compute_plan",
        "MLComputePlan",
        "get_compute_device_usage_for_mlprogram_operation",
    ): (1, ()),
    (
        "coremltools.models.compute_plan",
        "MLComputePlan",
        "get_estimated_cost_for_mlprogram_operation",
    ): (1, ()),
    ("coremltools.models.compute_plan", "MLComputePlan", "model_structure"): (0, ()),
}


@pytest.fixture(scope="module")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheels")
    lock = (ROOT / "packaging" / "requirements.lock").read_text("utf-8")
    wanted = [
        match[0]
        for name in ("coremltools", "pyside6-essentials")
        if (match := re.search(rf"^{name}==[\w.]+", lock, re.MULTILINE))
    ]
    assert len(wanted) == 2
    command = [sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary=:all:"]
    command += [part for each in PLATFORMS for part in ("--platform", each)]
    command += ["--python-version", "3.11", "--implementation", "cp", "--dest", str(folder)]
    done = subprocess.run([*command, *wanted], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        pytest.skip(f"the wheels can't be had here: {done.stderr.strip().splitlines()[-1]}")
    return folder


@pytest.fixture
def source(wheels: Path, request: pytest.FixtureRequest) -> Iterator[WheelSource]:
    (wheel,) = wheels.glob(f"{request.param}-*.whl")
    made = WheelSource(wheel)
    yield made
    made.close()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("source", "package", "least"),
    [("coremltools", "coremltools", 25), ("pyside6_essentials", "PySide6", 2000)],
    indirect=["source"],
)
def test_everything_that_easel_asks_for_is_in_the_macs_wheel(
    source: WheelSource, package: str, least: int
) -> None:
    wrong: list[str] = []
    count = 0
    for use in uses_of(package):
        count += 1
        try:
            signature = source.signature(source.find(use.module, list(use.path)))
            if signature and use.positional is not None and use.named is not None:
                signature.bind(*[None] * use.positional, **dict.fromkeys(use.named))
        except (LookupError, TypeError) as error:
            wrong.append(f"{use.where}: {'.'.join(use.path)}: {error}")
    assert wrong == []
    assert count > least


@pytest.mark.slow
@pytest.mark.parametrize("source", ["coremltools"], indirect=True)
def test_what_is_called_on_core_mls_objects(source: WheelSource) -> None:
    for (module, *path), (count, names) in OF_OBJECTS.items():
        signature = source.signature(source.find(module, path))
        assert signature is not None, path
        signature.bind(*[None] * count, **dict.fromkeys(names))


@pytest.mark.slow
@pytest.mark.parametrize("source", ["coremltools"], indirect=True)
def test_what_is_not_there_is_found_missing(source: WheelSource) -> None:
    with pytest.raises(LookupError):
        source.find("coremltools.models", ["CompiledMLModel", "forecast"])
    with pytest.raises(LookupError):
        source.find("coremltools", ["ComputeUnit", "CPU_AND_TPU"])
    made = source.signature(source.find("coremltools.models", ["CompiledMLModel"]))
    assert made is not None
    with pytest.raises(TypeError):
        made.bind("a.mlmodelc", units=1)
