"""A notice at the foot of the gallery: a sentence, its actions and a close button.

Banners that need no decision close by themselves; all banners are kept in a history.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QEnterEvent, QGuiApplication, QKeyEvent, QPalette
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop.core.errors import BadInput, EaselError, InternalError
from desktop.core.messages import Message, Text
from desktop.ui.controls.icon_button import icon_button
from desktop.ui.i18n.translate_message import translate_message
from desktop.ui.theme import icons
from desktop.ui.theme.theme import scaled_font, warning_color

from .bug_counter import BugCounter
from .details_dialog import DetailsDialog
from .notice_history import NoticeHistory

_KEPT_ERRORS = 20
_MOST = 3
_WIDTH, _MARGIN = 480, 12
_NARROW = 400
"""Pixels below which even one button goes below the words: beside them it would squeeze them."""
_LETTERS_A_SECOND = 25
logger = logging.getLogger(__name__)

MakeReport = Callable[[str, str], str]
Choice = tuple[str, Callable[[], object]]


class Banner(QFrame):
    """A single notice. `choices` are buttons; choosing one closes the banner.

    `report` makes the text that the Copy Report button puts on the clipboard, for a bug. `passing`
    lets the banner close by itself after a while; by default, a closable banner without choices,
    details and warning icon does. `subject` is what the notice is about, such as a prompt: shown,
    but never logged or reported.
    """

    def __init__(
        self,
        sentence: Text,
        *,
        details: str = "",
        choices: Sequence[Choice] = (),
        icon: str = "info",
        closable: bool = True,
        report: Callable[[], str] | None = None,
        passing: bool | None = None,
        subject: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        self.reason = _reason_of(sentence)
        """The separate reason in the sentence, if any, such as a full disk."""
        self.sentence = sentence = translate_message(sentence)
        self.setAccessibleName(sentence)
        self.is_error = icon == "warning"
        self.details = details
        self.choices = tuple(choices)
        alone = closable and not (choices or details or self.is_error)
        self.passing = alone if passing is None else passing
        self._left = QTimer(self)
        self._left.setSingleShot(True)
        self._left.timeout.connect(self.dismiss)
        self._closable = closable
        self._icon = QLabel()
        self._icon_name = icon
        self.words = _words(f"{subject}\n{sentence}" if subject else sentence)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        top.addWidget(self.words, 1)
        self.buttons: list[QPushButton] = []
        below = QHBoxLayout()
        below.setSpacing(8)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 8, 8)
        column.setSpacing(6)
        column.addLayout(top)
        if details:
            self._add_button(below, self.tr("Details"), self._show_details)
        if report is not None:
            self._add_copy_button(below, self.tr("Copy Report"), report)
        elif details or icon == "warning":
            text = f"{sentence}\n\n{details}".strip()
            self._add_copy_button(below, self.tr("Copy"), lambda: text)
        for text, action in choices:
            self._add_button(below, text, action, closes=True)
        if closable:
            top.addWidget(self._close_button(), 0, Qt.AlignmentFlag.AlignTop)
        if len(self.buttons) > 1:
            below.addStretch(1)
        elif self.buttons:
            below.removeWidget(self.buttons[0])
            top.insertWidget(2, self.buttons[0])
        below.setContentsMargins(26, 0, 0, 0)
        column.addLayout(below)
        self._top, self._below = top, below
        self._tint()

    def fit(self, width: int) -> int:
        """Arrange for `width` pixels and return the height that this takes."""
        if len(self.buttons) == 1:
            (button,) = self.buttons
            is_below, narrow = self._below.indexOf(button) >= 0, width < _NARROW
            if narrow and not is_below:
                self._top.removeWidget(button)
                self._below.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
            elif is_below and not narrow:
                self._below.removeWidget(button)
                self._top.insertWidget(2, button)
        return self.heightForWidth(width)

    def go_after(self, seconds: float) -> None:
        """Close automatically after `seconds` without the mouse over the banner."""
        self._left.setInterval(round(seconds * 1000))
        self._left.start()

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self._left.stop()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        if self._left.interval():
            self._left.start()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close the banner whose button has the focus when Escape is pressed."""
        if event.key() == Qt.Key.Key_Escape and self._closable:
            self.dismiss()
        else:
            super().keyPressEvent(event)

    def _show_details(self) -> None:
        DetailsDialog(self.sentence, self.details, self).show()

    def count(self, times: int) -> None:
        """Show that the same notice occurred `times` times."""
        counted = self.tr("{sentence} (%n times)", "", times).format(sentence=self.sentence)
        self.words.setText(counted)
        self.setAccessibleName(counted)

    def _add_copy_button(self, row: QHBoxLayout, name: str, text: Callable[[], str]) -> None:
        self._add_button(row, name, lambda: QGuiApplication.clipboard().setText(text()))

    def _add_button(
        self, row: QHBoxLayout, text: str, action: Callable[[], object], *, closes: bool = False
    ) -> QPushButton:
        button = QPushButton(text)
        button.setAccessibleName(text)
        button.clicked.connect(lambda: action())
        if closes:
            button.clicked.connect(self.dismiss)
        row.addWidget(button)
        self.buttons.append(button)
        return button

    def _close_button(self) -> QToolButton:
        button = icon_button("close", self.tr("Close"), 14)
        button.clicked.connect(self.dismiss)
        return button

    def dismiss(self) -> None:
        """Close the banner."""
        self.hide()
        self.deleteLater()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._tint()

    def _tint(self) -> None:
        role = QPalette.ColorRole.Accent
        color = self.palette().color(role)
        if self._icon_name == "warning":
            color = warning_color(self.palette())
        self._icon.setPixmap(icons.pixmap(self._icon_name, 18, color, self.devicePixelRatioF()))


