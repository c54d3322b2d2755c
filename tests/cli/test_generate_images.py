"""The picture options of `easel generate`: masks, ControlNets, VAE, second pass."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from desktop.models.resources import resource
from tests.engines import tiny

pytestmark = pytest.mark.draws

QUICK = ("--steps", "2", "--prompt", "red apple", "--seed", "7", "--json")


@pytest.fixture
def models(easel_home: Path) -> Path:
    folder = easel_home / "Models"
    folder.mkdir(parents=True)
    return folder


@pytest.fixture
def draw(easel, tmp_path: Path) -> Callable[..., tuple[dict[str, Any], Any]]:
    """Draws with the starter; gives the recipe and the pixels."""

    def run(*words: str | Path) -> tuple[dict[str, Any], Any]:
        done = easel("generate", *QUICK, "-o", tmp_path / "out", *words)
        assert done.code == 0, done.err
        recipe = done.objects[0]
        with Image.open(recipe["path"]) as picture:
            return recipe, np.asarray(picture.convert("RGB"))

    return run


@pytest.fixture
def net(models: Path) -> Path:
    """A ControlNet for the starter, in the model folder."""
    from diffusers import UNet2DConditionModel

    unet = UNet2DConditionModel.from_pretrained(str(resource("starter")), subfolder="unet")
    return tiny.make_controlnet(models / "lines", unet)


def test_a_mask_keeps_the_rest(draw, tmp_path: Path) -> None:
    picture = tiny.make_picture(tmp_path / "start.png", (256, 256))
    mask = tiny.make_mask(tmp_path / "mask.png", (256, 256))
    before = np.asarray(Image.open(picture).convert("RGB"))
    words = ("--image", picture, "--mask", mask, "--denoise", "0.9")
    recipe, pixels = draw(*words)
    assert np.array_equal(pixels[:, 128:], before[:, 128:])
    assert not np.array_equal(pixels[:, :128], before[:, :128])
    assert recipe["image"]["mask"] == str(mask)
    recipe, pixels = draw(*words, "--mask-invert", "--mask-feather", "4")
    assert np.array_equal(pixels[:, :64], before[:, :64])
    assert recipe["image"]["mask_inverted"] is True
    assert recipe["image"]["mask_feather"] == 4


def test_a_second_larger_pass(draw) -> None:
    recipe, pixels = draw(
        "--high-res-fix", "1.5", "--high-res-strength", "0.8", "--high-res-steps", "3"
    )
    assert pixels.shape == (384, 384, 3)
    assert recipe["high_res_fix"] == {"scale": 1.5, "strength": 0.8, "steps": 3}


def test_another_vae_and_tiles(draw, models: Path) -> None:
    plain, before = draw()
    assert "vae" not in plain
    tiny.make_vae(seed=11).save_pretrained(str(models / "other"))
    recipe, after = draw("--vae", "other", "--vae-tiling", "on", "--no-safety-checker")
    assert not np.array_equal(before, after)
    assert (recipe["vae"], recipe["vae_tiling"]) == (str(models / "other"), "on")
    assert recipe["safety_checker"] is False


def test_controlnets_with_every_number(draw, net: Path, tmp_path: Path) -> None:
    picture = tiny.make_picture(tmp_path / "lines.png", (256, 256))
    _, plain = draw()
    words = ("--controlnet", "lines", "--controlnet-inputs", picture)
    recipe, steered = draw(*words, "--controlnet-preprocessors", "canny")
    assert not np.array_equal(plain, steered)
    weighed, less = draw(
        *(*words, "--controlnet-weights", "0.2", "--controlnet-ends", "0.5"),
        *("--controlnet-preprocessors", "canny"),
    )
    assert not np.array_equal(less, steered)
    use = {"name": "lines", "image": str(picture), "start": 0.0, "preprocessor": "canny"}
    assert recipe["controlnets"] == [{**use, "weight": 1.0, "end": 1.0}]
    assert weighed["controlnets"] == [{**use, "weight": 0.2, "end": 0.5}]


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("--high-res-strength", "0.5"), "--high-res-fix"),
        (("--high-res-fix", "9"), "scale"),
        (("--vae", "nothing"), "nothing"),
        (("--mask", "m.png"), "--image"),
        (("--controlnet", "lines", "--controlnet-inputs", "PICTURE", "PICTURE"), "2 files"),
        (("--controlnet-weights", "1", "2"), "2 values"),
        (
            (
                *("--controlnet", "lines", "--controlnet-inputs", "PICTURE"),
                *("--controlnet-preprocessors", "depth"),
            ),
            "depth",
        ),
        (
            ("--controlnet", "lines", "--controlnet-inputs", "PICTURE", "--controlnet-starts", "1"),
            "before its end",
        ),
    ],
)
def test_bad_input_is_one_sentence(easel, net: Path, tmp_path: Path, words, named: str) -> None:
    picture = tiny.make_picture(tmp_path / "p.png")
    words = tuple(str(picture) if word == "PICTURE" else word for word in words)
    done = easel("generate", *QUICK, "-o", tmp_path, *words)
    assert done.code == 2
    assert named in done.err
    assert len(done.err.strip().splitlines()) == 1
