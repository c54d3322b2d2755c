"""A line of text that holds one value, as all of our controls do."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget


class TextLine(QLineEdit):
    """Signals: `value_changed(object)`, the text, for the user's changes only."""

    value_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMaxLength(20_000)
        self.textEdited.connect(self._on_edit)

    def _on_edit(self, text: str) -> None:
        self.value_changed.emit(text)

    def set_value(self, value: str) -> None:
        """Show `value`."""
        if value != self.text():
            self.setText(value)
