"""A server as `easel serve` runs it, on a free port, over the shared engine child."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from desktop.models.library import ModelLibrary
from desktop.process.frames import ChildConfig
from desktop.process.jobs.job_runner import JobRunner
from desktop.process.supervisor import EngineChild
from desktop.serve.http_server import HttpServer, listen, make_app
from desktop.serve.image_service import ImageService, Limits
from tests.waiting import ENGINE_LIMIT

TOKEN = "a secret of this test"
SCRIPT = Path(__file__).parent.parent / "process" / "scripted_child.py"
MakeService = Callable[..., ImageService]


@dataclass(frozen=True)
class Served:
    """A running server, its service, and a client that knows the token."""

    address: str
    service: ImageService
    client: httpx.Client


def service_over(runner: JobRunner, folder: Path, limits: Limits | None = None) -> ImageService:
    return ImageService(
        ModelLibrary, lambda: runner, lambda: folder / "out", folder / "wildcards", limits
    )


@contextmanager
def serving(service: ImageService, folder: Path, hosts: frozenset[str] = frozenset()):
    """`service` behind a server in a thread."""
    listening = listen("127.0.0.1", 0, token_given=False)
    server = HttpServer(make_app(service, folder / "inputs", TOKEN, hosts), listening)
    thread = threading.Thread(target=server.run, name="server")
    thread.start()
    headers = {"Authorization": f"Bearer {TOKEN}"}
    client = httpx.Client(base_url=server.address, headers=headers, timeout=ENGINE_LIMIT)
    try:
        yield Served(server.address, service, client)
    finally:
        client.close()
        service.cancel_all()
        server.stop()
        thread.join()
        listening.close()


@pytest.fixture
def scripted(tmp_path: Path) -> Iterator[Callable[[str], EngineChild]]:
    """Children that do what `tests/process/scripted_child.py` has a name for."""
    with ExitStack() as ends:

        def make(behaviour: str) -> EngineChild:
            command = [sys.executable, str(SCRIPT), behaviour]
            config = ChildConfig(cache_dir=str(tmp_path / "cache"))
            child = EngineChild(config, tmp_path / "engine.log", command)
            ends.callback(child.close)
            return child

        yield make


@pytest.fixture
def served(engine_child: EngineChild, tmp_path: Path) -> Iterator[Served]:
    with serving(service_over(engine_child, tmp_path), tmp_path) as running:
        yield running


@pytest.fixture
def answering(scripted: Callable[[str], EngineChild], tmp_path: Path) -> Iterator[Served]:
    """The same over a child that draws nothing: for what is answered without drawing."""
    with serving(service_over(scripted("obedient"), tmp_path), tmp_path) as running:
        yield running
