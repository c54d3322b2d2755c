"""Preferences, While Drawing: notifications, sleep prevention."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.storage.settings_file import Settings
from desktop.ui.controls.form import Form
from desktop.ui.controls.popups.popup_button import PopUpButton
from desktop.ui.controls.toggle import Toggle


class WorkPage(QWidget):
    """The page. Signals: `changed(str, object)`, a setting's name and its new value."""

    changed = Signal(str, object)

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.notifications = PopUpButton()
        self.notifications.add_entry(self.tr("Only when another app is in front"), "away")
        self.notifications.add_entry(self.tr("Always"), "on")
        self.notifications.add_entry(self.tr("Never"), "off")
        self.notifications.set_value(settings.notifications)
        self.previews = Toggle(self.tr("Show the picture while it is drawn"))
        self.previews.setChecked(settings.previews)
        self.sound = Toggle(self.tr("Play a sound when a picture is ready"))
        self.sound.setChecked(settings.sound)
        self.awake = Toggle(self.tr("Keep the computer awake while pictures are drawn"))
        self.awake.setChecked(settings.keep_awake)
        self.battery = Toggle(self.tr("On battery too"))
        self.battery.setChecked(settings.keep_awake_on_battery)
        self.battery.setEnabled(settings.keep_awake)
        form = Form()
        form.add_row(
            self.tr("Notify"),
            self.notifications,
            self.tr("Shows the picture in a notification when it is ready."),
        )
        form.add_row(self.tr("Sound"), self.sound)
        form.add_row(self.tr("Preview"), self.previews)
        form.add_row(self.tr("Sleep"), self.awake)
        form.add_row("", self.battery)
        self.battery.setAccessibleName(self.battery.text())
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.addWidget(form)
        column.addStretch(1)
        self.notifications.value_changed.connect(partial(self.changed.emit, "notifications"))
        self.previews.toggled.connect(partial(self.changed.emit, "previews"))
        self.sound.toggled.connect(partial(self.changed.emit, "sound"))
        self.awake.toggled.connect(partial(self.changed.emit, "keep_awake"))
        self.awake.toggled.connect(self.battery.setEnabled)
        self.battery.toggled.connect(partial(self.changed.emit, "keep_awake_on_battery"))
