"""Headings of sections, and below them rows of label and control, which say why one is off."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QWidget,
)

from desktop.core.capabilities import Support
from desktop.ui.i18n.translate_message import translate_message as said
from desktop.ui.theme.theme import scaled_font


def save_buttons(dialog: QDialog) -> QHBoxLayout:
    """Cancel rejects `dialog`; Save, which Return presses, accepts it."""
    cancel = QPushButton(QCoreApplication.translate("SaveButtons", "Cancel"))
    save = QPushButton(QCoreApplication.translate("SaveButtons", "Save"))
    save.setProperty("kind", "primary")
    save.setDefault(True)
    cancel.clicked.connect(dialog.reject)
    save.clicked.connect(dialog.accept)
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addStretch(1)
    for button in (cancel, save):
        button.setAccessibleName(button.text())
        row.addWidget(button)
    return row


LABEL_WIDTH = 84
_FIRST_LINE = 5
"""Pixels from the top of a field to the text in it."""


def heading_font(widget: QWidget) -> QFont:
    """The font of every section's heading, whether it folds or not."""
    return scaled_font(widget, 0.92, bold=True)


def section_heading(text: str, control: QWidget | None = None) -> QLabel:
    """A heading that doesn't fold; `control` is what it names, where that is one control."""
    heading = QLabel(text)
    heading.setProperty("tone", "section")
    heading.setFont(heading_font(heading))
    if control is not None:
        heading.setBuddy(control)
    return heading


class Form(QWidget):
    """A column of rows; each row's control gets its label as accessible name and buddy.

    `wide` says that there is room for a row's note below its control, not below the label too.
    """

    def __init__(self, parent: QWidget | None = None, *, wide: bool = False) -> None:
        super().__init__(parent)
        self._notes_from = 1 if wide else 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnMinimumWidth(0, LABEL_WIDTH)
        self._grid.setColumnStretch(1, 1)
        self._rows = 0

    def add_row(self, text: str, control: QWidget, tip: str = "") -> FormRow:
        """Add a labeled control; `tip` says what the setting does to the picture."""
        row = FormRow(self, text, control, tip)
        line = self._rows * 2
        self._grid.addWidget(row.label, line, 0, _label_place(row.label, control))
        self._grid.addWidget(control, line, 1)
        self._grid.addWidget(row.reason, line + 1, self._notes_from, 1, 2 - self._notes_from)
        self._rows += 1
        return row

    def add_wide(self, widget: QWidget) -> None:
        """Add a widget over both columns."""
        self._grid.addWidget(widget, self._rows * 2, 0, 1, 2)
        self._rows += 1


def _label_place(label: QLabel, control: QWidget) -> Qt.AlignmentFlag:
    """Beside the middle of one line, or beside the first of several."""
    if control.sizeHint().height() < 2.5 * label.sizeHint().height():
        return Qt.AlignmentFlag.AlignVCenter
    label.setContentsMargins(0, _FIRST_LINE, 0, 0)
    return Qt.AlignmentFlag.AlignTop


class FormRow:
    """One row: it can be switched off with a reason, which is shown below it and as tooltip."""

    def __init__(self, parent: QWidget, text: str, control: QWidget, tip: str) -> None:
        self.label = QLabel(text, parent)
        self.label.setBuddy(control)
        self.label.setFont(scaled_font(self.label, 0.92))
        self.label.setProperty("tone", "secondary")
        self.control = control
        self.reason = reason_label(parent)
        self._tip = tip
        control.setAccessibleName(text)
        self._set_tip(tip)

    def support(self, support: Support, *, say: bool = True) -> None:
        """Enable the row, or disable it with the reason (`say`: also as a line below it)."""
        self.label.setEnabled(bool(support))
        self.control.setEnabled(bool(support))
        self._set_tip(self._tip if support else said(support.reason))
        self.reason.setText("" if support else said(support.reason))
        self.reason.setVisible(bool(say and not support and support.reason))

    def note(self, text: str) -> None:
        """Show `text` below the row; "" hides the line."""
        self.reason.setText(text)
        self.reason.setVisible(bool(text))

    def _set_tip(self, text: str) -> None:
        for widget in (self.label, self.control):
            widget.setToolTip(text)


class _ReasonLabel(QLabel):
    """Says what comes from below the window in the window's language."""

    def setText(self, text: str) -> None:
        super().setText(said(text))


def reason_label(parent: QWidget) -> QLabel:
    """A hidden line for the reason why something is off."""
    label = _ReasonLabel(parent)
    label.setWordWrap(True)
    label.setFont(scaled_font(label, 0.85))
    label.setProperty("tone", "secondary")
    label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    label.hide()
    return label
