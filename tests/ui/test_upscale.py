"""'Upscale' on a picture of the gallery, with the real engine behind it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from desktop.process.supervisor import EngineChild
from tests.engines import tiny

from .conftest import MakeWindow


@pytest.fixture
def picture(app_paths) -> Path:
    app_paths.pictures.mkdir(parents=True)
    return tiny.make_picture(app_paths.pictures / "small.png", (48, 32))


def chosen(qtbot, window, picture: Path):
    qtbot.waitUntil(lambda: str(picture) in window.parts.pictures.paths)
    window.parts.gallery_view.select_path(str(picture))
    qtbot.waitUntil(window.parts.actions["upscale"].isEnabled)
    window.parts.actions["upscale"].trigger()
    return window.parts.upscale_actions.dialog


@pytest.mark.draws
def test_a_picture_is_upscaled_beside_the_old_one(
    qtbot, app_paths, picture: Path, make_window: MakeWindow, engine_child: EngineChild
) -> None:
    app_paths.models.mkdir(parents=True)
    tiny.make_upscaler(app_paths.models / "tiny2x.safetensors", scale=2)
    window = make_window(engine_child)
    dialog = chosen(qtbot, window, picture)
    assert dialog.upscaler.currentText() == "tiny2x"
    dialog.go.click()
    assert not dialog.isVisible()
    qtbot.wait_for_engine(lambda: len(window.parts.pictures.paths) == 2)
    (new,) = set(window.parts.pictures.paths) - {str(picture)}
    with Image.open(new) as large:
        assert large.size == (96, 64)
    recipe = window.parts.gallery.recipe_at(new)
    assert recipe["upscaled"]["with"] == "tiny2x.safetensors"


def test_without_an_upscaler_the_dialog_says_what_is_missing(
    qtbot, picture: Path, make_window: MakeWindow
) -> None:
    window = make_window()
    dialog = chosen(qtbot, window, picture)
    assert not dialog.go.isEnabled()
    assert "Real-ESRGAN" in dialog.reason.text()
    assert dialog.folders.isVisible()
    dialog.stop.click()
