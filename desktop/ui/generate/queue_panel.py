"""The queue: the running job and those waiting, to remove, move to the front and cancel."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLocale, QPoint, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop.core.grids.grid import GridRequest
from desktop.core.request import GenerationRequest
from desktop.core.tasks import (
    ConvertRequest,
    InspectRequest,
    Job,
    ShrinkRequest,
    Task,
    UpscaleRequest,
)
from desktop.ui.controls.elided_label import ElidedLabel
from desktop.ui.controls.icon_button import icon_button
from desktop.ui.controls.notices.notice_history import Notice
from desktop.ui.controls.popups.popover import Popover
from desktop.ui.controls.progress_ring import ProgressRing
from desktop.ui.i18n import progress_text as progress_words
from desktop.ui.i18n.place_name import place_name
from desktop.ui.theme.theme import scaled_font
from desktop.worker.session_state import InFlight, Ready, Running, State

translate = QCoreApplication.translate

_WIDTH = 360
_MOST_ROWS = 50
_NOTICES_HEIGHT = 132


class QueuePanel(Popover):
    """The panel over the window.

    Signals: `remove_requested(str)`, `front_requested(str)`, `edit_requested(str)` with a job's id;
    `moved(str, int)`, a job was dragged to that index; `pause_requested(bool)`;
    `cancel_requested()`; `clear_requested()`.
    """

    remove_requested = Signal(str)
    front_requested = Signal(str)
    cancel_requested = Signal()
    clear_requested = Signal()
    edit_requested = Signal(str)
    pause_requested = Signal(bool)
    moved = Signal(str, int)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAccessibleName(self.tr("Queue"))
        self.setFixedWidth(_WIDTH)
        self._waiting: tuple[Job, ...] = ()
        title = QLabel(self.tr("Queue"))
        title.setFont(scaled_font(title, 1.0, bold=True))
        self.clear = QPushButton(self.tr("Remove All"))
        self.clear.setProperty("kind", "link")
        self.clear.setAccessibleName(self.tr("Remove all waiting jobs"))
        self.clear.clicked.connect(self.clear_requested)
        top = QHBoxLayout()
        self.time = QLabel()
        self.time.setProperty("tone", "secondary")
        self.pause = QPushButton()
        self.pause.setProperty("kind", "link")
        self.pause.setCheckable(True)
        self.pause.clicked.connect(self.pause_requested)
        top.addWidget(title)
        top.addWidget(self.time, 1)
        top.addWidget(self.pause)
        top.addWidget(self.clear)
        self._running = JobRow(running=True)
        self._running.second.clicked.connect(self.cancel_requested)
        self._others: dict[str, JobRow] = {}
        """The rows of further jobs that are drawn at once, at other places, by their ids."""
        self._begun = QVBoxLayout()
        self._begun.setSpacing(4)
        self._begun.addWidget(self._running)
        self._empty = QLabel(
            self.tr(
                "The queue is empty. Press Generate as often as you like: what can’t be drawn at "
                "once waits here."
            )
        )
        self._empty.setProperty("tone", "secondary")
        self._empty.setWordWrap(True)
        self._list = QWidget()
        self._rows = QVBoxLayout(self._list)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(4)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(self._list)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 12, 12)
        column.setSpacing(8)
        column.addLayout(top)
        column.addLayout(self._begun)
        column.addWidget(self._area)
        column.addWidget(self._empty)
        self._add_notices(column)
        self.show_notices([])
        self.show_queue((), None)

    def _add_notices(self, column: QVBoxLayout) -> None:
        self._notices_title = QLabel(self.tr("Notices"))
        self._notices_title.setFont(scaled_font(self._notices_title, 1.0, bold=True))
        self.notices = QListWidget()
        self.notices.setAccessibleName(self._notices_title.text())
        self.notices.setWordWrap(True)
        self.notices.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.notices.setFixedHeight(_NOTICES_HEIGHT)
        column.addSpacing(4)
        column.addWidget(self._notices_title)
        column.addWidget(self.notices)

    def show_notices(self, notices: Sequence[Notice]) -> None:
        """List the notices of this run, newest first."""
        self.notices.clear()
        for notice in notices:
            time = self.locale().toString(notice.time, QLocale.FormatType.ShortFormat)
            item = QListWidgetItem(f"{time}  {notice.sentence}")
            item.setToolTip(notice.details or notice.sentence)
            self.notices.addItem(item)
        for widget in (self._notices_title, self.notices):
            widget.setVisible(bool(notices))
        if self.isVisible():
            self.place()

    def show_queue(
        self, waiting: Sequence[Job], running: Job | None, *, paused: bool = False
    ) -> None:
        """Show these jobs, and whether the queue is paused."""
        self._waiting = tuple(waiting)
        self.pause.setChecked(paused)
        self.pause.setText(self.tr("Resume") if paused else self.tr("Pause"))
        self.pause.setAccessibleName(self.pause.text())
        self.pause.setToolTip(self.tr("The running job finishes; no other one starts."))
        self.pause.setVisible(paused or bool(waiting))
        self._running.setVisible(running is not None)
        if running is not None:
            self._running.show_job(running)
        while (item := self._rows.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for place, job in enumerate(waiting[:_MOST_ROWS]):
            self._rows.addWidget(self._row(job, first=place == 0))
        if len(waiting) > _MOST_ROWS:
            more = QLabel(self.tr("and {n} more").format(n=len(waiting) - _MOST_ROWS))
            more.setProperty("tone", "secondary")
            self._rows.addWidget(more)
        self._rows.addStretch(1)
        self._area.setVisible(bool(waiting))
        self._area.setFixedHeight(min(280, 48 * len(waiting[:6]) + 8))
        self._empty.setVisible(not waiting and running is None)
        self.clear.setVisible(len(waiting) > 1)
        if self.isVisible():
            self.place()

    def show_in_flight(self, begun: Sequence[InFlight]) -> None:
        """Show how far each of the jobs that have begun is, and where it is drawn."""
        if begun:
            self._running.show_places(begun[0].places)
            if not isinstance(begun[0].state, Ready):
                self._running.show_progress(begun[0].state)
        left = time_for_all([one.state for one in begun], self._waiting)
        words = "" if left is None else progress_words.duration(left)
        self.time.setText(self.tr("about {time}").format(time=words) if words else "")
        others = {one.job.id: one for one in begun[1:]}
        shown = self._others.keys()
        has_other_rows = others.keys() != shown
        for job_id in shown - others.keys():
            row = self._others.pop(job_id)
            row.hide()
            row.deleteLater()
        for job_id, one in others.items():
            row = self._others.get(job_id)
            if row is None:
                row = self._others[job_id] = JobRow(running=True)
                row.show_job(one.job)
                row.second.clicked.connect(partial(self.remove_requested.emit, job_id))
                self._begun.addWidget(row)
            row.show_places(one.places)
            row.show_progress(one.state)
        if has_other_rows and self.isVisible():
            self.place()

    def rows(self) -> list[JobRow]:
        """Return the rows of the waiting jobs."""
        items = (self._rows.itemAt(place) for place in range(self._rows.count()))
        widgets = (item.widget() for item in items if item is not None)
        return [widget for widget in widgets if isinstance(widget, JobRow)]

    def _row(self, job: Job, *, first: bool) -> JobRow:
        row = JobRow()
        row.show_job(job)
        row.first.setEnabled(not first)
        row.first.clicked.connect(lambda: self.front_requested.emit(job.id))
        row.second.clicked.connect(lambda: self.remove_requested.emit(job.id))
        row.edit.setVisible(isinstance(job.task, GenerationRequest))
        row.edit.clicked.connect(lambda: self.edit_requested.emit(job.id))
        row.dropped.connect(partial(self._move, job.id, row))
        return row

    def _move(self, job_id: str, row: JobRow, top: int) -> None:
        """Move the job to the index where its dragged row's top edge, `top`, was dropped."""
        others = [other for other in self.rows() if other is not row]
        place = sum(other.y() + other.height() // 2 < top + row.height() // 2 for other in others)
        self.moved.emit(job_id, place)


def time_for_all(begun: Sequence[State], waiting: Sequence[Job]) -> float | None:
    """Return the seconds until the queue is empty at the pace of the jobs that have begun; None if
    unknown.
    """
    running = [state for state in begun if isinstance(state, Running)]
    left = [state.seconds_left for state in running if state.seconds_left is not None]
    paces = [one.places / one.seconds_per_step for one in running if one.seconds_per_step]
    if not left or not paces:
        return None
    steps = 0
    for job in waiting:
        task = job.task
        if isinstance(task, GridRequest):
            steps += sum(cell.request.steps for cell in task.cells)
        elif isinstance(task, GenerationRequest):
            steps += task.steps * task.count
    return max(left) + steps / sum(paces)


class JobRow(QWidget):
    """One job: its prompt, its amount of work, and its buttons; the row can be dragged.

    Signals: `dropped(int)`, the top edge at the drop.
    """

    dropped = Signal(int)

    def __init__(self, *, running: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(44)
        self.ring = ProgressRing(20)
        if not running:
            self.ring.hide()  # nothing is shown that has no parent yet: it would be a window
        self.title = ElidedLabel()
        self.detail = ElidedLabel()
        self.detail.setProperty("tone", "secondary")
        self.detail.setFont(scaled_font(self.detail, 0.85))
        self.first = icon_button("to-front", self.tr("Draw this next"))
        if running:
            self.first.hide()
        self._is_running = running
        self._held: QPoint | None = None
        self._places = ""
        self.edit = icon_button("pencil", self.tr("Edit: take its settings back into the controls"))
        if running:
            self.edit.hide()
        words = self.tr("Cancel") if running else self.tr("Remove from the queue")
        self.second = icon_button("stop" if running else "close", words)
        texts = QVBoxLayout()
        texts.setSpacing(1)
        texts.addStretch(1)
        texts.addWidget(self.title)
        texts.addWidget(self.detail)
        texts.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.ring)
        row.addLayout(texts, 1)
        row.addWidget(self.edit)
        row.addWidget(self.first)
        row.addWidget(self.second)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._held = None if self._is_running else event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._held is not None:
            self.raise_()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self.move(self.x(), self.mapToParent(event.position().toPoint()).y() - self._held.y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        held, self._held = self._held, None
        self.unsetCursor()
        if held is not None and self.mapToParent(event.position().toPoint()).y() >= 0:
            self.dropped.emit(self.y())

    def show_job(self, job: Job) -> None:
        """Show `job`."""
        title, detail = job_words(job)
        self.title.set_full_text(title)
        self.detail.set_full_text(detail)
        self.setAccessibleName(f"{title}, {detail}")

    def show_places(self, places: Sequence[str]) -> None:
        """Say where it is drawn, in front of how far it is; this machine alone needs no word."""
        elsewhere = any(places)
        self._places = ", ".join(map(place_name, dict.fromkeys(places))) if elsewhere else ""

    def show_progress(self, state: State) -> None:
        """Show the job's progress."""
        self.ring.set_progress(progress_words.fraction(state))
        detail = progress_words.detail(state) or progress_words.title(state)
        shown = (detail, *progress_words.shorter_details(state))
        self.detail.set_full_text(
            *("  ·  ".join(word for word in (self._places, words) if word) for words in shown)
        )


def job_words(job: Job) -> tuple[str, str]:
    """Return a job's two lines of text; the second names the program that sent it, if any."""
    title, detail = _task_words(job.task)
    if job.asked_by:
        asked = translate("QueuePanel", "for {program}").format(program=job.asked_by)
        detail = "  ·  ".join(part for part in (detail, asked) if part)
    return title, detail


def _task_words(task: Task) -> tuple[str, str]:
    if isinstance(task, GridRequest):
        return _grid_words(task)
    if isinstance(task, ConvertRequest | ShrinkRequest):
        words = translate("QueuePanel", "Converting {name}")
        if isinstance(task, ShrinkRequest):
            words = translate("QueuePanel", "Making {name} smaller")
        return words.format(name=Path(task.source).stem), Path(task.output).name
    if isinstance(task, InspectRequest):
        return translate("QueuePanel", "Checking {name}").format(name=Path(task.model).name), ""
    if isinstance(task, UpscaleRequest):
        words = translate("QueuePanel", "Upscale {name}")
        return words.format(name=Path(task.image).name), Path(task.model).stem
    if not isinstance(task, GenerationRequest):
        return type(task).__name__.removesuffix("Request"), ""
    title = " ".join(task.prompt.split()) or translate("QueuePanel", "(no prompt)")
    detail = [
        f"{task.width} × {task.height}",
        translate("QueuePanel", "{n} steps").format(n=task.steps),
    ]
    if task.count > 1:
        detail.insert(0, translate("QueuePanel", "{n} pictures").format(n=task.count))
    return title, "  ·  ".join(detail)


def _grid_words(task: GridRequest) -> tuple[str, str]:
    first = task.cells[0].request
    title = " ".join(task.prompt.split()) or translate("QueuePanel", "(no prompt)")
    detail = (
        translate("QueuePanel", "Grid"),
        f"{len(task.columns)} × {len(task.rows)}",
        f"{first.width} × {first.height}",
    )
    return title, "  ·  ".join(detail)
