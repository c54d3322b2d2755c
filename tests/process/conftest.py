"""Children that follow a script, speaking real frames over real pipes."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop.core.request import GenerationRequest
from desktop.core.tasks import Job
from desktop.process.frames import ChildConfig
from desktop.process.supervisor import EngineChild

SCRIPT = Path(__file__).with_name("scripted_child.py")


@pytest.fixture
def scripted(tmp_path: Path) -> Iterator[Callable[[str], EngineChild]]:
    children: list[EngineChild] = []

    def make(behaviour: str) -> EngineChild:
        child = EngineChild(
            ChildConfig(cache_dir=str(tmp_path)),
            tmp_path / "logs" / "engine.log",
            [sys.executable, str(SCRIPT), behaviour],
        )
        children.append(child)
        return child

    yield make
    for child in children:
        child.close()


@pytest.fixture
def job() -> Job:
    return Job(id="job-1", task=GenerationRequest(prompt="x", model="/m"), output="/out")
