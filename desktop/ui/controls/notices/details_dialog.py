"""What stands behind a notice's Details: a window that can be made larger, with text to copy."""

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

from desktop.ui.theme.theme import scaled_font


class DetailsDialog(QDialog):
    """The sentence, below it the details; it stops nothing while it is open."""

    def __init__(self, sentence: str, details: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Details"))
        self.resize(620, 380)
        words = QLabel(sentence)
        words.setWordWrap(True)
        words.setFont(scaled_font(words, 1.0, bold=True))
        box = QPlainTextEdit(details)
        box.setReadOnly(True)
        box.setAccessibleName(self.tr("Details"))
        copy = QPushButton(self.tr("Copy"))
        close = QPushButton(self.tr("Close"))
        close.setDefault(True)
        copy.clicked.connect(
            lambda: QGuiApplication.clipboard().setText(f"{sentence}\n\n{details}")
        )
        close.clicked.connect(self.accept)
        row = QHBoxLayout()
        row.addStretch(1)
        for button in (copy, close):
            button.setAccessibleName(button.text())
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addWidget(words)
        column.addWidget(box, 1)
        column.addLayout(row)
