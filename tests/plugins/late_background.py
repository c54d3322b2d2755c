"""`pytest --late-background SEED`: results of background work and what the engine tells come late,
each by another while.

A test that passes only since a result happens to come before its next line fails here.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator

import pytest

from desktop.core.events import Event
from desktop.core.tasks import Job
from desktop.process.supervisor import EngineChild
from desktop.worker.low_priority_pool import LowPriorityThreadPool

_LATEST = 0.4
"""Seconds."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--late-background", type=int, help="the seed of how late each result comes")


@pytest.fixture(autouse=True)
def late_background(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    seed = request.config.getoption("late_background")
    if seed is None:
        yield
        return
    lateness = random.Random(f"{seed} {request.node.nodeid}")
    call = LowPriorityThreadPool._call

    def late(pool: LowPriorityThreadPool, function: Callable[[], object]) -> None:
        time.sleep(lateness.choice((0.0, 0.0, lateness.uniform(0, _LATEST))))
        call(pool, function)
        time.sleep(lateness.choice((0.0, lateness.uniform(0, _LATEST / 4))))

    run = EngineChild.run

    def late_events(child: EngineChild, job: Job) -> Iterator[Event]:
        for event in run(child, job):
            time.sleep(lateness.choice((0.0, 0.0, 0.0, lateness.uniform(0, _LATEST / 2))))
            yield event

    monkeypatch.setattr(LowPriorityThreadPool, "_call", late)
    monkeypatch.setattr(EngineChild, "run", late_events)
    yield
