"""Palettes against SciPy's k-means, and what a compressed package holds."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy.cluster.vq import kmeans2

from desktop.engines.convert.compress import k_means
from desktop.engines.convert.part_check import psnr


def _weights(count: int = 6000) -> np.ndarray:
    random = np.random.default_rng(0)
    return np.concatenate([random.normal(0, 0.02, count), random.laplace(0, 0.05, count // 4)])


@pytest.mark.parametrize("nbits", [1, 2, 4, 6, 8])
@pytest.mark.parametrize("dtype", [np.float16, np.float32])
def test_a_palette_is_as_good_as_scipys(nbits: int, dtype: type) -> None:
    weight = _weights().astype(dtype).reshape(30, -1)
    palette, indices = k_means(weight, nbits)
    assert palette.shape == (1 << nbits,)
    assert palette.dtype == dtype
    assert indices.dtype == np.uint8
    ours = float(np.mean((palette[indices].astype(float) - weight.reshape(-1)) ** 2))
    column = weight.reshape(-1, 1).astype(np.float64)
    centres, labels = kmeans2(column, 1 << nbits, iter=300, minit="++", rng=0)
    theirs = float(np.mean((centres[labels] - column) ** 2))
    assert ours <= theirs * 1.02


def test_each_weight_gets_the_nearest_value() -> None:
    weight = _weights().astype(np.float16)
    palette, indices = k_means(weight, 4)
    distance = np.abs(weight[:, None].astype(float) - palette[None].astype(float))
    chosen = distance[np.arange(len(weight)), indices]
    assert np.allclose(chosen, distance.min(axis=1), atol=1e-9)


def test_few_values_are_kept_exactly() -> None:
    weight = np.array([[0.5, -1.0, 0.5], [0.0, -0.0, -1.0]], np.float16)
    palette, indices = k_means(weight, 2)
    assert np.array_equal(palette[indices].reshape(2, 3), weight)


@pytest.mark.parametrize("value", [0.0, 0.25])
def test_constant_weights(value: float) -> None:
    weight = np.full((4, 4), value, np.float16)
    palette, indices = k_means(weight, 1)
    assert np.array_equal(palette[indices], weight.reshape(-1))


def test_psnr_by_its_definition() -> None:
    wanted = np.array([1.0, -2.0, 0.5])
    assert psnr(wanted, wanted) == float("inf")
    assert psnr(wanted, wanted + 0.02) == pytest.approx(40.0)
    assert psnr(wanted, np.full(3, np.nan)) == float("-inf")


def test_embeddings_and_small_weights_are_not_palettized(tmp_path: Path) -> None:
    import coremltools as ct
    import torch
    from torch import nn

    from desktop.engines.convert.compress import linear8, palettize
    from desktop.engines.convert.trace import to_package

    class Words(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.table, self.small = nn.Embedding(300, 64), nn.Linear(64, 8)
            self.large = nn.Linear(8, 600)

        def forward(self, ids: torch.Tensor) -> torch.Tensor:
            return self.large(self.small(self.table(ids.to(torch.int32))))

    torch.manual_seed(0)
    sizes: dict[str, int] = {}
    changes: dict[str, Any] = {"palette": lambda it: palettize(it, 4), "linear": linear8}
    for name, change in changes.items():
        package = tmp_path / f"{name}.mlpackage"
        to_package(Words(), {"ids": torch.ones(1, 5)}, ["out"], package, target="macOS13")
        before = _bytes(package)
        change(package)
        sizes[name] = before - _bytes(package)
        program = ct.utils.load_spec(str(package)).mlProgram
        block = next(iter(program.functions["main"].block_specializations.values()))
        kinds = [op.type for op in block.operations if op.type.startswith("constexpr")]
        wanted = {"palette": "lut_to_dense", "linear": "affine_dequantize"}[name]
        assert kinds == [f"constexpr_{wanted}"]
    assert sizes["palette"] > sizes["linear"] > 2000


_WITHOUT = """
import sys
from pathlib import Path
sys.modules["sklearn"] = sys.modules["joblib"] = None  # as where they aren't installed
import coremltools as ct
import torch
from desktop.engines.convert.compress import linear8, palettize
from desktop.engines.convert.trace import to_package

torch.manual_seed(0)
for number, change in enumerate((lambda it: palettize(it, 6), linear8)):
    package = Path(sys.argv[1], f"{number}.mlpackage")
    to_package(torch.nn.Linear(64, 64), {"x": torch.ones(1, 64)}, ["y"], package, target="macOS13")
    change(package)
    program = ct.utils.load_spec(str(package)).mlProgram
    block = next(iter(program.functions["main"].block_specializations.values()))
    print(*(op.type for op in block.operations if op.type.startswith("constexpr")))
"""


def test_nothing_of_it_needs_scikit_learn(tmp_path: Path) -> None:
    result = subprocess.run(
        [sys.executable, "-c", _WITHOUT, str(tmp_path)], capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr
    assert result.stdout.split() == ["constexpr_lut_to_dense", "constexpr_affine_dequantize"]


def _bytes(package: Path) -> int:
    return sum(path.stat().st_size for path in package.rglob("weight.bin"))
