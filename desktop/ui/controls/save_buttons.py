"""The row at the foot of a dialog that saves something: Cancel and Save."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton


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
