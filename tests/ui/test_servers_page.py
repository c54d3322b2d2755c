"""Preferences, Servers: what other apps need stands there, once they are let in."""

from __future__ import annotations

import json
import stat
from pathlib import Path

from PySide6.QtGui import QGuiApplication

from desktop.core.server import Server
from desktop.core.tasks import Job
from desktop.models.resources import resource
from desktop.remote.server_directory import ServerDirectory
from desktop.storage.settings_file import Settings
from desktop.ui.generate.queue_panel import job_words
from desktop.ui.preferences.servers_page import ServersPage, assistant_entry
from desktop.worker.background import Background
from tests.identified import request_for


def made(settings: Settings, token: Path) -> ServersPage:
    return ServersPage(settings, token, lambda: ServerDirectory(tuple[Server, ...]), Background())


def test_address_and_token_come_with_the_switch(qtbot, tmp_path: Path):
    page = made(Settings(), tmp_path / "token")
    qtbot.addWidget(page)
    assert not page.address.text()
    assert not (tmp_path / "token").exists()

    with qtbot.waitSignal(page.changed) as changed:
        page.serve.setChecked(True)

    assert changed.args == ["serve", True]
    assert page.address.text() == "http://127.0.0.1:7861"
    assert stat.S_IMODE((tmp_path / "token").stat().st_mode) == 0o600
    page.copy_token.click()
    assert QGuiApplication.clipboard().text() == (tmp_path / "token").read_text().strip()


def test_a_new_token_replaces_the_old_one_and_starts_the_server_anew(qtbot, tmp_path: Path):
    page = made(Settings(serve=True), tmp_path / "token")
    qtbot.addWidget(page)
    old = page.token.text()

    with qtbot.waitSignal(page.changed) as changed:
        page.renew.click()

    assert page.token.text() != old
    assert changed.args == ["serve", True]


def test_the_port_changes_the_address(qtbot, tmp_path: Path):
    page = made(Settings(serve=True), tmp_path / "token")
    qtbot.addWidget(page)

    with qtbot.waitSignal(page.changed):
        page.port.set_value(9000)
        page.port.value_changed.emit(9000)

    assert page.address.text() == "http://127.0.0.1:9000"


def test_the_entry_for_an_assistant_starts_easel():
    entry = json.loads(assistant_entry())["mcpServers"]["easel"]

    assert Path(entry["command"]).is_file()
    assert entry["args"][-1] == "mcp"


def test_the_queue_says_who_asked():
    request = request_for(Path(resource("starter")), prompt="red apple")

    _, detail = job_words(Job(id="1", task=request, output="/x", asked_by="an assistant (MCP)"))

    assert "an assistant (MCP)" in detail
