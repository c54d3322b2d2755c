"""Sessions over children that follow a script, or over the real engine child."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop.core.events import Event
from desktop.core.messages import Message
from desktop.core.request import GenerationRequest
from desktop.core.tasks import Job
from desktop.models.resources import resource
from desktop.process.frames import ChildConfig
from desktop.process.supervisor import EngineChild
from desktop.storage.queue_file import QueueFile
from desktop.worker.engine_pool import EnginePool
from desktop.worker.session import Session
from tests.identified import identified

SCRIPT = Path(__file__).parent.parent / "process" / "scripted_child.py"
MakeSession = Callable[..., Session]


class Ends:
    """The jobs of a session that ended, in order, with their last events."""

    def __init__(self, session: Session) -> None:
        self.events: list[Event] = []
        self.jobs: list[str] = []
        session.job_ended.connect(self._on_end)

    def _on_end(self, job: Job, event: Event) -> None:
        self.jobs.append(job.id)
        self.events.append(event)


@pytest.fixture
def make_session(qapp, tmp_path: Path) -> Iterator[MakeSession]:
    sessions: list[Session] = []

    def make(behaviour: str = "", *, read_only: Message | None = None) -> Session:
        command = [sys.executable, str(SCRIPT), behaviour] if behaviour else None
        child = EngineChild(
            ChildConfig(cache_dir=str(tmp_path / "cache")), tmp_path / "engine.log", command
        )
        session = Session(
            EnginePool(child), QueueFile(tmp_path / "queue.json"), read_only=read_only
        )
        sessions.append(session)
        return session

    yield make
    for session in sessions:
        session.shutdown()


@pytest.fixture
def starter_request() -> GenerationRequest:
    return identified(
        GenerationRequest(
            prompt="red apple",
            model=str(resource("starter")),
            seed=7,
            width=256,
            height=256,
            steps=4,
            guidance_scale=4.0,
            sampler="euler",
        )
    )
