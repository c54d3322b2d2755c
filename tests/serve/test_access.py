"""Who is let in, and what is refused before a route is asked."""

from __future__ import annotations

import socket
import stat
import threading
from pathlib import Path
from typing import Any

import httpx
import pytest

from desktop.core.errors import BadInput
from desktop.serve.access_token import checked_token, own_token
from desktop.serve.http_server import listen
from desktop.serve.image_service import Limits
from tests.waiting import wait_until

from .conftest import TOKEN, Served, service_over, serving

KNOWN = {"Authorization": f"Bearer {TOKEN}"}


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": "Bearer wrong"},
        {"Authorization": f"Bearer {TOKEN} "[:-3]},
        {"Authorization": TOKEN},
        {"Authorization": "Basic %%%"},
        {b"Authorization": "Bearer 비밀".encode()},
    ],
)
@pytest.mark.parametrize("path", ["/v1/models", "/sdapi/v1/options", "/sdapi/v1/progress"])
def test_nobody_comes_in_without_the_token(answering: Served, headers: Any, path: str):
    assert httpx.get(answering.address + path, headers=headers).status_code == 401


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "127.0.0.1.evil.example", ""])
def test_another_name_for_this_machine_is_not_answered(answering: Served, host: str):
    answer = httpx.get(f"{answering.address}/v1/models", headers={**KNOWN, "Host": host})

    assert answer.status_code in (400, 421)


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:3000"])
def test_no_web_page_draws(answering: Served, origin: str):
    answer = httpx.get(f"{answering.address}/v1/models", headers={**KNOWN, "Origin": origin})

    assert answer.status_code == 403


def test_a_name_that_was_allowed_is_answered(scripted, tmp_path):
    service = service_over(scripted("obedient"), tmp_path)
    with serving(service, tmp_path, frozenset({"host.docker.internal"})) as served:
        headers = {**KNOWN, "Host": "host.docker.internal:7861"}

        assert httpx.get(f"{served.address}/v1/models", headers=headers).status_code == 200


def test_a_body_that_is_too_large_is_refused_before_it_is_read(answering: Served):
    headers = {**KNOWN, "Content-Length": str(10**12)}
    host, port = answering.address.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port))) as connection:
        lines = ["POST /v1/images/generations HTTP/1.1", f"Host: {host}:{port}"]
        lines += [f"{key}: {value}" for key, value in headers.items()]
        connection.sendall("\r\n".join([*lines, "", ""]).encode())
        assert b" 413 " in connection.recv(200)


def test_a_body_of_unsaid_length_is_bounded_too(answering: Served):
    piece = b" " * 2**20
    answer = answering.client.post(
        "/v1/images/generations", content=(piece for _ in range(80)), headers=KNOWN
    )

    assert answer.status_code == 413


def test_a_full_queue_says_so_and_when_to_come_again(scripted, tmp_path):
    service = service_over(scripted("obedient"), tmp_path, Limits(waiting=1))
    with serving(service, tmp_path) as served:
        asking = threading.Thread(
            target=lambda: served.client.post("/v1/images/generations", json={"prompt": "x"})
        )
        asking.start()
        wait_until(lambda: service.waiting == 1)
        with httpx.Client(base_url=served.address, headers=KNOWN) as other:
            answer = other.post("/v1/images/generations", json={"prompt": "x"})
        service.cancel_all()
        asking.join()

    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) > 0


def test_a_client_that_hangs_up_frees_the_engine(scripted, tmp_path):
    service = service_over(scripted("obedient"), tmp_path)
    with serving(service, tmp_path) as served:
        host, port = served.address.removeprefix("http://").split(":")
        body = b'{"prompt": "x"}'
        with socket.create_connection((host, int(port))) as connection:
            head = (
                f"POST /v1/images/generations HTTP/1.1\r\nHost: {host}:{port}\r\n"
                f"Authorization: Bearer {TOKEN}\r\nContent-Length: {len(body)}\r\n\r\n"
            )
            connection.sendall(head.encode() + body)
            wait_until(lambda: service.progress.step == 1)
        wait_until(lambda: service.waiting == 0)


@pytest.mark.expects_warnings("could not be answered")
def test_a_bug_is_logged_and_answered_without_its_traceback(scripted, tmp_path):
    service = service_over(scripted("obedient"), tmp_path)

    def broken():
        raise ZeroDivisionError("in a route")

    service.found = broken  # type: ignore[method-assign]
    with serving(service, tmp_path) as served:
        answer = served.client.get("/v1/models")

    assert answer.status_code == 500
    assert "ZeroDivisionError" in answer.json()["detail"]
    assert "Traceback" not in answer.text


def test_beyond_this_machine_a_token_must_be_given():
    with pytest.raises(BadInput, match="give --token"):
        listen("0.0.0.0", 0, token_given=False)


def test_a_port_that_is_taken_is_told():
    with (
        listen("127.0.0.1", 0, token_given=False) as taken,
        pytest.raises(BadInput, match="can’t listen"),
    ):
        listen("127.0.0.1", taken.getsockname()[1], token_given=False)


@pytest.mark.parametrize("token", ["", "short", "비밀" * 20, "a\nb" * 20])
def test_a_weak_token_is_refused(token: str):
    with pytest.raises(BadInput, match="A token has"):
        checked_token(token)


def test_the_token_of_this_machine_is_kept_for_the_user_alone(tmp_path: Path):
    path = tmp_path / "home" / "serve-token"

    token = own_token(path)

    assert own_token(path) == token
    assert len(token) > 20
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_two_processes_that_start_at_once_have_one_token(tmp_path: Path):
    path = tmp_path / "serve-token"
    tokens: list[str] = []
    threads = [threading.Thread(target=lambda: tokens.append(own_token(path))) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert set(tokens) == {own_token(path)}


def test_a_token_file_that_is_damaged_is_replaced(tmp_path: Path):
    path = tmp_path / "serve-token"
    path.write_bytes(b"\xff\xfe")

    assert own_token(path) == own_token(path)
