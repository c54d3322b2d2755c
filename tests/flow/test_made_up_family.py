"""A family more is one file: the command line and the window draw with one that Easel lacks."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import torch
from diffusers.pipelines.stable_diffusion_3.pipeline_stable_diffusion_3 import (
    StableDiffusion3Pipeline,
)
from PIL import Image

from desktop.cli import main
from desktop.core.events import Finished
from desktop.models.families.known_families import FAMILIES
from desktop.process.frames import ChildConfig
from desktop.process.supervisor import EngineChild
from desktop.storage.app_paths import AppPaths
from desktop.storage.metadata.reading import read_recipe
from tests.plugins.engine_child import SharedChild
from tests.ui.conftest import MakeWindow, app_paths, make_window, themed
from tests.waiting import ENGINE_LIMIT

from . import made_up_family
from .made_up_family import MADE_UP, write_model

pytestmark = pytest.mark.draws
__all__ = ["app_paths", "make_window", "themed"]
WORDS = ["generate", "red apple", "--seed", "1", "--precision", "fp32"]


@pytest.fixture(scope="module")
def child(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EngineChild]:
    """An engine child that knows the family too."""
    home = tmp_path_factory.mktemp("made-up-child")
    config, command = ChildConfig(cache_dir=str(home)), [sys.executable, made_up_family.__file__]
    child = SharedChild(config, home / "engine.log", command)
    yield child
    child.end()


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_model(tmp_path_factory.mktemp("made-up") / "a model")


@pytest.fixture(autouse=True)
def known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(FAMILIES, MADE_UP.id, MADE_UP)


def drawn(path: str | Path) -> np.ndarray:
    with Image.open(path) as picture:
        return np.asarray(picture.convert("RGB")).astype(np.float64)


def command(child: EngineChild, output: Path, *words: str | Path) -> Path:
    code = main([*WORDS, *map(str, words), "-o", str(output)], lambda *_: child)
    assert code == 0
    (path,) = output.glob("*.png")
    return path


def test_the_command_line_draws_what_its_pipeline_draws(
    child: EngineChild, model: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = command(child, tmp_path / "out", "--model", model)
    recipe = read_recipe(path)
    assert recipe is not None
    assert recipe.recipe["model"]["family"] == MADE_UP.id
    pipeline = StableDiffusion3Pipeline.from_pretrained(model)
    pipeline.set_progress_bar_config(disable=True)
    noise = torch.randn((1, 16, 8, 8), generator=torch.Generator().manual_seed(1))
    settings = {"width": 64, "height": 64, "num_inference_steps": 2, "guidance_scale": 4.0}
    settings |= {"max_sequence_length": 16, "sigmas": [1.0, 0.5], "latents": noise}
    image = pipeline("red apple", **settings)
    np.testing.assert_allclose(drawn(path), np.asarray(image.images[0]), atol=1)

    start = ("--image", path, "--strength", "0.5", "--steps", "4", "--seed", "2")
    near = drawn(command(child, tmp_path / "near", "--model", model, *start))
    other = drawn(command(child, tmp_path / "far", "--model", model, "--seed", "2"))
    first = drawn(path)
    assert ((near - first) ** 2).mean() < ((other - first) ** 2).mean()

    capfd.readouterr()
    assert main([*WORDS, "--model", str(model), "--width", "72"], lambda *_: child) == 2
    assert "16" in capfd.readouterr().err


def test_the_window_draws_with_it(
    qtbot, make_window: MakeWindow, child: EngineChild, model: Path, app_paths: AppPaths
) -> None:
    app_paths.models.mkdir(parents=True)
    (app_paths.models / model.name).symlink_to(model)
    window = make_window(child)
    panel, values, session = window.parts.panel, window.parts.values, window.parts.services.session
    panel.model_row.choose(str(app_paths.models / model.name))
    assert (values.width, values.height, values.steps) == (64, 64, 2)
    values.prompt, values.sampler = "red apple", "heun"
    ends: list[object] = []
    session.picture_finished.connect(ends.append)
    session.failed.connect(ends.append)
    window.parts.actions["generate"].trigger()
    qtbot.waitUntil(lambda: bool(ends) and not session.running, timeout=int(ENGINE_LIMIT * 1000))
    (event,) = ends
    assert isinstance(event, Finished), event
    assert event.recipe["model"]["family"] == MADE_UP.id
    assert drawn(event.path).std() > 5
