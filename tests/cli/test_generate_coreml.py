"""A Core ML model's own ControlNets on the command line, by the names of Apple's guide."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.coreml import tiny_model as coreml
from tests.coreml.mil_programs import quiet_coremltools
from tests.engines import tiny

pytestmark = pytest.mark.draws

QUICK = ("--steps", "2", "--prompt", "red apple", "--seed", "7", "--json")
NAME = "lllyasviel/sd-controlnet-canny"


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    quiet_coremltools()
    folder = coreml.write(tmp_path_factory.mktemp("coreml") / "sd")
    coreml.unet(folder, residuals=3)
    coreml.controlnet(folder, NAME.replace("/", "_"))
    return folder


def test_a_converted_controlnet_steers(easel, model: Path, tmp_path: Path) -> None:
    picture = tiny.make_picture(tmp_path / "lines.png")

    def draw(*words: str | Path):
        done = easel("generate", *QUICK, "-i", model, "-o", tmp_path / "out", *words)
        assert done.code == 0, done.err
        with Image.open(done.objects[0]["path"]) as drawn:
            return done.objects[0], np.asarray(drawn.convert("RGB"))

    _, plain = draw()
    words = ("--controlnet", NAME, "--controlnet-inputs", picture)
    recipe, steered = draw(*words, "--controlnet-weights", "0.8")
    assert not np.array_equal(plain, steered)
    assert recipe["controlnets"][0]["name"] == NAME
    assert recipe["controlnets"][0]["weight"] == 0.8


def test_what_was_fixed_when_converting_is_refused(easel, model: Path, tmp_path: Path) -> None:
    picture = tiny.make_picture(tmp_path / "p.png")
    for words, named in (
        (("--controlnet", "depth", "--controlnet-inputs", picture), "no converted ControlNet"),
        (("--vae-tiling", "on"), "can’t be cut"),
        (("--high-res-fix", "2"), "one size"),
        (("--clip-skip", "1"), "one layer"),
        (("--precision", "fp32"), "precision was chosen"),
        (("--prompt", "a embedding:ink"), "text encoder’s words"),
    ):
        done = easel("generate", *QUICK, "-i", model, "-o", tmp_path, *words)
        assert done.code == 2
        assert named in done.err
        assert "Traceback" not in done.err


def test_apples_command_draws_with_apples_defaults(easel, model: Path, tmp_path: Path) -> None:
    words = (
        "--prompt",
        "red apple",
        "-i",
        model,
        "-o",
        tmp_path,
        "--compute-unit",
        "ALL",
        "--json",
    )
    (drawn,) = easel("generate", *words).objects
    assert (drawn["seed"], drawn["steps"], drawn["guidance_scale"]) == (93, 50, 7.5)
    (drawn,) = easel("generate", *words, "--num-inference-steps", "2", "--seed", "4").objects
    assert (drawn["seed"], drawn["steps"], drawn["guidance_scale"]) == (4, 2, 7.5)
