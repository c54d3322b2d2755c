"""Pictures are extended, and a part of them drawn anew, by every kind of local model."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from desktop.models.resources import resource
from tests.coreml import tiny_model as coreml
from tests.coreml.mil_programs import quiet_coremltools
from tests.engines import tiny

pytestmark = pytest.mark.draws

QUICK = ("--prompt", "red apple", "--steps", "2", "--seed", "3", "--json")
ROOM = (200, 30, 30)


@pytest.fixture(scope="module", params=["sd1", "inpainting", "coreml"])
def model(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One of three models: without inpainting, with its nine channels, of one size."""
    folder = tmp_path_factory.mktemp("models") / request.param
    if request.param == "inpainting":
        return tiny.make_sd(folder, in_channels=9)
    if request.param == "coreml":
        quiet_coremltools()
        return coreml.write(folder)
    return resource("starter")


@pytest.fixture
def room(tmp_path: Path) -> Path:
    path = tmp_path / "room.png"
    Image.new("RGB", (64, 64), ROOM).save(path)
    return path


def drawn_twice(easel, model: Path, tmp_path: Path, *words: str | Path) -> tuple[dict, Image.Image]:
    """Draw, then draw again from the recipe alone; both pictures are the same."""
    first, second = tmp_path / "first.png", tmp_path / "second.png"
    done = easel("generate", "-i", model, *QUICK, *words, "-o", first)
    assert done.code == 0, done.err
    (recipe,) = done.objects
    kept = tmp_path / "recipe.json"
    kept.write_text(json.dumps(recipe))
    again = easel("generate", "-i", model, "--preset", kept, "-o", second, "--json")
    assert again.code == 0, again.err
    with Image.open(first) as one, Image.open(second) as two:
        assert one.tobytes() == two.tobytes()
        return recipe, one.convert("RGB")


def test_a_picture_is_extended_and_its_recipe_brings_it_back(
    easel, model: Path, room: Path, tmp_path: Path
) -> None:
    recipe, picture = drawn_twice(easel, model, tmp_path, "--image", room, "--extend", "left=64")
    margins = recipe["image"]["extend"]
    assert margins["left"] > 0
    assert picture.size == (recipe["width"], recipe["height"])
    middle = picture.height // 2
    kept, made = (picture.getpixel((x, middle)) for x in (picture.width - 2, 2))
    assert np.allclose(kept, ROOM, atol=12), "the picture itself stays"
    assert not np.allclose(made, ROOM, atol=12)


def test_a_part_is_drawn_anew_and_the_rest_stays(
    easel, model: Path, room: Path, tmp_path: Path
) -> None:
    mask = tmp_path / "mask.png"
    painted = Image.new("L", (64, 64), 0)
    painted.paste(255, (0, 0, 24, 64))
    painted.save(mask)
    words = (
        "--image",
        room,
        "--mask",
        mask,
        "--strength",
        "0.85",
        "--width",
        "64",
        "--height",
        "64",
    )
    _, picture = drawn_twice(easel, model, tmp_path, *words)
    assert picture.getpixel((60, 32)) == ROOM
    assert picture.getpixel((4, 32)) != ROOM


def test_a_model_without_an_encoder_refuses_before_drawing(
    easel, room: Path, tmp_path: Path
) -> None:
    quiet_coremltools()
    folder = coreml.write(tmp_path / "coreml")
    for package in folder.glob("*vae_encoder*"):
        package.rename(tmp_path / package.name)
    done = easel(
        "generate", "-i", folder, *QUICK, "--image", room, "--extend", "left=64", "-o", tmp_path
    )
    assert done.code == 2
    assert "no VAE encoder" in done.err
    assert "Traceback" not in done.err
