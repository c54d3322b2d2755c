from __future__ import annotations

from pathlib import Path

from desktop.storage.app_paths import AppPaths


def test_easel_home_moves_everything_and_makes_nothing(tmp_path: Path) -> None:
    home = tmp_path / "elsewhere"
    places = AppPaths.find({"EASEL_HOME": str(home)})
    for path in (
        places.settings,
        places.window_state,
        places.queue,
        places.index,
        places.lock,
        places.models,
        places.thumbnails,
        places.logs,
        places.pictures,
    ):
        assert path.is_relative_to(home)
    assert not home.exists()


def test_a_relative_home_is_made_absolute() -> None:
    assert AppPaths.find({"EASEL_HOME": "here"}).settings.is_absolute()


def test_without_it_the_systems_folders_are_used() -> None:
    places = AppPaths.find({})
    assert places.pictures.name == "Easel"
    assert places.index.name == "index.sqlite"
    assert places.data.name.lower() == "easel"
