"""Other processes of Easel draw with the window's engine: one queue, and everybody is told."""

from __future__ import annotations

import socket
import stat
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from desktop.core.events import Cancelled, EngineLost, Event, Failed, Finished
from desktop.core.request import GenerationRequest
from desktop.core.tasks import ConvertRequest, Job
from desktop.process.window_link import WindowLink
from desktop.worker.session import Session
from desktop.worker.visitor_jobs import VisitorJobs
from desktop.worker.visitor_listener import VisitorListener
from tests.waiting import wait_until

Visit = Callable[[Job], "Visitor"]


class Visitor:
    """A client on a thread: it runs one job over a link of its own."""

    def __init__(self, link: WindowLink, job: Job) -> None:
        self.link, self.job = link, job
        self.events: list[Event] = []
        self.thread = threading.Thread(target=self._run, name="visitor")
        self.thread.start()

    def _run(self) -> None:
        for event in self.link.run(self.job):
            self.events.append(event)

    @property
    def done(self) -> bool:
        return not self.thread.is_alive()


@pytest.fixture
def door(tmp_path: Path) -> Path:
    return tmp_path / "w.sock"


@pytest.fixture
def visiting(make_session, door: Path) -> Iterator[Callable[[str], Session]]:
    with ExitStack() as ends:

        def make(behaviour: str) -> Session:
            session = make_session(behaviour)
            listener = VisitorListener(door)
            ends.callback(VisitorJobs(session, listener, listener).shutdown)
            return session

        yield make


def job(name: str, request: GenerationRequest) -> Job:
    return Job(id=name, task=request, output="/tmp", asked_by="a test")


def link_to(door: Path) -> WindowLink:
    found = wait_until(lambda: WindowLink.open(door))
    assert found is not None
    return found


def test_a_visitor_hears_what_the_window_hears(visiting, door, qtbot, starter_request):
    session = visiting("draw")
    started: list[Job] = []
    session.job_started.connect(started.append)

    visitor = Visitor(link_to(door), job("one", starter_request))
    qtbot.waitUntil(lambda: visitor.done)

    assert isinstance(visitor.events[-1], Finished)
    assert started[0].asked_by == "a test"
    visitor.link.close()


def test_only_the_user_may_come_in(visiting, door, qtbot):
    visiting("draw")
    link_to(door).close()

    assert stat.S_IMODE(door.stat().st_mode) == 0o600


def test_a_job_that_is_removed_at_the_window_is_told(visiting, door, qtbot, starter_request):
    session = visiting("obedient")
    first = Visitor(link_to(door), job("one", starter_request))
    qtbot.waitUntil(lambda: session.running is not None)
    second = Visitor(link_to(door), job("two", starter_request))
    qtbot.waitUntil(lambda: len(session.waiting) == 1)

    session.remove("two")
    qtbot.waitUntil(lambda: second.done)
    session.cancel()
    qtbot.waitUntil(lambda: first.done)

    assert isinstance(first.events[-1], Cancelled)
    assert isinstance(second.events[-1], Cancelled)
    first.link.close()
    second.link.close()


def test_a_visitor_stops_its_own_job(visiting, door, qtbot, starter_request):
    session = visiting("obedient")
    visitor = Visitor(link_to(door), job("one", starter_request))
    qtbot.waitUntil(lambda: session.running is not None)

    visitor.link.cancel("one")
    qtbot.waitUntil(lambda: visitor.done)

    assert isinstance(visitor.events[-1], Cancelled)
    visitor.link.close()


def test_nobody_stops_the_job_of_another(visiting, door, qtbot, starter_request):
    session = visiting("obedient")
    mine = session.submit(starter_request, "/tmp")
    other = link_to(door)

    other.cancel(mine.id)
    other.close()
    probe = Visitor(link_to(door), job("probe", starter_request))
    qtbot.waitUntil(lambda: len(session.waiting) == 1)  # what was sent before has been read

    assert session.running == mine
    probe.link.close()
    qtbot.waitUntil(lambda: probe.done and not session.waiting)


def test_a_visitor_that_leaves_takes_its_jobs_with_it(visiting, door, qtbot, starter_request):
    session = visiting("obedient")
    visitor = Visitor(link_to(door), job("one", starter_request))
    qtbot.waitUntil(lambda: session.running is not None)

    visitor.link.close()

    qtbot.waitUntil(lambda: session.running is None and visitor.done)


def test_a_window_that_closes_is_an_end(make_session, door, qtbot, starter_request):
    session = make_session("obedient")
    listener = VisitorListener(door)
    jobs = VisitorJobs(session, listener, listener)
    visitor = Visitor(link_to(door), job("one", starter_request))
    qtbot.waitUntil(lambda: session.running is not None)

    jobs.shutdown()
    qtbot.waitUntil(lambda: visitor.done)

    assert isinstance(visitor.events[-1], EngineLost | Cancelled)
    assert not door.exists()
    assert WindowLink.open(door) is None
    visitor.link.close()


def test_only_pictures_can_be_asked_for(visiting, door, qtbot):
    session = visiting("draw")
    task = ConvertRequest(source="/a", output="/b")

    visitor = Visitor(link_to(door), Job(id="one", task=task, output="/tmp"))
    qtbot.waitUntil(lambda: visitor.done)

    assert isinstance(visitor.events[-1], Failed)
    assert session.running is None
    visitor.link.close()


def test_rubbish_is_hung_up_on_and_others_go_on(visiting, door, qtbot, starter_request):
    visiting("draw")
    link_to(door).close()
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as rude:
        rude.connect(str(door))
        rude.sendall(b"GET / HTTP/1.1\r\n\r\n")
        while rude.recv(4096):
            pass
    visitor = Visitor(link_to(door), job("one", starter_request))
    qtbot.waitUntil(lambda: visitor.done)

    assert isinstance(visitor.events[-1], Finished)
    visitor.link.close()


def test_a_socket_that_a_killed_window_left_is_replaced(visiting, door, qtbot):
    left = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    left.bind(str(door))
    left.close()

    visiting("draw")

    link_to(door).close()
