"""A bug in the engine child, or in its supervisor, ends in the log and in the job's last event."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop.core.errors import BadInput, JobCancelled
from desktop.core.events import Cancelled, EngineLost, Event, Failed, Finished, Loading
from desktop.core.messages import Message
from desktop.core.tasks import Job
from desktop.process.frames import Cancel, ChildConfig
from desktop.process.jobs.job_failure import last_event
from desktop.process.supervisor import EngineChild

BROKEN = Path(__file__).with_name("broken_child.py")
Make = Callable[[str], EngineChild]


@pytest.fixture
def broken(tmp_path: Path) -> Iterator[Make]:
    made: list[EngineChild] = []

    def make(place: str) -> EngineChild:
        command = [sys.executable, str(BROKEN), place]
        child = EngineChild(ChildConfig(cache_dir=""), tmp_path / "Logs" / "engine.log", command)
        made.append(child)
        return child

    yield make
    for child in made:
        child.close()


def log_of(tmp_path: Path) -> str:
    return (tmp_path / "Logs" / "engine.log").read_text()


@pytest.mark.expects_warnings("Failed after")
def test_a_bug_in_a_job_is_told_as_one(tmp_path: Path, broken: Make, job: Job) -> None:
    last = list(broken("job").run(job))[-1]
    assert isinstance(last, Failed)
    assert last.bug
    assert "ZeroDivisionError" in str(last.message)
    assert "in _draw" in last.details
    text = log_of(tmp_path)
    assert f"ERROR desktop.process.jobs.job_failure: Job {job.id} failed" in text
    assert text.count("ZeroDivisionError: the bug") == 1


@pytest.mark.expects_warnings("EngineLost after")
def test_a_bug_in_the_loop_ends_the_child(tmp_path: Path, broken: Make, job: Job) -> None:
    last = list(broken("loop").run(job))[-1]
    assert isinstance(last, EngineLost)
    assert "exit code 70" in str(last.message)
    assert "ZeroDivisionError: the bug" in last.details
    assert "CRITICAL" not in log_of(tmp_path)
    assert "The engine child's loop failed" in log_of(tmp_path)


@pytest.mark.expects_warnings("EngineLost after")
def test_a_bug_before_the_first_job_ends_the_child(tmp_path: Path, broken: Make, job: Job) -> None:
    last = list(broken("config").run(job))[-1]
    assert isinstance(last, EngineLost)
    assert "exit code 70" in str(last.message)
    assert "ZeroDivisionError: the bug" in log_of(tmp_path)


def cancelled_while_drawing(child: EngineChild, job: Job) -> Event:
    """The last event of a job whose cancel the reader fails at."""
    last: Event | None = None
    for event in child.run(job):
        if isinstance(event, Loading) and str(event.what) == "drawing":
            assert child._commands is not None
            child._commands.send(Cancel(job="another"))
        last = event
    assert last is not None
    return last


@pytest.mark.expects_warnings("Failed after", "EngineLost after")
@pytest.mark.parametrize("place", ["reader", "deaf"])
def test_a_bug_in_the_reader_ends_the_job_and_the_child(
    tmp_path: Path, broken: Make, job: Job, place: str
) -> None:
    child = broken(place)
    last = cancelled_while_drawing(child, job)
    if place == "reader":
        assert isinstance(last, Failed)
        assert last.bug
    else:
        assert isinstance(last, EngineLost)
        assert "exit code 70" in str(last.message)
    assert "ZeroDivisionError: the bug" in last.details
    assert "The window's commands can't be read" in log_of(tmp_path)


@pytest.mark.expects_warnings("Failed after")
def test_a_bug_in_a_thread_of_the_engine_is_in_its_log(
    tmp_path: Path, broken: Make, job: Job
) -> None:
    list(broken("thread").run(job))
    assert "Uncaught exception in thread decoder" in log_of(tmp_path)


@pytest.mark.expects_warnings("EngineLost after")
def test_a_crash_tells_where_it_was(broken: Make, job: Job) -> None:
    last = list(broken("crash").run(job))[-1]
    assert isinstance(last, EngineLost)
    assert "SIGSEGV" in str(last.message)
    assert "Segmentation fault" in last.details
    assert "in _draw" in last.details


class Careless(EngineChild):
    """A supervisor with a bug."""

    def _note_pace(self, event: Event) -> None:
        raise ZeroDivisionError("the supervisor's")


@pytest.mark.expects_warnings("could not be watched", "EngineLost after")
def test_a_bug_in_the_supervisor_ends_the_job_and_the_child(tmp_path: Path, job: Job) -> None:
    command = [sys.executable, str(BROKEN.with_name("scripted_child.py")), "draw"]
    child = Careless(ChildConfig(cache_dir=""), tmp_path / "engine.log", command)
    last = list(child.run(job))[-1]
    assert isinstance(last, EngineLost)
    assert "ZeroDivisionError" in str(last.message)
    assert "the supervisor's" in last.details
    assert child.pid is None
    child.close()


@pytest.mark.expects_warnings("works without its log")
def test_a_log_that_cant_be_written_stops_no_picture(tmp_path: Path, job: Job) -> None:
    (tmp_path / "Logs").write_text("")
    command = [sys.executable, str(BROKEN.with_name("scripted_child.py")), "draw"]
    child = EngineChild(ChildConfig(cache_dir=""), tmp_path / "Logs" / "engine.log", command)
    assert isinstance(list(child.run(job))[-1], Finished)
    child.close()


def test_what_ends_a_job_in_an_orderly_way() -> None:
    assert last_event("1", JobCancelled()) == Cancelled(job="1")
    refused = last_event("1", BadInput("No.", "why \udcff"))
    assert refused == Failed(job="1", message=Message("No."), details="why \\udcff", bad_input=True)
    starved = last_event("1", MemoryError())
    assert isinstance(starved, Failed)
    assert not starved.bug
