"""Scripted servers, and what draws on them."""

from __future__ import annotations

import subprocess
import threading
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop.core.events import Event
from desktop.core.request import GenerationRequest, ModelIdentity
from desktop.core.server import Server
from desktop.core.tasks import Job, Task
from desktop.remote.comfy_engine import ComfyEngine
from desktop.remote.protocol.comfy_client import ComfyClient
from desktop.remote.remote_runner import RemoteRunner

from .scripted_server import Script, ScriptedServer

NAME = "studio"
SD1 = ModelIdentity(kind="comfyui", name="v1-5-pruned", family="sd1")

StartServer = Callable[..., ScriptedServer]


@pytest.fixture
def start_server() -> Iterator[StartServer]:
    """Starts servers that are stopped after the test."""
    running: list[ScriptedServer] = []

    def start(script: Script | None = None, **more: object) -> ScriptedServer:
        running.append(ScriptedServer(script, **more))
        return running[-1]

    yield start
    for server in running:
        server.stop()


def path_on(server: str) -> str:
    """The path of the model that every server has."""
    return f"server:{server}/checkpoints/v1-5-pruned.safetensors"


def request_of(**changes: object) -> GenerationRequest:
    plain = {
        "prompt": "a red apple",
        "model": path_on(NAME),
        "identity": SD1,
        "seed": 7,
        "width": 64,
        "height": 64,
        "steps": 4,
        "sampler": "euler",
        "noise_schedule": "karras",
    }
    return GenerationRequest(**{**plain, **changes})


class Drawing:
    """Runs jobs on one server; `during` is called with each event as it comes."""

    def __init__(
        self, address: str, output: Path, *, patience: float = 0.5, token: str = ""
    ) -> None:
        self.output = output
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        server = Server(name=NAME, address=address)
        self.runner = RemoteRunner(
            lambda _: ComfyEngine(ComfyClient(server, headers), patience=patience), output / "cache"
        )

    def events(
        self, task: Task, during: Callable[[Event, str], object] = lambda *_: None
    ) -> list[Event]:
        job = Job(id=uuid.uuid4().hex, task=task, output=str(self.output))
        found: list[Event] = []
        for event in self.runner.run(job):
            found.append(event)
            during(event, job.id)
        return found


@pytest.fixture
def drawing(tmp_path: Path) -> Iterator[Callable[..., Drawing]]:
    made: list[Drawing] = []

    def make(server: ScriptedServer, **more: object) -> Drawing:
        made.append(Drawing(server.address, tmp_path, **more))
        return made[-1]

    yield make
    for one in made:
        one.runner.close()
    for thread in threading.enumerate():  # one that was let go ends by itself
        if thread.name == "remote job":
            thread.join(60)


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """A self-signed certificate for 127.0.0.1 and its key, as files."""
    folder = tmp_path_factory.mktemp("certificate")
    files = str(folder / "cert.pem"), str(folder / "key.pem")
    words = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2"
    command = ["openssl", *words.split(), "-subj", "/CN=127.0.0.1"]
    subprocess.run(
        [*command, "-out", files[0], "-keyout", files[1]], check=True, capture_output=True
    )
    return files
