"""Desktop feedback for jobs: Dock progress, sleep inhibition, end notifications."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from desktop.core.events import EngineLost, Event, Failed, Finished
from desktop.core.request import GenerationRequest
from desktop.core.tasks import Job
from desktop.storage.settings_file import SettingsFile
from desktop.ui.i18n.translate_message import translate_message
from desktop.worker.session import Session
from desktop.worker.session_state import Ready, Running, RunningSeveral, State, Working

from .dock import Dock
from .notifier import Notifier
from .sleep_inhibitor import SleepInhibitor, on_battery

_POWER_CHECK_MS = 10_000
_LEAST_CHANGE = 0.01
_LONGEST = 120


class JobStatus(QObject):
    """An observer of the session, until `stop` releases everything.

    `in_front` and `battery` return whether the app is in front and on battery; tests pass their
    own.
    """

    def __init__(
        self,
        session: Session,
        settings: SettingsFile,
        dock: Dock,
        notifier: Notifier,
        awake: SleepInhibitor,
        parent: QObject,
        *,
        in_front: Callable[[], bool] | None = None,
        battery: Callable[[], bool] = on_battery,
        beep: Callable[[], object] = QApplication.beep,
    ) -> None:
        super().__init__(parent)
        self._session, self._settings = session, settings
        self._dock, self._notifier, self._awake = dock, notifier, awake
        self._in_front = in_front or _app_is_in_front
        self._battery = battery
        self._beep = beep
        self._shown: float | None = None
        self._pictures: dict[str, int] = {}
        self._plug = QTimer(self)
        self._plug.setInterval(_POWER_CHECK_MS)
        self._plug.timeout.connect(self.refresh)
        session.state_changed.connect(self._on_state)
        session.queue_changed.connect(self._on_queue)
        session.job_started.connect(self._on_started)
        session.picture_finished.connect(self._on_picture)
        session.job_ended.connect(self._on_ended)

    def refresh(self) -> None:
        """Update the sleep inhibition to the settings and the power source."""
        if isinstance(self._session.state, Ready):
            self._plug.stop()
            self._awake.end()
            return
        values = self._settings.values
        wanted = values.keep_awake and (values.keep_awake_on_battery or not self._battery())
        self._awake.begin(stay_awake=wanted)
        if not self._plug.isActive():
            self._plug.start()

    def stop(self) -> None:
        """Release everything: the app is quitting."""
        self._plug.stop()
        self._awake.end()
        self._dock.show_progress(None)
        self._dock.show_count(0)

    def _on_state(self, state: State) -> None:
        if isinstance(state, Ready) or not self._plug.isActive():
            self.refresh()
        if isinstance(state, Ready):
            self._show(None)
        elif (done := _job_fraction(state)) is not None:
            self._show(done)

    def _show(self, done: float | None) -> None:
        before, self._shown = self._shown, done
        if done is None or before is None or abs(done - before) >= _LEAST_CHANGE:
            self._dock.show_progress(done)
        else:
            self._shown = before

    def _on_queue(self, jobs: Sequence[Job]) -> None:
        self._dock.show_count(len(jobs))

    def _on_started(self, job: Job) -> None:
        self._pictures[job.id] = 0
        if self._session.running is job:
            self._show(0.0)

    def _on_picture(self, event: Finished) -> None:
        self._pictures[event.job] = self._pictures.get(event.job, 0) + 1

    def _on_ended(self, job: Job, event: Event) -> None:
        pictures = self._pictures.pop(job.id, 0)
        if isinstance(event, Finished) and self._settings.values.sound:
            self._beep()
        wish = self._settings.values.notifications
        if wish == "off" or (wish == "away" and self._in_front()):
            return
        prompt = job.task.prompt if isinstance(job.task, GenerationRequest) else ""
        if isinstance(event, Finished):
            title = self.tr("%n picture(s) ready", "", pictures)
            self._notifier.notify(title, _short(prompt), event.path)
        elif isinstance(event, Failed | EngineLost):
            self._notifier.notify(
                self.tr("The picture was not drawn"), translate_message(event.message)
            )


def _job_fraction(state: State) -> float | None:
    """Return the progress of the whole job, over all its pictures; None if uninformative."""
    if isinstance(state, Running | RunningSeveral):
        return state.done
    return state.fraction if isinstance(state, Working) else None


def _app_is_in_front() -> bool:
    return QGuiApplication.applicationState() == Qt.ApplicationState.ApplicationActive


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"
