"""The open window answers other programs where its setting says so, over its own queue."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from desktop.app.window_server import WindowServer
from desktop.core.errors import EaselError
from desktop.serve.access_token import own_token
from desktop.storage.app_paths import AppPaths
from desktop.storage.settings_file import SettingsFile
from desktop.worker.session import Session
from desktop.worker.visitor_jobs import VisitorJobs
from desktop.worker.visitor_listener import VisitorListener
from tests.worker.conftest import make_session

__all__ = ["make_session"]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


@pytest.fixture
def app_paths(tmp_path: Path) -> AppPaths:
    return AppPaths.under(tmp_path / "h")


@pytest.fixture
def session(make_session, app_paths: AppPaths) -> Iterator[Session]:
    session = make_session("obedient")
    listener = VisitorListener(app_paths.window_socket)
    jobs = VisitorJobs(session, listener, listener)
    yield session
    jobs.shutdown()


@pytest.fixture
def server(session: Session, app_paths: AppPaths) -> Iterator[WindowServer]:
    made = WindowServer(SettingsFile(app_paths.settings), app_paths)
    yield made
    made.shutdown()


def client_of(app_paths: AppPaths, port: int) -> httpx.Client:
    return httpx.Client(
        base_url=f"http://127.0.0.1:{port}",
        headers={"Authorization": f"Bearer {own_token(app_paths.serve_token)}"},
        timeout=60,
    )


def answers(client: httpx.Client) -> bool:
    try:
        return client.get("/v1/models").status_code == 200
    except httpx.ConnectError:
        return False


def test_nothing_listens_unless_it_was_switched_on(server, app_paths):
    server.start()

    assert not app_paths.serve_token.exists()


def test_the_setting_opens_and_closes_the_door(server, app_paths, session, qtbot):
    port = free_port()
    settings = server._settings
    settings.change(serve=True, serve_port=port)
    with client_of(app_paths, port) as client:
        server.follow("serve")
        qtbot.waitUntil(lambda: answers(client))
        settings.change(serve=False)
        server.follow("serve")

        assert not answers(client)


def test_a_request_stands_in_the_windows_queue_with_who_asked(server, app_paths, session, qtbot):
    port = free_port()
    server._settings.change(serve=True, serve_port=port)
    server.start()
    with client_of(app_paths, port) as client:
        qtbot.waitUntil(lambda: answers(client))
        with socket.create_connection(("127.0.0.1", port)) as asking:
            body = b'{"prompt": "x"}'
            head = (
                f"POST /v1/images/generations HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
                f"Authorization: Bearer {own_token(app_paths.serve_token)}\r\n"
                f"Content-Length: {len(body)}\r\n\r\n"
            )
            asking.sendall(head.encode() + body)
            qtbot.waitUntil(lambda: session.running is not None)

            assert "OpenAI" in session.running.asked_by
            session.cancel()
            qtbot.waitUntil(lambda: session.running is None)
            assert b" 409 " in asking.recv(100)


def test_a_port_that_is_taken_is_one_sentence(server, qtbot):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        server._settings.change(serve=True, serve_port=taken.getsockname()[1])
        with qtbot.waitSignal(server.failed, timeout=60_000) as failed:
            server.start()

    assert isinstance(failed.args[0], EaselError)
    assert "can’t listen" in str(failed.args[0].message)
