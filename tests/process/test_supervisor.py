"""The supervisor: every way in which a child can end becomes an event that explains itself."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from desktop.core.events import Cancelled, EngineLost, Event, Failed, Finished, Loading, Step
from desktop.core.grids.grid import GridCell, GridRequest
from desktop.core.hardware.compute import ComputeUnit
from desktop.core.messages import Message
from desktop.core.request import GenerationRequest
from desktop.core.tasks import BenchRequest, Job
from desktop.process.frames import ChildConfig
from desktop.process.supervisor import EngineChild
from tests.waiting import ENGINE_LIMIT

Make = Callable[[str], EngineChild]
LOST = pytest.mark.expects_warnings("EngineLost after")


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def cancelled_when(child: EngineChild, job: Job, moment: type[Event]) -> tuple[list[Event], float]:
    """Run `job`, cancel it at the first event of type `moment`; the events and the wait."""
    events: list[Event] = []
    asked = 0.0
    for event in child.run(job):
        events.append(event)
        if isinstance(event, moment) and not asked and getattr(event, "what", "") != "engine":
            asked = time.monotonic()
            thread = threading.Thread(target=child.cancel, args=(job.id,))
            thread.start()
            thread.join()
    return events, time.monotonic() - asked


def test_events_come_in_order_and_end_with_the_picture(scripted: Make, job: Job) -> None:
    events = list(scripted("draw").run(job))
    assert [type(event) for event in events] == [Loading, Loading, Step, Finished]


def test_the_child_is_kept_between_jobs(scripted: Make, job: Job) -> None:
    child = scripted("draw")
    list(child.run(job))
    first = child.pid
    events = list(child.run(job))
    assert child.pid == first
    assert [str(event.what) for event in events if isinstance(event, Loading)] == ["UNet"]


def test_a_child_that_was_started_ahead_does_the_first_job(
    scripted: Make, job: Job, tmp_path: Path
) -> None:
    child = scripted("draw")
    child.prepare(str(tmp_path))
    first = child.pid
    assert first is not None
    child.prepare("/elsewhere")  # there is one already, and it stays
    assert isinstance(
        list(child.run(msgspec.structs.replace(job, output=str(tmp_path))))[-1], Finished
    )
    assert child.pid == first


def test_two_cancels_at_once_stop_both_jobs(scripted: Make, job: Job) -> None:
    child = scripted("obedient")
    second = msgspec.structs.replace(job, id="job-2")
    events: list[Event] = []
    for event in child.run(job):
        events.append(event)
        if isinstance(event, Step) and event.step == 1:
            child.cancel(job.id)
            child.cancel(second.id)  # which waits behind it
    events += child.run(second)
    assert [type(event) for event in events if isinstance(event, Cancelled)] == [Cancelled] * 2
    assert events[-1] == Cancelled(job="job-2")


@LOST
@pytest.mark.expects_warnings("could not be started ahead")
def test_a_child_that_can_not_be_started_ahead_is_told_of_by_the_first_job(
    tmp_path: Path, job: Job
) -> None:
    child = EngineChild(ChildConfig(cache_dir=""), tmp_path / "engine.log", ["/nowhere/easel"])
    child.prepare(str(tmp_path))
    assert child.pid is None
    assert isinstance(list(child.run(job))[-1], EngineLost)
    child.close()


def test_a_refusal_is_passed_on(scripted: Make, job: Job) -> None:
    last = list(scripted("fail").run(job))[-1]
    assert last == Failed(job=job.id, message=Message("No."), details="why", bad_input=True)


@LOST
@pytest.mark.parametrize(
    ("behaviour", "words"),
    [
        ("die", "most likely because memory ran out"),
        ("crash", "SIGSEGV"),
        ("exit", "exit code 3"),
        ("cut", "ended unexpectedly"),
    ],
)
def test_a_childs_end_explains_itself(scripted: Make, job: Job, behaviour: str, words: str) -> None:
    child = scripted(behaviour)
    last = list(child.run(job))[-1]
    assert isinstance(last, EngineLost)
    assert words in str(last.message)
    assert child.pid is None


@LOST
def test_the_last_words_are_in_the_details(scripted: Make, job: Job) -> None:
    last = list(scripted("die").run(job))[-1]
    assert isinstance(last, EngineLost)
    assert "last words" in last.details


@LOST
def test_a_cut_frame_is_in_the_details(scripted: Make, job: Job) -> None:
    last = list(scripted("cut").run(job))[-1]
    assert isinstance(last, EngineLost)
    assert "inside a frame" in last.details


@LOST
def test_a_child_that_prints_on_the_pipe_is_ended(scripted: Make, job: Job) -> None:
    child = scripted("garbage")
    last = list(child.run(job))[-1]
    assert isinstance(last, EngineLost)
    assert "no frame starts with" in last.details
    assert "was ended" in str(last.message)  # by us: no word of a crash or of memory


@pytest.mark.parametrize("unit", list(ComputeUnit))
@LOST
def test_a_kill_while_core_ml_is_at_work_may_have_another_reason(
    scripted: Make, job: Job, tmp_path: Path, unit: ComputeUnit
) -> None:
    (tmp_path / "model" / "Unet.mlmodelc").mkdir(parents=True)
    request = GenerationRequest(prompt="x", model=str(tmp_path / "model"), compute_unit=unit)
    cells = (GridCell(request=request, column=0, row=0),)
    grid = GridRequest(columns=("a",), rows=("b",), cells=cells)
    for task in (request, grid, BenchRequest(request=request)):
        last = list(scripted("die").run(msgspec.structs.replace(job, task=task)))[-1]
        assert isinstance(last, EngineLost)
        assert ("another compute unit" in str(last.message)) == (unit != ComputeUnit.CPU_ONLY)


@LOST
def test_after_a_death_the_next_job_gets_a_new_child(scripted: Make, job: Job) -> None:
    child = scripted("exit")
    assert isinstance(list(child.run(job))[-1], EngineLost)
    assert isinstance(list(child.run(job))[-1], EngineLost)


def test_an_obedient_child_stays_when_cancelled(scripted: Make, job: Job) -> None:
    child = scripted("obedient")
    events, _ = cancelled_when(child, job, Step)
    assert events[-1] == Cancelled(job=job.id)
    assert child.pid is not None
    assert alive(child.pid)


@pytest.mark.parametrize("behaviour", ["hang", "stubborn"])
def test_cancel_escalates(scripted: Make, job: Job, behaviour: str) -> None:
    child = scripted(behaviour)
    events, waited = cancelled_when(child, job, Loading)
    assert events[-1] == Cancelled(job=job.id)
    assert waited < ENGINE_LIMIT  # it sleeps for 600
    assert child.pid is None


def test_close_ends_a_hanging_child(scripted: Make, job: Job) -> None:
    child = scripted("hang")
    run = child.run(job)
    next(run)
    next(run)
    pid = child.pid
    assert pid is not None
    child.close()
    assert not alive(pid)


@LOST
def test_a_program_that_is_not_there(tmp_path, job: Job) -> None:
    child = EngineChild(ChildConfig(cache_dir=""), tmp_path / "log", ["/no/such/program"])
    last = list(child.run(job))[-1]
    child.close()
    assert isinstance(last, EngineLost)
    assert "could not be started" in str(last.message)
