"""The disk image's settings, run as dmgbuild runs them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import draw_icon
import pytest


@pytest.fixture
def settings(packaging_folder: Path) -> dict[str, Any]:
    path = packaging_folder / "dmg_settings.py"
    defines = {"app": "build/dist/Easel.app", "background": "b.png", "icon": "Easel.icns"}
    names: dict[str, Any] = {"defines": defines}
    exec(compile(path.read_text(), str(path), "exec"), names, names)
    return names


def test_app_and_link_to_applications(settings: dict[str, Any]) -> None:
    assert settings["files"] == ["build/dist/Easel.app"]
    assert settings["symlinks"] == {"Applications": "/Applications"}
    assert settings["background"] == "b.png"
    assert settings["icon"] == "Easel.icns"


def test_both_icons_stand_on_the_background(settings: dict[str, Any]) -> None:
    width, height = draw_icon.BACKGROUND_SIZE
    assert settings["window_rect"][1] == (width, height)
    assert set(settings["icon_locations"]) == {"Easel.app", "Applications"}
    half = settings["icon_size"] // 2
    for across, down in settings["icon_locations"].values():
        assert half < across < width - half
        assert half < down < height - half
