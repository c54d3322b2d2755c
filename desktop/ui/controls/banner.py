"""A line across the gallery: one sentence, what can be done about it, and a way to close it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication, QPalette
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop.core.errors import BadInput, EaselError, InternalError
from desktop.core.messages import Text
from desktop.ui.controls.bug_counter import BugCounter
from desktop.ui.i18n.translate_message import translate_message
from desktop.ui.theme import icons
from desktop.ui.theme.theme import scaled_font, warning_color

_KEPT_ERRORS = 20
logger = logging.getLogger(__name__)

MakeReport = Callable[[str, str], str]
Choice = tuple[str, Callable[[], object]]


class Banner(QFrame):
    """One message. `choices` are buttons; choosing one closes the banner.

    `report` makes the text that its Copy Report button puts on the clipboard: for a bug.
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
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        self.sentence = sentence = translate_message(sentence)
        self.setAccessibleName(sentence)
        self.is_error = icon == "warning"
        self._icon = QLabel()
        self._icon_name = icon
        self.words = QLabel(sentence)
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        top.addWidget(self.words, 1)
        self.buttons: list[QPushButton] = []
        below = QHBoxLayout()
        below.setSpacing(8)
        below.setContentsMargins(26, 0, 0, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 8, 10)
        column.setSpacing(8)
        column.addLayout(top)
        if closable:
            top.addWidget(self._close_button(), 0, Qt.AlignmentFlag.AlignTop)
        if details:
            self._add_details(details, below, column)
        if report is not None:
            self._add_copy_button(below, self.tr("Copy Report"), report)
        elif details or icon == "warning":
            text = f"{sentence}\n\n{details}".strip()
            self._add_copy_button(below, self.tr("Copy"), lambda: text)
        for text, action in choices:
            self._add_button(below, text, action, closes=True)
        if self.buttons:
            below.addStretch(1)
            column.insertLayout(1, below)
        self._tint()

    def _add_details(self, details: str, below: QHBoxLayout, column: QVBoxLayout) -> None:
        box = QPlainTextEdit(details)
        box.setReadOnly(True)
        box.setFont(scaled_font(box, 0.85))
        box.setFixedHeight(120)
        box.setAccessibleName(self.tr("Details"))
        box.hide()
        column.addWidget(box)
        toggle = self._add_button(below, self.tr("Details"), lambda: None)
        toggle.setCheckable(True)
        toggle.toggled.connect(box.setVisible)

    def count(self, times: int) -> None:
        """Say that it came so many times."""
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
        button.clicked.connect(lambda _=False: action())
        if closes:
            button.clicked.connect(self.dismiss)
        row.addWidget(button)
        self.buttons.append(button)
        return button

    def _close_button(self) -> QToolButton:
        button = QToolButton()
        button.setIcon(icons.icon("close"))
        button.setIconSize(QSize(14, 14))
        button.setToolTip(self.tr("Close"))
        button.setAccessibleName(self.tr("Close"))
        button.clicked.connect(self.dismiss)
        return button

    def dismiss(self) -> None:
        """Take the banner away."""
        self.hide()
        self.deleteLater()

    def changeEvent(self, event) -> None:
        super().changeEvent(event)
        if event.type() == event.Type.PaletteChange:
            self._tint()

    def _tint(self) -> None:
        role = QPalette.ColorRole.Accent
        color = self.palette().color(role)
        if self._icon_name == "warning":
            color = warning_color(self.palette())
        self._icon.setPixmap(icons.pixmap(self._icon_name, 18, color, self.devicePixelRatioF()))


class BannerArea(QWidget):
    """The column above the gallery in which banners stand; the same sentence stands there once."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 12, 16, 0)
        self._column.setSpacing(8)
        self._shown: list[Banner] = []
        self.errors: list[str] = []
        """What went wrong since the start, for a bug report."""
        self.report: MakeReport = "{}\n\n{}".format
        """From a bug's sentence and details to the text of a report."""
        self._bugs = BugCounter(self._show_bug)
        self.hide()

    @property
    def banners(self) -> list[Banner]:
        """The banners that stand there, newest first."""
        return list(self._shown)

    def add(self, banner: Banner) -> Banner:
        """Show `banner` above the others."""
        if banner.is_error:
            self.errors = [*self.errors, banner.sentence][-_KEPT_ERRORS:]
            logger.info("Shown: %s", banner.sentence)
        for old in [old for old in self._shown if old.sentence == banner.sentence]:
            self._shown.remove(old)  # now: what is still being destroyed counts no more
            old.dismiss()
        self._shown.insert(0, banner)
        self._column.insertWidget(0, banner)
        banner.destroyed.connect(lambda: self._drop(banner))
        while len(self._shown) > 3:
            self._shown.pop().dismiss()
        self.show()
        banner.show()
        return banner

    def show_error(self, error: EaselError) -> None:
        """Show an error's sentence, with its details behind a button; a bug also with a report."""
        if isinstance(error, InternalError):
            self._bugs.note(error)
            return
        icon = "info" if isinstance(error, BadInput) else "warning"
        self.add(Banner(error.message, details=error.details, icon=icon))

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
            return  # the window is going: its widgets are gone already
