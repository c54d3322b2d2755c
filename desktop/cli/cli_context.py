"""The context of every command: paths, settings, library and an engine child."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import psutil

from desktop.core.errors import BadInput, EaselError
from desktop.files.atomic import private_opener
from desktop.models.library import ModelLibrary
from desktop.process.frames import ChildConfig
from desktop.process.jobs.job_runner import JobRunner
from desktop.process.proof_file import proved_choices
from desktop.process.supervisor import EngineChild
from desktop.storage.app_paths import AppPaths
from desktop.storage.settings_file import Settings, SettingsFile

if TYPE_CHECKING:
    from desktop.remote.server_directory import ServerDirectory

OpenChild = Callable[[ChildConfig, Path], EngineChild]
"""A factory for a command's engine child, from its configuration and its log."""


_KEPT_SECONDS = 7 * 24 * 3600


@dataclass(frozen=True)
class CliContext:
    """The window's objects, built for one command."""

    app_paths: AppPaths
    settings: Settings
    open_child: OpenChild = EngineChild

    @classmethod
    def find(cls, open_child: OpenChild = EngineChild) -> CliContext:
        """Read the settings; print a notice about damaged ones to stderr."""
        app_paths = AppPaths.find(os.environ)
        file = SettingsFile(app_paths.settings)
        if file.notice:
            print(f"easel: {file.notice}", file=sys.stderr)
        return cls(app_paths, file.values, open_child)

    @property
    def output_folder(self) -> Path:
        """The folder for pictures when none is named."""
        chosen = self.settings.output_folder
        return Path(chosen).expanduser() if chosen else self.app_paths.pictures

    @cached_property
    def _servers(self) -> ServerDirectory:
        from desktop.remote.server_directory import ServerDirectory

        return ServerDirectory(lambda: self.settings.servers)

    def servers(self) -> ServerDirectory:
        """Return the servers that the user has added."""
        return self._servers

    def library(self) -> ModelLibrary:
        """Return the models in Easel's folder and the user's, plus those on servers if asked."""
        app_paths = self.app_paths
        own = [app_paths.models] if app_paths.models.is_dir() else []  # made by the first download
        folders = [*own, *map(Path, self.settings.model_folders)]
        if self.settings.servers:
            from desktop.remote.server_library import ServerLibrary

            return ServerLibrary(
                self.servers(),
                folders,
                app_paths.recognised_models,
                overrides=app_paths.prediction_overrides,
                hashes=app_paths.cache,
            )
        return ModelLibrary(
            folders,
            app_paths.recognised_models,
            overrides=app_paths.prediction_overrides,
            hashes=app_paths.cache,
        )

    @contextmanager
    def runner(self) -> Generator[JobRunner]:
        """Yield a job runner, as `engine` does, that may also send jobs to a server."""
        with self.engine() as child:
            if not self.settings.servers:
                yield child
                return
            router = self._router(child)
            try:
                yield router
            finally:
                router.close()

    @contextmanager
    def engine(self) -> Generator[EngineChild]:
        """Yield an engine child that is gone after the block, whatever happens in it.

        Its log is kept only if the block fails.
        """
        log = self._log()
        child = self._child(log)
        try:
            yield child
        except BadInput:
            child.close()
            log.unlink(missing_ok=True)
            raise
        except EaselError as error:
            child.close()
            if _appended(log, f"\n{error.message}\n{error.details}\n"):
                print(f"easel: the details are in {log}", file=sys.stderr)
            raise
        except BaseException:
            child.close()
            log.unlink(missing_ok=True)
            raise
        child.close()
        log.unlink(missing_ok=True)

    def new_runner(self) -> JobRunner:
        """Return a job runner for a long-running command, as `runner` does; its log stays while it
        may fail.
        """
        child = self._child(self._log())
        return self._router(child) if self.settings.servers else child

    def _router(self, child: EngineChild) -> JobRunner:
        from desktop.remote.job_router import JobRouter
        from desktop.remote.remote_runner import RemoteRunner

        directory = self.servers()
        return JobRouter(child, lambda: RemoteRunner(directory.engine, self.app_paths.cache))

    def _child(self, log: Path) -> EngineChild:
        config = ChildConfig(
            cache_dir=str(self.app_paths.cache),
            low_memory=self.settings.low_memory,
            coreml_cache_limit=int(self.settings.coreml_cache_limit_gb * 1e9),
            choices=proved_choices(self.app_paths.proof),
        )
        return self.open_child(config, log)

    def _log(self) -> Path:
        folder = self.app_paths.logs
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise EaselError(
                "Easel can’t write to its log folder {folder}.", str(error), folder=folder
            ) from error
        _sweep_logs(folder)
        return folder / f"command-{os.getpid()}.log"


def _appended(log: Path, text: str) -> bool:
    """Append `text` to a log; return False on a disk error, so that no other error is hidden."""
    try:
        with open(log, "ab", opener=private_opener) as file:
            file.write(text.encode("utf-8", "backslashreplace"))
    except OSError:
        return False
    return True


def _sweep_logs(folder: Path) -> None:
    """Delete the logs of dead commands that are over a week old: killed commands leave theirs."""
    for path in folder.glob("command-*.log"):
        number = path.stem.rpartition("-")[2]
        with suppress(OSError):
            old = time.time() - path.stat().st_mtime > _KEPT_SECONDS
            if old and number.isdecimal() and not psutil.pid_exists(int(number)):
                path.unlink()
