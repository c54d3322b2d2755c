"""Preferences, Servers: other computers that generate for Easel, and access for other apps here."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from desktop.core.errors import EaselError
from desktop.process.child_command import easel_command
from desktop.serve.access_token import new_token, own_token
from desktop.storage.settings_file import Settings
from desktop.ui.controls.form import Form, section_heading
from desktop.ui.controls.number_box import NumberBox
from desktop.ui.controls.toggle import Toggle
from desktop.worker.background import Background

from .server_list import ServerList

if TYPE_CHECKING:
    from desktop.remote.server_directory import ServerDirectory

_LOWEST_PORT, _HIGHEST_PORT = 1024, 65535


class ServersPage(QWidget):
    """The page.

    Signals: `changed(str, object)`, a setting's name and its new value; `failed(EaselError)`.
    """

    changed = Signal(str, object)
    failed = Signal(object)

    def __init__(
        self,
        settings: Settings,
        token: Path,
        servers: Callable[[], ServerDirectory],
        background: Background,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.comfyui = ServerList(settings.servers, servers, background)
        self.comfyui.servers_changed.connect(
            lambda: self.changed.emit("servers", self.comfyui.servers)
        )
        self._token_file = token
        self.serve = Toggle(self.tr("Let other apps on this computer draw with Easel"))
        self.serve.setChecked(settings.serve)
        self.port = NumberBox(_LOWEST_PORT, _HIGHEST_PORT)
        self.port.set_value(settings.serve_port)
        self.port.setFixedWidth(88)
        self.address, self.token = _shown_line(), _shown_line()
        self.token.setEchoMode(QLineEdit.EchoMode.Password)
        self.renew = QPushButton(self.tr("New Token"))
        self.renew.setToolTip(self.tr("Apps that use the old token can no longer draw."))
        self.renew.clicked.connect(self._renew)
        self.copy_token = self._copy_button(self.tr("Copy the token"), self.token.text)
        form = Form()
        form.add_wide(self.serve)
        form.add_wide(
            _words(
                self.tr(
                    "For chat apps that know OpenAI’s or A1111’s image interface, while this "
                    "window is open. Their requests join the queue. Nothing can be reached from "
                    "other computers, and web pages are refused."
                )
            )
        )
        self.copy_address = self._copy_button(self.tr("Copy the address"), self.address.text)
        form.add_row(self.tr("Port"), self.port)
        form.add_row(self.tr("Address"), _side_by_side(self.address, self.copy_address))
        form.add_row(self.tr("Token"), _side_by_side(self.token, self.copy_token, self.renew))
        self.copy_setup = QPushButton(self.tr("Copy the Entry for an Assistant"))
        self.copy_setup.clicked.connect(
            lambda: QGuiApplication.clipboard().setText(assistant_entry())
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(12)
        column.addWidget(section_heading(self.tr("Draw on servers")))
        column.addWidget(self.comfyui, 1)
        column.addSpacing(8)
        column.addWidget(section_heading(self.tr("Draw for other apps")))
        column.addWidget(form)
        column.addWidget(
            _words(
                self.tr(
                    "Assistants that use the Model Context Protocol start Easel themselves and "
                    "need neither port nor token: add this entry to their list of servers."
                )
            )
        )
        column.addWidget(_side_by_side(self.copy_setup, QWidget()))
        self.serve.toggled.connect(self._on_serve)
        self.port.value_changed.connect(self._on_port)
        self._show_access(settings.serve)

    def _on_serve(self, on: bool) -> None:
        self.changed.emit("serve", on)
        self._show_access(on)

    def _on_port(self, port: float) -> None:
        self.changed.emit("serve_port", int(port))
        self._show_access(self.serve.isChecked())

    def _show_access(self, on: bool) -> None:
        """Show address and token while the server is on; neither is created before that."""
        address = f"http://127.0.0.1:{int(self.port.value() or 0)}"
        self.address.setText(address if on else "")
        controls = (self.address, self.copy_address, self.token, self.copy_token, self.renew)
        for widget in controls:
            widget.setEnabled(on)
        if not on:
            self.token.clear()
            return
        try:
            self.token.setText(own_token(self._token_file))
        except EaselError as error:
            self.failed.emit(error)

    def _renew(self) -> None:
        try:
            self.token.setText(new_token(self._token_file))
        except EaselError as error:
            self.failed.emit(error)
            return
        self.changed.emit("serve", True)  # the server starts again with the new one

    def _copy_button(self, name: str, text: Callable[[], str]) -> QPushButton:
        button = QPushButton(self.tr("Copy"))
        button.setAccessibleName(name)
        button.setToolTip(name)
        button.clicked.connect(lambda: QGuiApplication.clipboard().setText(text()))
        return button


def assistant_entry() -> str:
    """Return the JSON that configures an assistant to start `easel mcp` on this machine."""
    program, *words = easel_command("mcp")
    entry = {"mcpServers": {"easel": {"command": program, "args": words}}}
    return json.dumps(entry, indent=2, ensure_ascii=False)


def _shown_line() -> QLineEdit:
    line = QLineEdit()
    line.setReadOnly(True)
    return line


def _words(text: str) -> QLabel:
    label = QLabel(text)
    label.setWordWrap(True)
    label.setProperty("tone", "secondary")
    return label


def _side_by_side(first: QWidget, *others: QWidget) -> QWidget:
    box = QWidget()
    row = QHBoxLayout(box)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    row.addWidget(first, 0 if isinstance(first, QPushButton) else 1)
    for widget in others:
        row.addWidget(widget, 0 if isinstance(widget, QPushButton) else 1)
    return box
