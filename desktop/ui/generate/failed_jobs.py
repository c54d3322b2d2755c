"""Banners for failed jobs: why each failed, which job it was, and how to recover."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.core.errors import EaselError, InternalError, UnsavedPicture
from desktop.core.events import EngineLost, Failed
from desktop.core.messages import Message
from desktop.core.tasks import Job
from desktop.files.atomic import write_atomically
from desktop.files.disk_errors import disk_error
from desktop.ui.controls.notices.banner import Banner, BannerArea, Choice
from desktop.worker.session import Session

_LONGEST = 80


class FailedJobs(QObject):
    """Banners of failures; a picture that only the disk refused can be saved elsewhere."""

    def __init__(self, session: Session, banners: BannerArea, window: QWidget) -> None:
        super().__init__(window)
        self._session, self._banners, self._window = session, banners, window
        session.failed.connect(self.show_failure)
        session.waits_for.connect(self.show_wait)
        session.goes_on.connect(self.show_going_on)

    def show_failure(self, event: Failed | EngineLost) -> None:
        """Show why a job ended, and offer to report a bug or a lost engine."""
        bug = isinstance(event, EngineLost) or event.bug
        job = self._session.unfinished(event.job)
        unsaved = event.unsaved if isinstance(event, Failed) else None
        if job is None or (isinstance(event, Failed) and event.bad_input):
            kind = InternalError if bug else EaselError
            self._banners.show_error(kind(event.message, event.details))
            return
        choices: list[Choice] = []
        if unsaved is not None:
            choices.append((self.tr("Save Elsewhere…"), lambda: self._save(event, job, unsaved)))
        choices.append((self.tr("Try Again"), lambda: self._try_again(job)))
        self._show(event, job, choices, bug=bug)

    def show_wait(self, server: str, event: EngineLost) -> None:
        """Show that a server has gone and that its job waits for it."""
        text = Message(
            "{failure} Its picture waits in the queue, and is drawn as soon as it answers.",
            failure=event.message,
        )
        again = (self.tr("Try Now"), lambda: self._session.server_answers(server))
        self._banners.add(Banner(text, details=event.details, icon="warning", choices=[again]))

    def show_going_on(self, _server: str, event: EngineLost) -> None:
        """Say that a server has gone, whose picture is drawn elsewhere."""
        text = Message("{failure} Its picture is drawn elsewhere.", failure=event.message)
        self._banners.add(Banner(text, details=event.details, icon="warning"))

    def _show(
        self, event: Failed | EngineLost, job: Job, choices: list[Choice], *, bug: bool
    ) -> None:
        report = self._banners.report
        text = str(event.message)
        self._banners.add(
            Banner(
                event.message,
                details=event.details,
                icon="warning",
                choices=choices,
                report=(lambda: report(text, event.details)) if bug else None,
                subject=subject_of(job),
            )
        )

    def _try_again(self, job: Job) -> None:
        try:
            self._session.submit(job.task, job.output, front=True, places=job.places)
        except EaselError as error:
            self._banners.show_error(error)

    def _save(self, event: Failed | EngineLost, job: Job, picture: UnsavedPicture) -> None:
        """Ask for a path and save the picture; offer that again after a failure or a cancel."""
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation)
        start = str(Path(folder) / picture.name)
        target, _ = QFileDialog.getSaveFileName(
            self._window,
            self.tr("Save Elsewhere"),
            start,
            self.tr("Pictures ({list})").format(list=f"*{Path(picture.name).suffix}"),
        )
        if target and self.save_to(Path(target), picture):
            return
        again = (self.tr("Save Elsewhere…"), lambda: self._save(event, job, picture))
        self._show(event, job, [again], bug=False)

    def save_to(self, target: Path, picture: UnsavedPicture) -> bool:
        """Save the picture at `target` and return whether that succeeded."""
        try:
            write_atomically(target, picture.data)
        except OSError as error:
            self._banners.show_error(disk_error(error, target, Message("save the picture")))
            return False
        return True


def subject_of(job: Job) -> str:
    """Return the prompt of `job`, shortened; without one the picture's or model's name."""
    task = job.task
    text = str(getattr(task, "prompt", "") or getattr(task, "image", "") or "")
    line = " ".join(text.split())
    return f"“{line[:_LONGEST]}…”" if len(line) > _LONGEST else f"“{line}”" if line else ""
