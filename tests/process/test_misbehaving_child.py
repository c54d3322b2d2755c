"""A child that is broken in any way costs its job, and nothing else."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable

import msgspec
import pytest

from desktop.core.events import Cancelled, EngineLost, Finished, Loading, ends_job
from desktop.core.request import GenerationRequest
from desktop.core.tasks import Job
from desktop.process.supervisor import EngineChild
from tests.waiting import LIMIT

Make = Callable[[str], EngineChild]


@pytest.mark.expects_warnings("EngineLost")
@pytest.mark.parametrize("behaviour", ["bad utf-8", "deep"])
def test_a_strange_frame_ends_the_job(scripted: Make, job: Job, behaviour: str) -> None:
    child = scripted(behaviour)
    last = list(child.run(job))[-1]
    assert isinstance(last, EngineLost)
    assert "payload" in last.details
    assert child.pid is None


@pytest.mark.expects_warnings("EngineLost")
def test_a_picture_that_was_told_of_is_one_whatever_comes_behind(scripted: Make, job: Job) -> None:
    child = scripted("whole then garbage")
    assert isinstance(list(child.run(job))[-1], Finished)
    next_job = msgspec.structs.replace(job, id="job-2")
    assert ends_job(list(child.run(next_job))[-1])


def test_events_of_another_job_are_left_out(scripted: Make, job: Job) -> None:
    events = list(scripted("another job").run(job))
    assert [event.job for event in events] == [job.id] * 3
    assert isinstance(events[-1], Finished)


def test_a_pace_that_is_no_time_leaves_cancelling_as_it_is(scripted: Make, job: Job) -> None:
    child = scripted("odd pace")
    events = []
    for event in child.run(job):
        events.append(event)
        if len(events) == 6:  # the engine's and the UNet's loading, four steps
            child.cancel(job.id)
    assert events[-1] == Cancelled(job=job.id)


def test_a_job_larger_than_the_pipe_waits_for_nobody(scripted: Make, job: Job) -> None:
    child = scripted("deaf")
    long = GenerationRequest(prompt="word " * 200_000, model="/m")
    large = msgspec.structs.replace(job, task=long)
    events = []
    hung = threading.Event()

    def end_what_hangs() -> None:
        hung.set()
        if child.pid is not None:
            os.kill(child.pid, signal.SIGKILL)

    watch = threading.Timer(LIMIT, end_what_hangs)
    watch.start()
    for event in child.run(large):
        events.append(event)
        if isinstance(event, Loading):
            thread = threading.Thread(target=child.cancel, args=(job.id,))
            thread.start()
            thread.join()
    watch.cancel()
    watch.join()
    assert not hung.is_set(), "it waited for a child that doesn't read"
    assert events[-1] == Cancelled(job=job.id)
    assert child.pid is None


def test_a_large_job_arrives_whole(scripted: Make, job: Job) -> None:
    long = GenerationRequest(prompt="word " * 200_000, model="/m")
    events = list(scripted("draw").run(msgspec.structs.replace(job, task=long)))
    assert isinstance(events[-1], Finished)
