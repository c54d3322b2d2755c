"""Converted models draw what the torch engine draws: the same pixels, up to half precision."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from desktop.core.hardware.compute import ComputeUnit
from desktop.core.request import GenerationRequest, StartingImage
from desktop.core.tasks import ConvertRequest
from desktop.engines.convert.convert import convert
from desktop.engines.engine_factory import open_engine
from desktop.models.bundles.bundle import read_bundles
from desktop.models.resources import resource
from tests.engines import tiny
from tests.identified import identified

LEAST_DB = 25.0


def nothing(*_: object) -> None:
    return None


def converted(source: Path, folder: Path, **way: Any) -> Path:
    request = ConvertRequest(source=str(source), output=str(folder), **way)
    convert(request, "j", nothing, nothing, cache_dir=folder.parent / "cache")
    return folder


def draw(model: Path, cache: Path, **changes: Any) -> tuple[np.ndarray, dict[str, Any]]:
    request = identified(GenerationRequest(model=str(model), **changes))
    engine = open_engine(request, nothing, nothing, cache_dir=cache, job="j")
    try:
        (picture,) = engine.generate("j", request, nothing, nothing)
    finally:
        engine.close()
    pixels = np.frombuffer(picture.rgb, np.uint8).reshape(picture.height, picture.width, 3)
    return pixels.astype(np.float64), picture.recipe


def compare(source: Path, tmp_path: Path, way: dict[str, Any], **changes: Any) -> None:
    """Convert `source` in a way, and draw with both engines."""
    folder = converted(source, tmp_path / "converted", **way)
    (bundle,) = read_bundles(folder)
    settings: dict[str, Any] = {
        "prompt": "red apple",
        "negative_prompt": "blue",
        "seed": 7,
        "width": bundle.width,
        "height": bundle.height,
        "steps": 6,
        "guidance_scale": 4.0,
        "sampler": "euler",
        "precision": "fp32",
        "safety_checker": False,
    } | changes
    torch_pixels, _ = draw(source, tmp_path, **settings)
    unit = ComputeUnit.CPU_AND_NE
    pixels, recipe = draw(folder, tmp_path, **settings, compute_unit=unit, portable_runtime=True)
    assert recipe["runtime"] == "portable"
    assert np.ptp(torch_pixels) > 20
    error = np.mean((pixels - torch_pixels) ** 2)
    psnr = 10 * np.log10(255**2 / max(error, 1e-9))
    assert psnr >= LEAST_DB


def test_a_small_model_draws_the_same(tmp_path: Path) -> None:
    source = tiny.make_sd(tmp_path / "tiny-sd")
    compare(source, tmp_path, {"attention": "split_einsum"})


def test_a_batch_one_model_without_guidance_draws_the_same(tmp_path: Path) -> None:
    source = tiny.make_sd(tmp_path / "tiny-sd")
    way = {"attention": "split_einsum", "batch_one": True}
    compare(source, tmp_path, way, guidance_scale=1.0)


@pytest.mark.slow
@pytest.mark.parametrize("make", [tiny.make_sd2v, tiny.make_sdxl], ids=["sd2 v-prediction", "sdxl"])
@pytest.mark.parametrize("way", [{"attention": "original"}, {"attention": "split_einsum_v2"}])
def test_other_families_draw_the_same(
    tmp_path: Path, make: Callable[[Path], Path], way: dict[str, Any]
) -> None:
    compare(make(tmp_path / "source"), tmp_path, way)


@pytest.mark.slow
@pytest.mark.parametrize(
    "way",
    [
        {"attention": "original"},
        {"attention": "split_einsum"},
        {"attention": "split_einsum_v2"},
        {"attention": "original", "chunk_unet": True},
        {"attention": "split_einsum", "quantize_nbits": 6},
        {"attention": "split_einsum", "batch_one": True},
    ],
    ids=lambda way: "-".join(map(str, way.values())),
)
def test_the_starter_draws_the_same(tmp_path: Path, way: dict[str, Any]) -> None:
    compare(resource("starter"), tmp_path, way, steps=10)


@pytest.mark.slow
def test_the_starter_in_batch_one_without_guidance(tmp_path: Path) -> None:
    way = {"attention": "split_einsum", "batch_one": True}
    compare(resource("starter"), tmp_path, way, guidance_scale=1.0, steps=10)


@pytest.mark.slow
def test_the_starter_reworks_a_picture_the_same(tmp_path: Path) -> None:
    pixels, _ = draw(
        resource("starter"), tmp_path, prompt="blue house", seed=3, width=256, height=256, steps=6
    )
    from PIL import Image

    Image.fromarray(pixels.astype(np.uint8)).save(tmp_path / "start.png")
    start = StartingImage(path=str(tmp_path / "start.png"), strength=0.6)
    compare(resource("starter"), tmp_path, {"attention": "original"}, starting_image=start)
