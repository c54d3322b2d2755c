"""What the window is built from: made once by `app`, handed down."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
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
    from desktop.storage.metadata.draft import ReadRecipe


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
    read_only: str = ""

    def output_folder(self) -> str:
        """Where new pictures go."""
        return self.settings.values.output_folder or str(self.places.pictures)
