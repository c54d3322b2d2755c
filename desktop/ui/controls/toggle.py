"""A box to tick, with its words beside it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QWidget


class Toggle(QCheckBox):
    """Signals: `value_changed(object)`, a bool, for the user's changes only."""

    value_changed = Signal(object)

    def __init__(self, text: str, tip: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setAccessibleName(text)
        self.setToolTip(tip)
        self.clicked.connect(self._on_click)

    def set_value(self, value: bool) -> None:
        """Show `value`."""
        self.setChecked(value)

    def _on_click(self, on: bool) -> None:
        self.value_changed.emit(on)
