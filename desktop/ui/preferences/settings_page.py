"""Base of the Preferences pages: a setting and its control, kept at the same value."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.storage.settings_file import Settings
from desktop.ui.state.bindings import ValueControl


class SettingsPage(QWidget):
    """A page. Signals: `changed(str, object)`, a setting's name and its new value."""

    changed = Signal(str, object)

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings

    def bind_setting(self, name: str, control: ValueControl) -> None:
        """Show the setting `name` in `control`, and emit the user's changes of it."""
        control.set_value(getattr(self._settings, name))
        control.value_changed.connect(partial(self.changed.emit, name))
