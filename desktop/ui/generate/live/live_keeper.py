"""Write pictures that live drawing has shown: their exact pixels, with their recipe."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec
from PySide6.QtCore import QObject, Signal

from desktop.core.errors import EaselError
from desktop.core.events import DrawnPicture, Finished
from desktop.core.tasks import Job
from desktop.process.jobs.finished_picture import keep_drawn
from desktop.worker.background import Background
from desktop.worker.session import Session


class LiveKeeper(QObject):
    """A writer of each picture, once, to the folder of new pictures and in the settings' format.

    Signals: `kept(Finished, DrawnPicture)`; `failed(EaselError)`, the write can be retried.
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
        """Return whether the picture of `job`, the last to be kept, is or will be written."""
        return job.id == self._last

    def keep(self, job: Job, picture: DrawnPicture) -> None:
        """Write the picture that was generated for `job`."""
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
