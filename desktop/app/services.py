"""All services under the window, created once and shut down in order."""

from __future__ import annotations

import contextlib
import dataclasses
import os
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QImage

from desktop.core.errors import EaselError
from desktop.core.messages import Message
from desktop.core.recipe import Recipe
from desktop.files.icloud import is_dataless
from desktop.process.frames import ChildConfig
from desktop.process.jobs.job_runner import JobRunner
from desktop.process.proof_file import proved_choices
from desktop.process.supervisor import EngineChild
from desktop.storage.app_paths import AppPaths
from desktop.storage.logs import KEPT
from desktop.storage.queue_file import QueueFile
from desktop.storage.settings_file import Settings, SettingsFile, picture_form
from desktop.storage.window_state import WindowState
from desktop.ui.gallery.picture_store import IndexedStore
from desktop.ui.imaging.thumbnails import Load, read_scaled
from desktop.ui.model_list.model_registry import ModelSource
from desktop.ui.shell.window_services import WindowServices
from desktop.worker.background import Background
from desktop.worker.engine_pool import EnginePool
from desktop.worker.session import Session
from desktop.worker.window_downloads import Downloads

if TYPE_CHECKING:
    from desktop.models.library import ModelLibrary
    from desktop.models.locations.other_apps import OtherPlace
    from desktop.remote.server_directory import ServerDirectory

_SMALL_FILE = 256 * 2**10


def build_services(
    app_paths: AppPaths,
    settings: SettingsFile,
    *,
    read_only: Message | None,
    notices: Sequence[Message] = (),
    state: WindowState | None = None,
) -> WindowServices:
    """Return the window's services; the engine child itself starts with the first job.

    The session is created last: its thread runs from then on, and must be ended by `end_services`.
    """
    config = ChildConfig(
        cache_dir=str(app_paths.cache),
        low_memory=settings.values.low_memory,
        coreml_cache_limit=int(settings.values.coreml_cache_limit_gb * 1e9),
        choices=proved_choices(app_paths.proof),
    )

    def start_session() -> Session:
        child = EngineChild(config, app_paths.engine_log, kept_logs=KEPT)
        engines = EnginePool(child, remote_runner)
        session = Session(engines, QueueFile(app_paths.queue), read_only=read_only)
        session.picture_form = lambda: picture_form(settings.values)
        session.previews = lambda: settings.values.previews
        return session

    @cache
    def servers() -> ServerDirectory:
        from desktop.remote.server_directory import ServerDirectory

        return ServerDirectory(lambda: settings.values.servers)

    def remote_runner() -> JobRunner:
        from desktop.remote.remote_runner import RemoteRunner

        return RemoteRunner(servers().engine, app_paths.cache)

    def make_library() -> ModelSource:
        with contextlib.suppress(OSError):  # then the folder's own line says what is wrong with it
            app_paths.models.mkdir(parents=True, exist_ok=True)
        return model_library(app_paths, settings.values)

    def read(path: str):
        from desktop.storage.metadata.reading import read_recipe
        from desktop.storage.pictures.input_paths import InputPaths

        found = read_recipe(Path(path))
        if found is None:
            return None
        recipe = Recipe(InputPaths(app_paths.input_paths).restored(found.recipe))
        return dataclasses.replace(found, recipe=recipe)

    return WindowServices(
        settings=settings,
        app_paths=app_paths,
        state=state or WindowState(app_paths.window_state),
        background=Background(),
        make_library=make_library,
        servers=servers,
        downloads=Downloads(app_paths.models),
        find_others=find_others,
        pictures=IndexedStore(
            app_paths.index,
            lambda: gallery_folders(app_paths, settings),
            read_only=bool(read_only),
        ),
        read=read,
        load_thumbnail=thumbnail_loader(app_paths),
        read_only=read_only,
        notices=tuple(notices),
        session=start_session(),
    )


def model_library(app_paths: AppPaths, values: Settings) -> ModelLibrary:
    """Return the library of Easel's own models and those in the user's folders."""
    from desktop.models.library import ModelLibrary

    return ModelLibrary(
        _model_folders(app_paths, values),
        app_paths.recognised_models,
        overrides=app_paths.prediction_overrides,
        hashes=app_paths.cache,
    )


def served_library(app_paths: AppPaths, values: Settings) -> ModelLibrary:
    """Return `model_library` with the models of the user's servers, which are asked on demand."""
    if not values.servers:
        return model_library(app_paths, values)
    from desktop.remote.server_directory import ServerDirectory
    from desktop.remote.server_library import ServerLibrary

    return ServerLibrary(
        ServerDirectory(lambda: values.servers),
        _model_folders(app_paths, values),
        app_paths.recognised_models,
        overrides=app_paths.prediction_overrides,
        hashes=app_paths.cache,
    )


def _model_folders(app_paths: AppPaths, values: Settings) -> list[Path]:
    return [app_paths.models, *map(Path, values.model_folders)]


def gallery_folders(app_paths: AppPaths, settings: SettingsFile) -> list[Path]:
    """Return the gallery's folders: the one for new pictures, then those added."""
    own = Path(settings.values.output_folder or app_paths.pictures)
    return [own, *map(Path, settings.values.gallery_folders)]


def find_others(everywhere: bool) -> list[OtherPlace]:
    """Return the model folders of other apps on this machine."""
    from desktop.models.locations.other_apps import other_places

    return other_places(everywhere=everywhere)


def thumbnail_loader(app_paths: AppPaths) -> Load:
    """Return a loader: small files are read as they are, large ones as cached thumbnails."""

    def load(path: str, side: int) -> QImage:
        try:
            status = os.stat(path)
        except OSError:
            return QImage()
        if is_dataless(status):
            return QImage()  # the gallery does not download it from iCloud; opening it does
        if status.st_size <= _SMALL_FILE:
            image = read_scaled(path, side)
            if not image.isNull():
                return image
        from desktop.storage.pictures.thumbnail_cache import ThumbnailCache

        cache = ThumbnailCache(app_paths.thumbnails)
        key = (Path(path), status.st_mtime_ns, status.st_size, side)
        try:
            return read_scaled(str(cache.find(*key) or cache.make(*key)), side)
        except EaselError:
            return QImage()

    return load


def end_services(parts: WindowServices) -> None:
    """End what `build_services` started: the child, the work under way, the index."""
    parts.downloads.close()
    parts.session.shutdown()
    parts.pictures.stop()
    parts.background.shutdown()
    parts.pictures.close()
