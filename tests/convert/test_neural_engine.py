"""The static report on what keeps a program off the Neural Engine."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import torch
from torch import nn

from desktop.core.errors import BadInput
from desktop.engines.convert.neural_engine_fit import reasons_of, report
from desktop.engines.convert.trace import to_package
from desktop.engines.coreml.portable.program import Op, Program, TensorType


class Misfit(nn.Module):
    """Makes a tensor with a side of 20,000, and a cumulative sum."""

    def forward(self, x: torch.Tensor) -> tuple[torch.Tensor, ...]:
        return x.reshape(1, 20000) + 1.0, torch.cumsum(x.reshape(200, 100), 0)


class Fits(nn.Module):
    """A convolution and what follows it."""

    def __init__(self) -> None:
        super().__init__()
        self.conv = nn.Conv2d(4, 8, 3)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return torch.softmax(self.conv(x), dim=1)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    torch.manual_seed(0)
    folder = tmp_path_factory.mktemp("programs")
    picture = torch.zeros(1, 4, 8, 8, dtype=torch.float16)
    numbers = torch.zeros(20000, dtype=torch.float16)
    names = ["long", "sums"]
    to_package(Fits(), {"x": picture}, ["y"], folder / "a_fits.mlpackage", target="macOS13")
    to_package(Misfit(), {"x": numbers}, names, folder / "b_misfit.mlpackage", target="macOS13")
    to_package(
        Fits(),
        {"x": picture.float()},
        ["y"],
        folder / "c_full.mlpackage",
        target="macOS13",
        full_precision=True,
    )
    return folder


def _kinds(part: dict[str, Any]) -> set[str]:
    return {reason["kind"] for reason in part["reasons"]}


def test_each_reason_is_found_and_counted(folder: Path) -> None:
    result = report(folder)
    fits, misfit, full = result["parts"]
    assert not result["fits"]
    assert "a_fits.mlpackage" in result["lines"][0]
    assert any(line.strip().startswith("1 x cumsum") for line in result["lines"])
    assert fits["file"] == "a_fits.mlpackage"
    assert fits["fits"]
    assert fits["reasons"] == []
    assert not misfit["fits"]
    assert {"side", "operation"} == _kinds(misfit)
    (unknown,) = [reason for reason in misfit["reasons"] if reason["kind"] == "operation"]
    assert unknown["operation"] == "cumsum"
    assert unknown["count"] == 1
    assert "cumsum" in str(unknown["sentence"])
    assert not unknown["minor"]
    assert _kinds(full) == {"fp32"}
    assert all(reason["minor"] for reason in full["reasons"])


def test_more_than_five_dimensions_are_a_reason() -> None:
    high = TensorType("fp16", (1, 2, 2, 2, 2, 2))
    op = Op("transpose", "t", {"x": ("x",)}, ("y",), (high,))
    (reason,) = reasons_of([Program(inputs={"x": high}, outputs=("y",), ops=[op])])
    assert reason["kind"] == "rank"
    assert "6 dimensions" in str(reason["sentence"])


def test_a_folder_without_packages_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no Core ML models"):
        report(tmp_path)
