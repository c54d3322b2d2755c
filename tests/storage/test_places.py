from __future__ import annotations

from pathlib import Path

from desktop.storage.app_paths import AppPaths


def test_easel_home_moves_everything_and_makes_nothing(tmp_path: Path) -> None:
    home = tmp_path / "elsewhere"
    app_paths = AppPaths.find({"EASEL_HOME": str(home)})
    for path in (
        app_paths.settings,
        app_paths.window_state,
        app_paths.queue,
        app_paths.index,
        app_paths.lock,
        app_paths.models,
        app_paths.thumbnails,
        app_paths.logs,
        app_paths.pictures,
    ):
        assert path.is_relative_to(home)
    assert not home.exists()


def test_a_relative_home_is_made_absolute() -> None:
    assert AppPaths.find({"EASEL_HOME": "here"}).settings.is_absolute()


def test_without_it_the_systems_folders_are_used() -> None:
    app_paths = AppPaths.find({})
    assert app_paths.pictures.name == "Easel"
    assert app_paths.index.name == "index.sqlite"
    assert app_paths.data.name.lower() == "easel"
