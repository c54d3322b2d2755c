"""Preferences, While Drawing: notifications, sleep prevention."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.storage.settings_file import Settings
from desktop.ui.controls.form import Form
from desktop.ui.controls.popups.popup_button import PopUpButton
from desktop.ui.controls.toggle import Toggle

from .settings_page import SettingsPage


class WorkPage(SettingsPage):
    """The page."""

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(settings, parent)
        self.notifications = PopUpButton()
        self.notifications.add_entry(self.tr("Only when another app is in front"), "away")
        self.notifications.add_entry(self.tr("Always"), "on")
        self.notifications.add_entry(self.tr("Never"), "off")
        self.previews = Toggle(self.tr("Show the picture while it is drawn"))
        self.sound = Toggle(self.tr("Play a sound when a picture is ready"))
        self.awake = Toggle(self.tr("Keep the computer awake while pictures are drawn"))
        self.battery = Toggle(self.tr("On battery too"))
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
        self.bind_setting("notifications", self.notifications)
        self.bind_setting("previews", self.previews)
        self.bind_setting("sound", self.sound)
        self.bind_setting("keep_awake", self.awake)
        self.bind_setting("keep_awake_on_battery", self.battery)
        self.awake.toggled.connect(self.battery.setEnabled)
