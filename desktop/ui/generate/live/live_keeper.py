"""Writes pictures that live drawing has shown: the very pixels, with their recipe."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec
from PySide6.QtCore import QObject, Signal

from desktop.core.errors import EaselError
from desktop.core.events import DrawnPicture, Finished
from desktop.core.tasks import Job
from desktop.process.finished_picture import keep_drawn
from desktop.worker.background import Background
from desktop.worker.session import Session


class LiveKeeper(QObject):
    """Writes each picture once, into the folder of new pictures and in the form of the settings.

    Signals: `kept(Finished, DrawnPicture)`; `failed(EaselError)`, it can be tried again.
    """

    kept = Signal(object, object)
    failed = Signal(object)

    def __init__(
        self,
        session: Session,
        background: Background,
        cache: Path,
        output: Callable[[], str],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._background = session, background
        self._cache, self._output = cache, output
        self._last = ""

    def has(self, job: Job) -> bool:
        """Whether the picture of `job`, the last one that was to be kept, is written or will be."""
        return job.id == self._last

    def keep(self, job: Job, picture: DrawnPicture) -> None:
        """Write the picture that was drawn for `job`."""
        if self.has(job):
            return
        self._last = job.id
        cache = self._cache
        written = msgspec.structs.replace(
            job, output=self._output(), form=self._session.picture_form(), kept=True
        )

        def failed(error: EaselError) -> None:
            if self.has(job):
                self._last = ""
            self.failed.emit(error)

        self._background.run(
            lambda: keep_drawn(written, picture, cache),
            lambda finished: self._tell(finished, picture),
            failed,
        )

    def _tell(self, event: Finished, picture: DrawnPicture) -> None:
        self.kept.emit(event, picture)
