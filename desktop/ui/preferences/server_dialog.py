"""The dialog for one server: its name, its address, and its token."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from desktop.core.errors import EaselError
from desktop.core.server import Server
from desktop.ui.controls.form import Form, save_buttons
from desktop.ui.controls.note import Note
from desktop.ui.controls.toggle import Toggle
from desktop.worker.background import Background

if TYPE_CHECKING:
    from desktop.remote.server_directory import ServerDirectory, ServerState


class ServerDialog(QDialog):
    """The dialog; Save stores the token in the keychain first, on a background thread.

    Signals: `kept(Server)`, the server's new settings.
    """

    kept = Signal(object)

    def __init__(
        self,
        server: Server | None,
        others: tuple[str, ...],
        directory: ServerDirectory,
        background: Background,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Server"))
        self.resize(440, 0)
        self._others = others
        self._directory, self._background = directory, background
        self.name, self.address, self.token = QLineEdit(), QLineEdit(), QLineEdit()
        self.name.setPlaceholderText(self.tr("Studio"))
        self.address.setPlaceholderText("192.168.1.20:8188")
        self.address.setToolTip(
            self.tr("ComfyUI’s port is 8188 (taken where none is given), A1111’s 7860")
        )
        self.token.setEchoMode(QLineEdit.EchoMode.Password)
        known = server is not None
        self.token.setPlaceholderText(
            self.tr("Unchanged") if known else self.tr("Only where the server asks for one")
        )
        self.token.setToolTip(
            self.tr(
                "Sent with each request and kept in the keychain; also user:password, or a header: "
                "Name: value"
            )
        )
        self.any_certificate = Toggle(self.tr("Trust its certificate, even a self-signed one"))
        if server is not None:
            self.name.setText(server.name)
            self.address.setText(server.address)
            self.any_certificate.setChecked(server.any_certificate)
        self._was = server
        self.good, self.bad = Note("check"), Note("warning")
        self.test = QPushButton(self.tr("Test"))
        self.test.setAutoDefault(False)
        form = Form()
        form.add_row(self.tr("Name"), self.name)
        form.add_row(self.tr("Address"), self.address)
        form.add_row(self.tr("Token"), self.token)
        form.add_wide(self.any_certificate)
        buttons = QHBoxLayout()
        buttons.addWidget(self.test)
        buttons.addLayout(save_buttons(self), 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 20)
        column.setSpacing(12)
        column.addWidget(form)
        column.addWidget(self.good)
        column.addWidget(self.bad)
        column.addLayout(buttons)
        self.test.clicked.connect(self._test)
        for field in (self.name, self.address, self.token):
            field.textChanged.connect(self._clear)

    def accept(self) -> None:
        """Save the token, then the server; on an error, show it and stay open."""
        server = self._server()
        if server is None:
            return
        token = self.token.text().strip()
        moved = self._was is not None and self._was.address != server.address
        if not token and not moved:
            self._keep(server)
            return
        credentials, was = self._directory.credentials, self._was

        def keep() -> None:
            kept = credentials.token(was.address) if was is not None and not token else token
            credentials.keep(server.address, kept)

        self._background.run(keep, lambda _: self._keep(server), self._say_failure)

    def _keep(self, server: Server) -> None:
        self.kept.emit(server)
        super().accept()

    def _server(self) -> Server | None:
        """Return the server as typed; on an error, show it and return None."""
        from desktop.remote.protocol.server_address import checked_server

        try:
            return checked_server(
                self.name.text(),
                self.address.text(),
                self._others,
                any_certificate=self.any_certificate.isChecked(),
            )
        except EaselError as error:
            self._say_failure(error)
            return None

    def _test(self) -> None:
        server = self._server()
        if server is None:
            return
        self._clear()
        self.test.setEnabled(False)
        directory, typed, was = self._directory, self.token.text().strip(), self._was
        same = was is not None and was.address == server.address

        def ask() -> ServerState:
            return directory.test(server, None if same and not typed else typed)

        self._background.run(ask, self._say_state, self._say_failure)

    def _say_state(self, state: ServerState) -> None:
        self._clear()
        self.good.say(state.sentence())

    def _say_failure(self, error: EaselError) -> None:
        self._clear()
        self.bad.say(error.message)

    def _clear(self) -> None:
        self.good.say("")
        self.bad.say("")
        self.test.setEnabled(True)
