"""Jobs that whoever is free draws: a session over four servers that die, stall and come back."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop.core.events import EngineLost, Failed, Finished
from desktop.core.server import Server
from desktop.core.tasks import Job, Place
from desktop.process.frames import ChildConfig
from desktop.process.supervisor import EngineChild
from desktop.remote.comfy_engine import ComfyEngine
from desktop.remote.protocol.comfy_client import ComfyClient
from desktop.remote.remote_runner import RemoteRunner
from desktop.storage.metadata.reading import read_recipe
from desktop.storage.queue_file import QueueFile
from desktop.worker.engine_pool import EnginePool
from desktop.worker.session import Session
from tests.remote.conftest import SD1, path_on, request_of
from tests.remote.scripted_server import Script, ScriptedServer

NAMES = ("a", "b", "c", "d")


PLACES = tuple(Place(model=path_on(name), identity=SD1) for name in NAMES[1:])


class Farm:
    """Four servers, and sessions over them."""

    def __init__(self, folder: Path, step_seconds: float) -> None:
        self.folder = folder
        self.servers = {
            name: ScriptedServer(Script(step_seconds=step_seconds, metadata_previews=True))
            for name in NAMES
        }
        self.gone: list[ScriptedServer] = []
        self.sessions: list[Session] = []
        self.told: list[Finished] = []
        self.errors: list[object] = []

    def session(self) -> Session:
        child = EngineChild(ChildConfig(cache_dir=""), self.folder / "engine.log", ["/bin/false"])
        session = Session(
            EnginePool(child, lambda: RemoteRunner(self._engine)),
            QueueFile(self.folder / "queue.json"),
        )
        session.picture_finished.connect(self.told.append)
        session.failed.connect(self.errors.append)
        self.sessions.append(session)
        return session

    def submit(self, session: Session, count: int, each: int = 1, **changes: object) -> None:
        for number in range(count):
            task = request_of(
                model=path_on("a"), seed=number * each, count=each, steps=3, **changes
            )
            session.submit(task, str(self.folder), places=PLACES)

    def restart(self, name: str) -> None:
        self.kill(name)
        script, port = self.servers[name].script, self.servers[name].port
        self.servers[name] = ScriptedServer(script, port=port)

    def kill(self, name: str) -> None:
        self.servers[name].kill()
        self.gone.append(self.servers[name])

    @property
    def drawn(self) -> int:
        return sum(len(one.drawn) for one in (*self.servers.values(), *self.gone))

    def seeds(self) -> list[int]:
        return [event.recipe["seed"] for event in self.told]

    def close(self) -> None:
        for session in self.sessions:
            session.shutdown()
        for server in self.servers.values():
            server.stop()

    def _engine(self, name: str) -> ComfyEngine:
        server = Server(name=name, address=self.servers[name].address)
        return ComfyEngine(ComfyClient(server), patience=0.3)


@pytest.fixture
def farm(qapp, tmp_path: Path) -> Iterator[Callable[[float], Farm]]:
    made: list[Farm] = []

    def make(step_seconds: float = 0.01) -> Farm:
        made.append(Farm(tmp_path, step_seconds))
        return made[-1]

    yield make
    for one in made:
        one.close()


def test_a_batch_is_spread_over_all_and_its_recipes_say_where(qtbot, farm) -> None:
    farm = farm()
    session = farm.session()
    farm.submit(session, 1, each=16)
    qtbot.waitUntil(lambda: session.running is None and len(farm.told) == 16, timeout=60_000)
    assert farm.seeds() == list(range(16))
    assert [(event.index, event.count) for event in farm.told] == [(n, 16) for n in range(16)]
    assert farm.drawn == 16
    assert all(server.drawn for server in farm.servers.values())
    read = [read_recipe(Path(event.path)) for event in farm.told]
    assert {found.recipe["server"] for found in read if found} == set(NAMES)


def test_sixty_requests_outlive_servers_that_die_stall_and_come_back(qtbot, farm) -> None:
    farm = farm()
    session = farm.session()
    ended, lost = [], []
    session.job_ended.connect(lambda job, event: ended.append((job, event)))
    session.goes_on.connect(lambda name, _: lost.append(name))
    stalled = farm.servers["c"]

    def stall(server: ScriptedServer, _prompt: str, _step: int) -> None:
        if len(server.drawn) == 3 and "c" not in lost:
            server.script.at_step = None
            time.sleep(0.8)  # its loop answers nobody

    stalled.script.at_step = stall
    farm.submit(session, 60)
    qtbot.waitUntil(lambda: len(farm.servers["b"].drawn) >= 2, timeout=60_000)
    farm.kill("b")
    qtbot.waitUntil(lambda: "b" in lost, timeout=60_000)
    farm.restart("d")
    qtbot.waitUntil(lambda: len(farm.told) >= 30, timeout=60_000)
    farm.servers["b"] = ScriptedServer(Script(step_seconds=0.01), port=farm.servers["b"].port)
    session.server_answers("b")
    qtbot.waitUntil(lambda: session.running is None and not session.waiting, timeout=60_000)
    assert farm.errors == []
    assert farm.seeds() == list(range(60))
    assert len(list(farm.folder.glob("*.png"))) == 60
    assert all(isinstance(event, Finished) for _, event in ended)
    assert farm.drawn <= 60 + len(lost) + 1  # one for each server that was lost, and d's restart


def test_without_a_server_all_waits_and_a_new_window_draws_only_what_is_left(qtbot, farm) -> None:
    farm = farm(0.02)
    session = farm.session()
    waits = []
    session.waits_for.connect(lambda name, _: waits.append(name))
    farm.submit(session, 1, each=12)
    qtbot.waitUntil(lambda: len(farm.told) >= 3, timeout=60_000)
    for name in NAMES:
        farm.kill(name)
    qtbot.waitUntil(lambda: session.running is None, timeout=60_000)
    assert len(session.waiting) == 1
    assert session.away == set(NAMES)
    assert waits
    session.shutdown()
    farm.told.clear()
    before = {path.name for path in farm.folder.glob("*.png")}
    for name in NAMES:
        farm.servers[name] = ScriptedServer(Script(), port=farm.servers[name].port)
    later = farm.session()
    assert len(later.restored()) == 1
    later.resume_restored()
    qtbot.waitUntil(lambda: later.running is None and not later.waiting, timeout=60_000)
    assert farm.errors == []
    assert len(farm.told) == 12 - len(before)
    assert len(list(farm.folder.glob("*.png"))) == 12
    assert [event.index for event in farm.told] == list(range(len(farm.told)))


def test_what_was_drawn_before_a_crash_is_not_drawn_again(qtbot, farm) -> None:
    """The window is killed while pictures 1 and 3 of a job are on the disk, unknown to it."""
    farm = farm()
    session = farm.session()
    farm.submit(session, 1, each=4)
    qtbot.waitUntil(lambda: session.running is None and len(farm.told) == 4, timeout=60_000)
    session.shutdown()
    for event in farm.told:
        if event.index in (0, 2):
            Path(event.path).unlink()
    task = request_of(model=path_on("a"), seed=0, count=4, steps=3)
    job = Job(id=uuid.uuid4().hex, task=task, output=str(farm.folder), places=PLACES)
    QueueFile(farm.folder / "queue.json").save([job], 99, [job.id])
    farm.told.clear()
    later = farm.session()
    (left,) = later.restored()
    assert left.drawn == (1, 3)
    later.resume_restored()
    qtbot.waitUntil(lambda: later.running is None, timeout=60_000)
    assert farm.seeds() == [0, 2]
    assert farm.told[-1].last


def test_a_place_that_can_not_is_left_out_and_a_cancel_stops_all(qtbot, farm) -> None:
    farm = farm()
    farm.servers["a"].script.files["checkpoints"].clear()
    session = farm.session()
    farm.submit(session, 1, each=6)
    qtbot.waitUntil(lambda: session.running is None and len(farm.told) == 6, timeout=60_000)
    assert farm.errors == []
    assert farm.servers["a"].drawn == []
    for server in farm.servers.values():
        server.script.step_seconds = 0.2
    ends = []
    session.job_ended.connect(lambda _, event: ends.append(event))
    farm.submit(session, 1, each=100)
    qtbot.waitUntil(lambda: sum(bool(s.graphs) for s in farm.servers.values()) == 3)
    session.cancel()
    qtbot.waitUntil(lambda: session.running is None, timeout=60_000)
    assert not isinstance(ends[0], Finished | Failed | EngineLost)
    assert session.waiting == ()


def test_what_is_drawn_and_waits_for_its_turn_is_not_offered_again(qtbot, farm) -> None:
    farm = farm()
    farm.servers["a"].script.step_seconds = 60
    session = farm.session()
    farm.submit(session, 2)
    qtbot.waitUntil(lambda: [one.places for one in session.in_flight] == [("a",), ()])
    session.pause(True)
    farm.submit(session, 1)
    first = session.in_flight[0].job
    session.shutdown()
    content = QueueFile(farm.folder / "queue.json").load()
    assert [job.id for job in content.jobs] == [first.id, session.waiting[0].id]
    assert content.begun == {first.id}
    assert farm.told == []


def test_a_job_that_is_cancelled_while_nobody_draws_it_is_gone_at_once(qtbot, farm) -> None:
    farm = farm()
    farm.servers["a"].script.files["checkpoints"].clear()
    farm.servers["b"].script.step_seconds = 60
    session = farm.session()
    busy = session.submit(request_of(model=path_on("b")), str(farm.folder))
    job = session.submit(request_of(model=path_on("a")), str(farm.folder), places=PLACES[:1])
    qtbot.waitUntil(lambda: [one.places for one in session.in_flight] == [("b",), ()])
    shown: list[list[str]] = []
    session.in_flight_changed.connect(
        lambda: shown.append([one.job.id for one in session.in_flight])
    )
    session.remove(job.id)
    assert shown[-1] == [busy.id]
