"""The starter model itself: previews that look like the picture, and its own settings."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from desktop.core.events import Preview
from desktop.core.request import GenerationRequest, StartingImage
from desktop.engines.torch_engine import TorchEngine
from desktop.models.resources import resource
from tests.identified import identified

from .conftest import Drawer, go_on


@pytest.fixture(scope="module")
def starter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Drawer]:
    base = identified(
        GenerationRequest(
            prompt="red apple",
            model=str(resource("starter")),
            seed=7,
            width=256,
            height=256,
            steps=8,
            guidance_scale=4.0,
            precision="fp32",
        )
    )
    cache = tmp_path_factory.mktemp("cache")
    engine = TorchEngine.load(base, "job", lambda _: None, go_on, cache_dir=cache)
    yield Drawer(engine, base)
    engine.close()


def likeness(preview: Preview, picture: NDArray[np.uint8]) -> float:
    small = Image.frombytes("RGB", (preview.width, preview.height), preview.rgb)
    large = np.asarray(small.resize(picture.shape[1::-1], Image.Resampling.BILINEAR))
    return float(np.corrcoef(large.ravel(), picture.ravel())[0, 1])


@pytest.mark.skipif(
    not (resource("starter") / "easel.json").exists(), reason="this starter brings no factors"
)
def test_the_last_preview_looks_like_the_picture(starter: Drawer) -> None:
    picture = starter.draw()
    previews = starter.of(Preview)
    assert likeness(previews[-1], picture) >= 0.9
    assert (previews[-1].width, previews[-1].height) == (32, 32)


def test_its_pictures_are_those_of_the_same_request(starter: Drawer) -> None:
    assert np.array_equal(starter.draw(steps=4), starter.draw(steps=4))


def test_little_strength_keeps_the_starting_image(starter: Drawer, tmp_path: Path) -> None:
    picture = starter.draw()
    path = tmp_path / "start.png"
    data = io.BytesIO()
    Image.fromarray(picture).save(data, "PNG")
    path.write_bytes(data.getvalue())

    def correlation(strength: float) -> float:
        start = StartingImage(path=str(path), strength=strength)
        again = starter.draw(seed=123, steps=10, starting_image=start)
        return float(np.corrcoef(picture.ravel(), again.ravel())[0, 1])

    little, much = correlation(0.2), correlation(1.0)
    assert little > 0.9
    assert little > much


def test_it_is_known_by_the_librarys_name(starter: Drawer) -> None:
    starter.draw(steps=1, width=64, height=64)
    assert starter.recipes[0]["model"]["name"].startswith("Starter")
