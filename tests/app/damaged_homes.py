"""Homes in which one file or folder is not what it should be, and how many banners tell of it."""

from __future__ import annotations

import resource
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from desktop.storage.app_paths import AppPaths
from desktop.storage.pictures.picture_files import write_picture
from tests.storage.samples import make_recipe

GARBAGE = b'{"version": 1, "\xff": [[[{"jobs": "x'
COLOURS = ((200, 60, 60), (60, 140, 200), (90, 170, 90), (220, 180, 60))


class DamagedHome(NamedTuple):
    """`damage` is done to a home with pictures; `banners` tell of it. `before` runs in the app's
    process, `at` is where the home must lie.
    """

    damage: Callable[[AppPaths], object]
    banners: int = 0
    before: Callable[[], object] | None = None
    at: Path | None = None


def make_home(home: Path) -> AppPaths:
    """A home with four pictures in it, as the app leaves one."""
    app_paths = AppPaths.under(home)
    app_paths.pictures.mkdir(parents=True)
    for seed, colour in enumerate(COLOURS):
        recipe = make_recipe(seed=seed, prompt=f"a plain colour {seed}", width=96, height=96)
        write_picture(bytes(colour) * 96 * 96, 96, 96, recipe, app_paths.pictures)
    return app_paths


def _garbage(place: Callable[[AppPaths], Path]) -> Callable[[AppPaths], object]:
    def damage(app_paths: AppPaths) -> None:
        place(app_paths).parent.mkdir(parents=True, exist_ok=True)
        place(app_paths).write_bytes(GARBAGE)

    return damage


def _folder(place: Callable[[AppPaths], Path]) -> Callable[[AppPaths], object]:
    return lambda app_paths: place(app_paths).mkdir(parents=True)


def _no_room() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))


def _nothing(app_paths: AppPaths) -> None:
    """The home is as it should be."""


HOMES: dict[str, DamagedHome] = {
    "nothing": DamagedHome(_nothing),
    "settings": DamagedHome(_garbage(lambda app_paths: app_paths.settings), 1),
    "settings is a folder": DamagedHome(_folder(lambda app_paths: app_paths.settings), 1),
    "queue": DamagedHome(_garbage(lambda app_paths: app_paths.queue), 1),
    "queue is a folder": DamagedHome(_folder(lambda app_paths: app_paths.queue), 1),
    "index": DamagedHome(_garbage(lambda app_paths: app_paths.index), 1),
    "preset": DamagedHome(_garbage(lambda app_paths: app_paths.presets / "mine.json")),
    "presets is a file": DamagedHome(_garbage(lambda app_paths: app_paths.presets)),
    "styles": DamagedHome(_garbage(lambda app_paths: app_paths.styles)),
    "prompt history": DamagedHome(_garbage(lambda app_paths: app_paths.prompt_history)),
    "window state": DamagedHome(_garbage(lambda app_paths: app_paths.window_state)),
    "stars and albums": DamagedHome(
        _garbage(lambda app_paths: app_paths.pictures / ".easel-library.jsonl")
    ),
    "caches": DamagedHome(_garbage(lambda app_paths: app_paths.recognised_models)),
    "caches is a file": DamagedHome(_garbage(lambda app_paths: app_paths.cache)),
    "lock is a folder": DamagedHome(_folder(lambda app_paths: app_paths.lock), 1),
    "logs is a file": DamagedHome(_garbage(lambda app_paths: app_paths.logs), 1),
    "pictures is a file": DamagedHome(
        lambda app_paths: (_emptied(app_paths.pictures), app_paths.pictures.write_bytes(b"x")), 1
    ),
    "full disk": DamagedHome(_nothing, 1, before=_no_room),
}
if sys.platform == "linux":
    HOMES["home can't be written"] = DamagedHome(_nothing, 1, at=Path("/proc/easel"))


def _emptied(folder: Path) -> None:
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()
