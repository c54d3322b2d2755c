"""The services that the window is built from: made once by `app`, passed down."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.core.messages import Message
from desktop.core.server import Server
from desktop.storage.app_paths import AppPaths
from desktop.storage.settings_file import SettingsFile
from desktop.ui.gallery.picture_store import PictureStore
from desktop.ui.imaging.thumbnails import Load
from desktop.ui.model_list.model_registry import ModelSource
from desktop.ui.state.ui_state import StateStore
from desktop.worker.background import Background
from desktop.worker.session import Session
from desktop.worker.window_downloads import Downloads

if TYPE_CHECKING:
    from desktop.models.locations.other_apps import FindOthers, OtherPlace
    from desktop.remote.server_directory import ServerDirectory
    from desktop.storage.metadata.recipe_builder import ReadRecipe


def _no_others(_everywhere: bool) -> list[OtherPlace]:
    return []


def _no_servers() -> ServerDirectory:
    from desktop.remote.server_directory import ServerDirectory

    return ServerDirectory(tuple[Server, ...])


@dataclass(frozen=True, kw_only=True)
class WindowServices:
    """The window's services.

    `read_only`: why nothing can be generated here, if so. `notices` are sentences about what was
    missing or damaged when Easel started.

    `read`, `load_thumbnail`, `pictures` and the library are called on background threads.
    """

    session: Session
    settings: SettingsFile
    app_paths: AppPaths
    state: StateStore
    background: Background
    make_library: Callable[[], ModelSource]
    downloads: Downloads
    pictures: PictureStore
    read: Callable[[str], ReadRecipe | None]
    load_thumbnail: Load
    servers: Callable[[], ServerDirectory] = _no_servers
    find_others: FindOthers = _no_others
    read_only: Message | None = None
    notices: tuple[Message, ...] = ()

    def model_folders(self) -> list[Path]:
        """Return the model folders, Easel's own first."""
        return [self.app_paths.models, *map(Path, self.settings.values.model_folders)]

    def add_model_folders(self, *paths: str) -> None:
        """Add model folders, each once. Raise EaselError, added or not."""
        self.settings.add_model_folders(*map(Path, paths), own=self.app_paths.models)

    def output_folder(self) -> str:
        """Return the folder for new pictures."""
        return self.settings.values.output_folder or str(self.app_paths.pictures)
