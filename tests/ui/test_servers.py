"""Servers in the window: added, tested, their models chosen and drawn with, taken away."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from desktop.core.events import Cancelled
from desktop.core.recipe import Recipe
from desktop.core.server import Server
from desktop.process.frames import ChildConfig
from desktop.process.supervisor import EngineChild
from desktop.remote.comfy_engine import ComfyEngine
from desktop.remote.protocol.comfy_client import ComfyClient
from desktop.remote.remote_runner import RemoteRunner
from desktop.remote.server_directory import ServerDirectory
from desktop.remote.server_engine import ServerEngine
from desktop.storage.metadata.reading import read_recipe
from desktop.ui.i18n.recipe_lines import recipe_lines
from desktop.ui.preferences.preferences_dialog import PreferencesDialog
from desktop.ui.preferences.server_dialog import ServerDialog
from desktop.worker.session_state import Ready, Running
from tests.remote.scripted_a1111 import ScriptedA1111
from tests.remote.scripted_server import Script, ScriptedServer

SD1 = "server:Studio/checkpoints/v1-5-pruned.safetensors"


@pytest.fixture
def server():
    made = ScriptedServer(Script(step_seconds=0.02))
    yield made
    made.stop()


@pytest.fixture
def open_window(make_window, app_paths, monkeypatch: pytest.MonkeyPatch):
    """A window whose engine goes to servers, too; `servers` are in its settings already."""
    monkeypatch.setattr("desktop.remote.credentials.Keychain", _NoSecrets)

    def make(*servers: Server):
        kept = [{"name": one.name, "address": one.address} for one in servers]
        app_paths.settings.parent.mkdir(parents=True, exist_ok=True)
        app_paths.settings.write_text(json.dumps({"version": 1, "servers": kept}))
        found = []
        directory = ServerDirectory(
            lambda: found[0].parts.services.settings.values.servers if found else servers
        )
        child = EngineChild(ChildConfig(cache_dir=""), app_paths.logs / "engine.log")

        def engine(name: str) -> ServerEngine:
            opened = directory.engine(name)
            if isinstance(opened, ComfyEngine):
                opened.close()
                return ComfyEngine(ComfyClient(directory.named(name)), patience=0.3)
            return opened

        found.append(
            make_window(child, make_remote=lambda: RemoteRunner(engine), servers=lambda: directory)
        )
        return found[0]

    return make


class _NoSecrets:
    def __init__(self, *_: str) -> None: ...

    def read(self) -> str:
        return ""

    write = remove = lambda *_: None


def chosen(qtbot, window, path: str = SD1) -> None:
    registry = window.parts.registry
    qtbot.waitUntil(lambda: registry.at(path) is not None, timeout=60_000)
    window.parts.panel.model_row.choose(path)


def test_a_server_is_added_and_draws(qtbot, open_window, server) -> None:
    window = open_window()
    parts = window.parts
    assert server.requests == []
    parts.window_actions.open_preferences()
    page = window.findChildren(PreferencesDialog)[0].servers.comfyui
    page.add.click()
    dialog = page.findChildren(ServerDialog)[0]
    dialog.name.setText("a/b")
    dialog.address.setText(server.address)
    dialog.accept()
    assert "neither / nor" in dialog.bad.text
    dialog.name.setText("Studio")
    dialog.test.click()
    qtbot.waitUntil(lambda: "ComfyUI 0.3.64" in dialog.good.text, timeout=60_000)
    dialog.accept()
    assert parts.services.settings.values.servers == page.servers
    chosen(qtbot, window)
    parts.values.prompt, parts.values.steps = "red apple", 2
    with qtbot.waitSignal(parts.services.session.picture_finished, timeout=60_000) as drawn:
        parts.actions["generate"].trigger()
    read = read_recipe(Path(drawn.args[0].path))
    assert read is not None
    shown = [line.text for line in recipe_lines(Recipe(read.recipe))]
    assert any("on the server Studio" in text for text in shown)
    page.remove.click()
    qtbot.waitUntil(lambda: parts.registry.at(SD1) is None, timeout=60_000)
    assert not any(model.server for model in parts.registry.models)


def test_the_controls_follow_what_the_server_has(qtbot, open_window, server) -> None:
    window = open_window(Server(name="Studio", address=server.address))
    chosen(qtbot, window)
    registry, model = window.parts.registry, window.parts.panel.model_row.model
    assert model is not None
    assert [a.name for a in registry.assets("lora", model.family, model.server)] == ["ink_sd15"]
    assert registry.assets("lora", model.family) == []
    assert "folder controlnet" in window.parts.panel.controlnets.reason.text()
    assert all(not thing.server for thing in registry.everything())


def test_a_job_there_is_cancelled_at_once(qtbot, open_window, server) -> None:
    window = open_window(Server(name="Studio", address=server.address))
    chosen(qtbot, window)
    session = window.parts.services.session
    window.parts.values.prompt, window.parts.values.steps = "red apple", 900
    ends = []
    session.job_ended.connect(lambda _, event: ends.append(event))
    window.parts.actions["generate"].trigger()
    qtbot.waitUntil(lambda: isinstance(session.state, Running), timeout=60_000)
    session.cancel()
    qtbot.waitUntil(lambda: isinstance(session.state, Ready), timeout=60_000)
    assert isinstance(ends[0], Cancelled)
    assert server.cancelled == list(server.graphs)


def test_the_model_that_was_chosen_is_waited_for(qtbot, open_window, server, app_paths) -> None:
    window = open_window(Server(name="Studio", address=server.address))
    chosen(qtbot, window)
    row = window.parts.panel.model_row
    said: list[str] = []
    row.said.connect(said.append)
    window.parts.registry.awaits_servers = True
    window.parts.registry._served_models = ()
    window.parts.registry.changed.emit()
    assert window.parts.values.model == SD1
    window.parts.served_models.refresh()
    qtbot.waitUntil(lambda: window.parts.registry.at(SD1) is not None, timeout=60_000)
    assert said == []
    server.stop()
    window.parts.served_models.refresh()
    qtbot.waitUntil(lambda: window.parts.values.model != SD1, timeout=60_000)
    assert len(said) == 1
    assert "v1-5-pruned" in said[0]


def test_a_job_waits_for_a_server_that_has_gone_while_others_go_on(
    qtbot, open_window, server
) -> None:
    other = ScriptedServer()
    again = []
    try:
        window = open_window(
            Server(name="Studio", address=server.address),
            Server(name="Farm", address=other.address),
        )
        parts = window.parts
        session, values = parts.services.session, parts.values
        chosen(qtbot, window)
        values.prompt, values.steps = "red apple", 300
        parts.actions["generate"].trigger()
        qtbot.waitUntil(lambda: isinstance(session.state, Running), timeout=60_000)
        chosen(qtbot, window, SD1.replace("Studio", "Farm"))
        values.steps = 2
        drawn = []
        session.picture_finished.connect(drawn.append)
        with qtbot.waitSignal(session.waits_for, timeout=60_000) as lost:
            parts.actions["generate"].trigger()
            server.kill()
        assert lost.args[0] == "Studio"
        qtbot.waitUntil(lambda: len(other.drawn) == 1 and session.running is None, timeout=60_000)
        assert [job.task.model for job in session.waiting] == [SD1]
        assert session.away == {"Studio"}
        texts = [banner.sentence for banner in parts.column.banners.banners]
        assert any("waits in the queue" in text for text in texts)
        again.append(ScriptedServer(Script(), port=server.port))
        parts.served_models.refresh()
        qtbot.waitUntil(lambda: len(drawn) == 2, timeout=60_000)
        assert session.waiting == ()
        assert not session.away
    finally:
        for one in (other, *again):
            one.stop()


def test_whoever_is_free_draws(qtbot, open_window, server) -> None:
    other = ScriptedServer(Script(step_seconds=0.02))
    try:
        window = open_window(
            Server(name="Studio", address=server.address),
            Server(name="Farm", address=other.address),
        )
        parts = window.parts
        session, values, row = parts.services.session, parts.values, parts.panel.model_row
        assert not row.anywhere.isVisible()
        chosen(qtbot, window)
        assert row.anywhere.isVisible()
        assert "Studio, Farm" in row.anywhere.toolTip()
        row.anywhere.click()
        assert row.about.text().startswith("On Studio, Farm")
        values.prompt, values.steps, values.count = "red apple", 3, 2
        parts.actions["show_queue"].trigger()
        panel = parts.generate_actions.queue_panel
        shown = set()
        session.in_flight_changed.connect(lambda: shown.update(_details(panel)))
        ended = []
        session.job_ended.connect(lambda *ends: ended.append(ends))
        for _ in range(3):
            parts.actions["generate"].trigger()
        qtbot.waitUntil(lambda: len(ended) == 3, timeout=60_000)
        assert len(server.drawn) + len(other.drawn) == 6
        assert server.drawn
        assert other.drawn
        assert any(text.startswith("Studio, Farm  ·") for text in shown)
        assert parts.pictures.running is None
        assert len(parts.pictures.paths) == 6
        row.anywhere.click()
        parts.actions["generate"].trigger()
        assert session.running.places == ()
        qtbot.waitUntil(lambda: len(ended) == 4, timeout=60_000)
    finally:
        other.stop()


def _details(panel) -> list[str]:
    rows = [panel._running, *panel._others.values()]
    return [row.detail.toolTip() or row.detail.text() for row in rows]


def test_an_a1111_server_is_recognised_added_and_draws(qtbot, open_window) -> None:
    there = ScriptedA1111()
    try:
        window = open_window()
        parts = window.parts
        parts.window_actions.open_preferences()
        page = window.findChildren(PreferencesDialog)[0].servers.comfyui
        page.add.click()
        dialog = page.findChildren(ServerDialog)[0]
        dialog.name.setText("Forge")
        dialog.address.setText(there.address)
        dialog.test.click()
        qtbot.waitUntil(lambda: "A1111’s interface, 2 models" in dialog.good.text, timeout=60_000)
        dialog.accept()
        chosen(qtbot, window, "server:Forge/checkpoints/v1-5-pruned.safetensors")
        parts.values.prompt, parts.values.steps = "red apple", 2
        parts.values.sampler, parts.values.noise_schedule = "euler", "karras"
        with qtbot.waitSignal(parts.services.session.picture_finished, timeout=60_000) as drawn:
            parts.actions["generate"].trigger()
        assert there.payloads[0][1]["prompt"] == "red apple"
        read = read_recipe(Path(drawn.args[0].path))
        assert read is not None
        shown = [line.text for line in recipe_lines(Recipe(read.recipe))]
        assert any("on the server Forge" in text for text in shown), shown
        assert any("A1111" in text for text in shown), shown
        assert "R-ESRGAN 4x+" in [one.name for one in parts.registry.upscalers()]
    finally:
        there.stop()
