"""The details of a notice: an explanation in words and the technical report."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.ui.controls.group import CollapsibleGroup
from desktop.ui.theme.theme import scaled_font

from .explanation import explained

_WIDTH, _SHORT, _TALL = 620, 180, 420


class DetailsDialog(QDialog):
    """A modeless dialog with the sentence and its explanation; technical details are collapsed."""

    def __init__(self, sentence: str, details: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Details"))
        words = _label(sentence)
        words.setFont(scaled_font(words, 1.0, bold=True))
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addWidget(words)
        meaning = explained(details)
        if meaning:
            column.addWidget(_label("\n".join(meaning)))
        column.addWidget(self._report(details, folded=bool(meaning)), 1)
        column.addLayout(self._buttons(f"{sentence}\n\n{details}"))
        self.resize(_WIDTH, _SHORT if meaning else _TALL)

    def _report(self, details: str, *, folded: bool) -> QWidget:
        box = QPlainTextEdit(details)
        box.setReadOnly(True)
        box.setAccessibleName(self.tr("Details"))
        if not folded:
            return box
        group = CollapsibleGroup(self.tr("Technical report"), box)
        group.set_open(False)
        group.toggled.connect(self._on_fold)
        return group

    def _on_fold(self, opened: bool) -> None:
        self.resize(self.width(), _TALL if opened else _SHORT)

    def _buttons(self, text: str) -> QHBoxLayout:
        copy = QPushButton(self.tr("Copy"))
        close = QPushButton(self.tr("Close"))
        close.setDefault(True)
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(text))
        close.clicked.connect(self.accept)
        close.setFocus()
        row = QHBoxLayout()
        row.addStretch(1)
        for button in (copy, close):
            button.setAccessibleName(button.text())
            row.addWidget(button)
        return row


def _label(text: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
