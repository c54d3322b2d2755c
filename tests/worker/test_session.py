"""The session: queue, order, cancel, and what survives the loss of engine or window."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from desktop.core.errors import EaselError
from desktop.core.events import Cancelled, EngineLost, Event, Finished
from desktop.core.messages import Message
from desktop.core.request import GenerationRequest
from desktop.core.tasks import Job
from desktop.process.frames import ChildConfig
from desktop.process.supervisor import EngineChild
from desktop.storage.queue_file import QueueFile
from desktop.worker.engine_pool import EnginePool
from desktop.worker.engine_thread import EngineThread
from desktop.worker.session import Session
from desktop.worker.session_state import Cancelling, Ready

from .conftest import SCRIPT, Ends, MakeSession

REQUEST = GenerationRequest(prompt="x", model="/m", seed=5)


def prompts(jobs) -> list[str]:
    return [job.task.prompt for job in jobs]


def asking(prompt: str) -> GenerationRequest:
    return msgspec.structs.replace(REQUEST, prompt=prompt)


def test_jobs_run_in_order(qtbot, make_session: MakeSession) -> None:
    session = make_session("draw")
    ends = Ends(session)
    jobs = [session.submit(asking(name), "/out") for name in "abc"]
    qtbot.waitUntil(lambda: len(ends.jobs) == 3)
    assert ends.jobs == [job.id for job in jobs]
    assert all(isinstance(event, Finished) for event in ends.events)
    assert session.state == Ready()


def test_the_engine_starts_ahead_of_the_first_job(
    qtbot, make_session: MakeSession, tmp_path: Path
) -> None:
    session = make_session("draw")
    session.prepare(str(tmp_path))
    qtbot.waitUntil(lambda: session.engines.child.pid is not None)
    started = session.engines.child.pid
    ends = Ends(session)
    session.submit(REQUEST, str(tmp_path))
    qtbot.waitUntil(lambda: len(ends.jobs) == 1)
    assert session.engines.child.pid == started


def test_a_second_window_starts_no_engine(make_session: MakeSession, tmp_path: Path) -> None:
    session = make_session("draw", read_only=Message("Another window has the queue."))
    session.prepare(str(tmp_path))
    session.shutdown()  # all that was asked for is done now
    assert not (tmp_path / "engine.log").exists()


class Careless(EngineChild):
    """A supervisor that fails where no event is to be had."""

    def run(self, job: Job) -> Iterator[Event]:
        if job.task == asking("a"):
            raise ZeroDivisionError("the supervisor's")
        yield from super().run(job)


@pytest.mark.expects_warnings("could not be followed")
def test_the_queue_goes_on_after_a_bug_in_the_thread(qtbot, tmp_path: Path) -> None:
    command = [sys.executable, str(SCRIPT), "draw"]
    child = Careless(ChildConfig(cache_dir=""), tmp_path / "engine.log", command)
    session = Session(EnginePool(child), QueueFile(tmp_path / "queue.json"))
    ends = Ends(session)
    for name in "ab":
        session.submit(asking(name), "/out")
    qtbot.waitUntil(lambda: len(ends.jobs) == 2)
    first, second = ends.events
    assert isinstance(first, EngineLost)
    assert "the supervisor's" in first.details
    assert isinstance(second, Finished)
    assert session.state == Ready()
    session.shutdown()


class LateThread(EngineThread):
    """A thread that takes a job just before it is stopped."""

    def __init__(self, runner: EngineChild) -> None:
        super().__init__(runner)
        self.taken, self.stopped = threading.Event(), threading.Event()

    def _run(self, job: Job) -> None:
        self.taken.set()
        assert self.stopped.wait(60)
        super()._run(job)


def test_a_job_that_is_taken_at_the_end_is_not_begun(qapp, tmp_path: Path) -> None:
    log = tmp_path / "engine.log"
    thread = LateThread(
        EngineChild(ChildConfig(cache_dir=""), log, [sys.executable, str(SCRIPT), "draw"])
    )
    thread.start()
    thread.submit(Job(id="x", task=REQUEST, output="/out"))
    assert thread.taken.wait(60)
    thread.stop()
    thread.stopped.set()
    assert thread.wait(60_000)
    assert not log.exists()


def test_a_job_can_go_to_the_front_or_away(qtbot, make_session: MakeSession) -> None:
    session = make_session("hang")
    for name in "abcd":
        session.submit(asking(name), "/out")
    assert prompts(session.waiting) == ["b", "c", "d"]
    session.move_to_front(session.waiting[2].id)
    assert prompts(session.waiting) == ["d", "b", "c"]
    session.remove(session.waiting[1].id)
    session.submit(asking("e"), "/out", front=True)
    assert prompts(session.waiting) == ["e", "d", "c"]


def test_cancel_ends_only_the_running_job(qtbot, make_session: MakeSession) -> None:
    session = make_session("obedient")
    ends = Ends(session)
    session.submit(asking("a"), "/out")
    session.submit(asking("b"), "/out")
    qtbot.waitUntil(lambda: type(session.state).__name__ == "Running")
    session.cancel()
    assert isinstance(session.state, Cancelling)
    qtbot.waitUntil(lambda: len(ends.jobs) == 1)
    assert isinstance(ends.events[0], Cancelled)
    assert session.running is not None
    assert prompts([session.running]) == ["b"]


@pytest.mark.expects_warnings("EngineLost after")
def test_the_queue_goes_on_after_the_engine_is_lost(qtbot, make_session: MakeSession) -> None:
    session = make_session("die")
    ends = Ends(session)
    failures = []
    session.failed.connect(failures.append)
    session.submit(asking("a"), "/out")
    session.submit(asking("b"), "/out")
    qtbot.waitUntil(lambda: len(ends.jobs) == 2)
    assert [type(event) for event in failures] == [EngineLost, EngineLost]


def on_disk(folder: Path) -> tuple[Job, ...]:
    return QueueFile(folder / "queue.json").load().jobs


def test_a_restart_offers_what_had_not_run(qtbot, make_session: MakeSession, tmp_path) -> None:
    first = make_session("hang")
    for name in "abc":
        first.submit(asking(name), "/out")
    first.shutdown()
    second = make_session("draw")
    assert prompts(second.restored()) == ["a", "b", "c"]
    assert second.waiting == ()
    ends = Ends(second)
    second.submit(asking("now"), "/out")
    qtbot.waitUntil(lambda: len(ends.jobs) == 1)
    qtbot.waitUntil(lambda: prompts(on_disk(tmp_path)) == ["a", "b", "c"])
    second.resume_restored()
    qtbot.waitUntil(lambda: len(ends.jobs) == 4)
    assert second.restored() == ()
    qtbot.waitUntil(lambda: on_disk(tmp_path) == ())


def test_discarded_jobs_are_gone(qtbot, make_session: MakeSession, tmp_path) -> None:
    first = make_session("hang")
    first.submit(asking("a"), "/out")
    first.shutdown()
    second = make_session("draw")
    second.discard_restored()
    assert second.restored() == ()
    qtbot.waitUntil(lambda: on_disk(tmp_path) == ())


@pytest.mark.expects_warnings("set aside")
def test_a_damaged_queue_is_set_aside_and_said(make_session: MakeSession, tmp_path) -> None:
    (tmp_path / "queue.json").write_text("{not json")
    session = make_session("draw")
    assert session.restored() == ()
    assert "damaged" in str(session.notice)
    assert list(tmp_path.glob("queue.damaged-*.json"))


def test_a_second_window_submits_nothing(make_session: MakeSession, tmp_path) -> None:
    session = make_session("draw", read_only=Message("Another window has the queue."))
    with pytest.raises(EaselError, match="Another window"):
        session.submit(REQUEST, "/out")
    assert not (tmp_path / "queue.json").exists()


def test_a_queue_that_cannot_be_written_is_said(qtbot, make_session: MakeSession, tmp_path) -> None:
    session = make_session("draw")
    (tmp_path / "queue.json").mkdir()
    errors = []
    session.store_failed.connect(errors.append)
    ends = Ends(session)
    session.submit(REQUEST, "/out")
    qtbot.waitUntil(lambda: len(ends.jobs) == 1)
    qtbot.waitUntil(lambda: bool(errors))
