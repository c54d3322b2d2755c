"""Section headings, rows of label and control with a reason for a disabled control, crosses."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from desktop.core.capabilities import Support
from desktop.ui.i18n.translate_message import translate_message as said
from desktop.ui.theme.theme import scaled_font

from .icon_button import icon_button


def save_buttons(dialog: QDialog) -> QHBoxLayout:
    """Return a row of Cancel, which rejects `dialog`, and Save, the default, which accepts it."""
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


class AcceptButtons(QDialogButtonBox):
    """Cancel, and a default button named `words` that accepts, in the platform's order."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self.go = self.addButton(words, QDialogButtonBox.ButtonRole.AcceptRole)
        self.go.setProperty("kind", "primary")
        self.go.setDefault(True)
        self.stop = self.addButton(self.tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        for button in (self.go, self.stop):
            button.setAccessibleName(button.text())


LABEL_WIDTH = 84
_CROSS = 14
"""Pixels of the sides of `remove_button`’s cross."""
_FIRST_LINE = 5
"""Pixels from the top of a field to the text in it."""


def heading_font(widget: QWidget) -> QFont:
    """Return the font of section headings, collapsible or not."""
    return scaled_font(widget, 0.92, bold=True)


def section_heading(text: str, control: QWidget | None = None) -> QLabel:
    """Return a fixed heading; `control` is its buddy if it names a single control."""
    heading = QLabel(text)
    heading.setProperty("tone", "section")
    heading.setFont(heading_font(heading))
    if control is not None:
        heading.setBuddy(control)
    return heading


def remove_button(words: str = "") -> QToolButton:
    """Return a small cross that removes what stands beside it; `words` say what."""
    return icon_button("close", words, _CROSS)


class Form(QWidget):
    """A column of rows; a label's text is its control's accessible name, and its buddy the control.

    `wide` puts a row's note below the control alone, where there is room; else it spans the label
    too.
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
        """Add a labeled control; `tip` explains the setting's effect on the picture."""
        row = FormRow(self, text, control, tip)
        line = self._rows * 2
        self._grid.addWidget(row.label, line, 0, _label_place(row.label, control))
        self._grid.addWidget(control, line, 1)
        self._grid.addWidget(row.reason, line + 1, self._notes_from, 1, 2 - self._notes_from)
        self._rows += 1
        return row

    def add_wide(self, widget: QWidget) -> None:
        """Add a widget that spans both columns."""
        self._grid.addWidget(widget, self._rows * 2, 0, 1, 2)
        self._rows += 1


def _label_place(label: QLabel, control: QWidget) -> Qt.AlignmentFlag:
    """Return the label's alignment: centered for a single-line control, else at the top."""
    if control.sizeHint().height() < 2.5 * label.sizeHint().height():
        return Qt.AlignmentFlag.AlignVCenter
    label.setContentsMargins(0, _FIRST_LINE, 0, 0)
    return Qt.AlignmentFlag.AlignTop


class FormRow:
    """A row that can be disabled with a reason, shown below it and as tooltip."""

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
        """Enable the row, or disable it with a reason (`say`: also as a line below it)."""
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
    """A label that translates reasons from the layers below the window."""

    def setText(self, text: str) -> None:
        super().setText(said(text))


def reason_label(parent: QWidget) -> QLabel:
    """Return a hidden label for the reason why a control is disabled."""
    label = _ReasonLabel(parent)
    label.setWordWrap(True)
    label.setFont(scaled_font(label, 0.85))
    label.setProperty("tone", "secondary")
    label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    label.hide()
    return label
