"""What the window is built from: made once by `app`, handed down."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.storage.places import Places
from desktop.storage.settings import SettingsFile
from desktop.worker.background import Background
from desktop.worker.downloads import Downloads
from desktop.worker.session import Session

from .gallery.store import PictureStore
from .gallery.thumbnails import Load
from .model_shelf import ModelSource
from .remember import StateStore

if TYPE_CHECKING:
    from desktop.models.places_of_others import OtherPlace
    from desktop.storage.metadata.draft import ReadRecipe


FindOthers = Callable[[bool], list["OtherPlace"]]
"""The model folders of other apps; with False only where no system dialog could come up."""


def _no_others(_everywhere: bool) -> list[OtherPlace]:
    return []


@dataclass(frozen=True, kw_only=True)
class Parts:
    """The window's surroundings. `read_only`: why nothing can be drawn here, "" where it can.

    `read`, `load_thumbnail`, `pictures` and the library are called on background threads.
    """

    session: Session
    settings: SettingsFile
    places: Places
    state: StateStore
    background: Background
    make_library: Callable[[], ModelSource]
    downloads: Downloads
    pictures: PictureStore
    read: Callable[[str], ReadRecipe | None]
    load_thumbnail: Load
    find_others: FindOthers = _no_others
    read_only: str = ""

    def model_folders(self) -> list[Path]:
        """Where models are looked for, Easel's own folder first."""
        return [self.places.models, *map(Path, self.settings.values.model_folders)]

    def add_model_folders(self, *paths: str) -> None:
        """Look for models in these folders too, once in each. Raises EaselError, added or not."""
        self.settings.add_model_folders(*map(Path, paths), own=self.places.models)

    def output_folder(self) -> str:
        """Where new pictures go."""
        return self.settings.values.output_folder or str(self.places.pictures)
