"""The servers that generate for Easel: added, changed, tested and removed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QHBoxLayout, QListView, QPushButton, QVBoxLayout, QWidget

from desktop.core.errors import EaselError
from desktop.core.server import Server
from desktop.ui.controls.empty_hint import EmptyHint
from desktop.ui.controls.icon_button import icon_button
from desktop.ui.controls.note import Note
from desktop.ui.i18n.translate_message import translate_message
from desktop.ui.model_list.model_rows import FACTS, WARNING, ModelRowDelegate
from desktop.worker.background import Background

from .server_dialog import ServerDialog

if TYPE_CHECKING:
    from desktop.remote.server_directory import ServerDirectory, ServerState

_MIN_HEIGHT = 96


class ServerList(QWidget):
    """The list. Signals: `servers_changed()`, the user changed the list."""

    servers_changed = Signal()

    def __init__(
        self,
        servers: Sequence[Server],
        directory: Callable[[], ServerDirectory],
        background: Background,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._servers = list(servers)
        self._directory, self._background = directory, background
        self._items = QStandardItemModel(self)
        self.view = QListView()
        self.view.setAccessibleName(self.tr("Servers that draw"))
        self.view.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setMinimumHeight(_MIN_HEIGHT)
        self.view.setModel(self._items)
        self.view.setItemDelegate(ModelRowDelegate(self.view))
        self.add = icon_button("plus", self.tr("Add a server"))
        self.remove = icon_button("minus", self.tr("Forget the server and its token"))
        self.change = QPushButton(self.tr("Change…"))
        self.test = QPushButton(self.tr("Test"))
        self.test.setToolTip(self.tr("Ask which program answers, its free memory and queue"))
        self.good, self.bad = Note("check"), Note("warning")
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self.add)
        row.addWidget(self.remove)
        row.addStretch(1)
        row.addWidget(self.change)
        row.addWidget(self.test)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.view, 1)
        column.addLayout(row)
        column.addWidget(self.good)
        column.addWidget(self.bad)
        self.add.clicked.connect(self._open_new)
        self.change.clicked.connect(self._open_chosen)
        self.view.doubleClicked.connect(self._open_chosen)
        self.remove.clicked.connect(self._remove)
        self.test.clicked.connect(self._test)
        self.view.selectionModel().currentChanged.connect(self._enable)
        EmptyHint(
            self.view,
            self.tr("No servers. Press + to draw on a computer that runs ComfyUI, A1111 or Forge."),
        )
        self._show(0)

    @property
    def servers(self) -> tuple[Server, ...]:
        """The servers, in order."""
        return tuple(self._servers)

    @property
    def chosen(self) -> Server | None:
        """The chosen server; None for none."""
        row = self.view.currentIndex().row()
        return self._servers[row] if 0 <= row < len(self._servers) else None

    def _show(self, row: int) -> None:
        self._items.clear()
        for server in self._servers:
            item = QStandardItem(server.name)
            item.setData(server.address, FACTS)
            item.setData("", WARNING)
            item.setAccessibleText(f"{server.name}, {server.address}")
            self._items.appendRow(item)
        self.view.setCurrentIndex(self._items.index(min(row, len(self._servers) - 1), 0))
        self._enable()

    def _enable(self) -> None:
        for button in (self.remove, self.change, self.test):
            button.setEnabled(self.chosen is not None)
        self.good.say("")
        self.bad.say("")

    def _open_new(self) -> None:
        self._open(None)

    def _open_chosen(self) -> None:
        if self.chosen is not None:
            self._open(self.chosen)

    def _open(self, server: Server | None) -> None:
        others = tuple(one.name for one in self._servers if one != server)
        dialog = ServerDialog(server, others, self._directory(), self._background, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.kept.connect(partial(self._take, server))
        dialog.open()

    def _take(self, before: Server | None, server: Server) -> None:
        if before in self._servers:
            row = self._servers.index(before)
            self._servers[row] = server
        else:
            row = len(self._servers)
            self._servers.append(server)
        self._show(row)
        self.servers_changed.emit()

    def _remove(self) -> None:
        server = self.chosen
        if server is None:
            return
        row = self._servers.index(server)
        del self._servers[row]
        self._show(max(row - 1, 0))
        self.servers_changed.emit()
        if all(one.address != server.address for one in self._servers):
            credentials = self._directory().credentials
            self._background.run(
                lambda: credentials.keep(server.address, ""), lambda _: None, self._say_failure
            )

    def _test(self) -> None:
        server = self.chosen
        if server is None:
            return
        self.test.setEnabled(False)
        directory = self._directory()
        self._background.run(lambda: directory.test(server), self._say_state, self._say_failure)

    def _say_state(self, state: ServerState) -> None:
        self._enable()
        self.good.say(state.sentence())

    def _say_failure(self, error: EaselError) -> None:
        self._enable()
        self.bad.say(translate_message(error.message))