def _words(text: str) -> QLabel:
    label = QLabel(text)
    label.setWordWrap(True)
    label.setFont(scaled_font(label, 0.95))
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def _reason_of(text: Text) -> Message | None:
    reason = dict(text.values).get("reason") if isinstance(text, Message) else None
    return reason if isinstance(reason, Message) else None


def _says_the_same(old: Banner, new: Banner) -> bool:
    """Return whether `new` can replace `old` without losing any information."""
    if old.sentence == new.sentence:
        return True
    return old.reason is not None and old.reason == new.reason and not old.choices


class BannerArea(QWidget):
    """An overlay of banners at the foot of the gallery; never moves the gallery's layout.

    The same sentence, or the same reason (such as a full disk), is shown only once. A passing
    banner closes after `seconds`, longer for a long sentence.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._host: QWidget | None = None
        self.seconds = 8.0
        self.history = NoticeHistory(self)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._shown: list[Banner] = []
        self.errors: list[str] = []
        """The errors since the start, for a bug report."""
        self.report: MakeReport = "{}\n\n{}".format
        """Format a bug's sentence and details as the text of a report."""
        self._bugs = BugCounter(self._show_bug)
        self.hide()

    @property
    def banners(self) -> list[Banner]:
        """The visible banners, newest first."""
        return list(self._shown)

    def add(self, banner: Banner) -> Banner:
        """Show `banner` above the others."""
        if banner.is_error:
            self.errors = [*self.errors, banner.sentence][-_KEPT_ERRORS:]
            logger.info("Shown: %s", banner.sentence)
        for old in [old for old in self._shown if _says_the_same(old, banner)]:
            self._shown.remove(old)  # now: a banner awaiting deletion no longer counts
            old.dismiss()
        self._shown.insert(0, banner)
        self._column.insertWidget(0, banner)
        banner.destroyed.connect(lambda: self._drop(banner))
        while len(self._shown) > _MOST:
            self._make_room()
        self.history.add(banner.sentence, banner.details)
        if banner.passing:
            banner.go_after(self.seconds + len(banner.sentence) / _LETTERS_A_SECOND)
        self.show()
        banner.show()
        self.raise_()
        self._place()
        return banner

    def place_over(self, host: QWidget) -> None:
        """Position the area over the foot of `host`."""
        self.setParent(host)
        self._host = host
        host.installEventFilter(self)
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._host and event.type() == QEvent.Type.Resize:
            self._place()
        return False

    def event(self, event: QEvent) -> bool:
        """Follow the banners' height on layout requests (called by Qt)."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._place()
        return super().event(event)

    def _place(self) -> None:
        if self._host is None:
            return
        room = self._host.rect()
        width = min(_WIDTH, room.width() - 2 * _MARGIN)
        height = -self._column.spacing()
        for banner in self._shown:  # newest first; the oldest wait where there is no room
            taken = height + self._column.spacing() + banner.fit(width)
            fits = taken <= room.height() - 2 * _MARGIN or banner is self._shown[0]
            banner.setVisible(fits)
            height = taken if fits else height
        height = max(0, height)
        left = (room.width() - width) // 2
        self.setGeometry(left, max(0, room.height() - height - _MARGIN), width, height)

    def _make_room(self) -> None:
        """Remove the oldest passing banner, or else the oldest one."""
        passing = [banner for banner in self._shown[1:] if banner.passing]
        gone = (passing or self._shown)[-1]
        self._shown.remove(gone)
        gone.dismiss()

    def show_error(self, error: EaselError) -> Banner | None:
        """Show an error's sentence, with its details behind a button and a report for a bug.

        Return None for a bug: its banner counts the repetitions.
        """
        if isinstance(error, InternalError):
            self._bugs.note(error)
            return None
        icon = "info" if isinstance(error, BadInput) else "warning"
        return self.add(Banner(error.message, details=error.details, icon=icon))

    def _show_bug(self, error: InternalError) -> Banner:
        return self.add(
            Banner(
                error.message,
                details=error.details,
                icon="warning",
                report=lambda: self.report(str(error), error.details),
            )
        )

    def _drop(self, banner: Banner) -> None:
        self._shown = [other for other in self._shown if other is not banner]
        try:
            self.setVisible(bool(self._shown))
        except RuntimeError:
            return  # the window is closing: its widgets are deleted already
