"""Live drawing: newest wins, queued jobs go first, and nothing is kept, lost or drawn twice."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from desktop.core.events import Cancelled, Drawn, EngineLost, Event, Failed, Finished, Step
from desktop.core.request import GenerationRequest, ModelIdentity
from desktop.core.tasks import Job, Place
from desktop.models.requests.live_requests import LiveRequests
from desktop.process.frames import ChildConfig
from desktop.process.supervisor import EngineChild
from desktop.storage.queue_file import QueueFile
from desktop.worker.engine_pool import EnginePool
from desktop.worker.live_drawing import LiveDrawing
from desktop.worker.session import Session

PAINTER = Path(__file__).parent.parent / "ui" / "fake_engine_child.py"
REQUEST = GenerationRequest(prompt="x", model="/m", seed=5, width=64, height=64, steps=2)


ON_BOX = "server:box/m"
BOX = Place(model=ON_BOX, identity=ModelIdentity(kind="comfyui", name="m", family="sd1"))


def pictures(prompt: str, model: str = "/m") -> LiveRequests:
    """A small and a large picture of `prompt`; the fake engine does what its first word says."""
    whole = msgspec.structs.replace(REQUEST, prompt=prompt, model=model)
    return LiveRequests(msgspec.structs.replace(whole, width=32, height=32), whole)


class Live:
    """Live drawing beside a session, over fake engines, and all that came of it.

    Every server is another fake engine.
    """

    def __init__(self, folder: Path, rest_ms: int) -> None:
        command = [sys.executable, str(PAINTER), "told"]

        def painter(log: str = "box.log") -> EngineChild:
            return EngineChild(ChildConfig(cache_dir=""), folder / log, command)

        self.folder = folder
        engines = EnginePool(painter("engine.log"), painter)
        self.session = Session(engines, QueueFile(folder / "queue.json"))
        self.drawing = LiveDrawing(
            engines, self.session, lambda: str(folder / "pictures"), rest_ms=rest_ms
        )
        self.started: list[tuple[str, int]] = []
        self.ended: list[tuple[str, int, type[Event]]] = []
        self.steps: list[Event] = []
        self.failures: list[Failed | EngineLost] = []
        self.waits: list[bool] = []
        self.done: list[Event] = []
        self.drawing.started.connect(lambda job: self.started.append(_what(job)))
        self.drawing.ended.connect(lambda job, event: self.ended.append((*_what(job), type(event))))
        self.drawing.failed.connect(self.failures.append)
        self.drawing.waits.connect(self.waits.append)
        self.session.job_ended.connect(lambda _, event: self.done.append(event))
        engines.reported.connect(self._note)

    def _note(self, event: Event) -> None:
        if isinstance(event, Step):
            self.steps.append(event)

    def submit(self, prompt: str, model: str = "/m", **changes: Any) -> Job:
        """Queue a picture of `prompt`."""
        places = changes.pop("places", ())
        task = msgspec.structs.replace(REQUEST, prompt=prompt, model=model, **changes)
        return self.session.submit(task, str(self.folder / "pictures"), places=places)

    def drawn(self) -> list[tuple[str, int]]:
        """Prompt and width of the pictures that came, in order."""
        return [(prompt, width) for prompt, width, kind in self.ended if kind is Drawn]

    def files(self) -> list[Path]:
        return [path for path in (self.folder / "pictures").rglob("*") if path.is_file()]


def _what(job: Job) -> tuple[str, int]:
    assert isinstance(job.task, GenerationRequest)
    return job.task.prompt, job.task.width


MakeLive = Callable[..., Live]


@pytest.fixture
def make_live(qapp, tmp_path: Path) -> Iterator[MakeLive]:
    made: list[Live] = []

    def make(rest_ms: int = 0) -> Live:
        made.append(Live(tmp_path, rest_ms))
        return made[-1]

    yield make
    for live in made:
        live.drawing.stop()
        live.session.shutdown()


NEVER = 3_600_000


def test_a_sketch_comes_first_and_the_whole_picture_when_the_hands_rest(
    qtbot, make_live: MakeLive
) -> None:
    live = make_live()
    live.drawing.want(pictures("fox"))
    qtbot.waitUntil(lambda: len(live.drawn()) == 2)
    assert live.drawn() == [("fox", 32), ("fox", 64)]
    assert live.files() == []
    assert live.session.waiting == ()
    assert not (live.folder / "queue.json").exists()


def test_the_newest_wins_and_nothing_is_lost_or_drawn_twice(qtbot, make_live: MakeLive) -> None:
    live = make_live(NEVER)
    live.drawing.want(pictures("slow f"))
    for words in ("slow fo", "slow fox", "draw foxes"):  # while the first one is in hand
        live.drawing.want(pictures(words))
    qtbot.waitUntil(lambda: bool(live.drawn()))
    assert live.started == [("slow f", 32), ("draw foxes", 32)]
    assert live.ended == [("slow f", 32, Cancelled), ("draw foxes", 32, Drawn)]
    live.drawing.want(pictures("draw foxes"))
    live.drawing.want(pictures("draw crow"))
    qtbot.waitUntil(lambda: len(live.drawn()) == 2)
    assert live.started[2:] == [("draw crow", 32)]


def test_a_picture_that_is_done_before_it_can_be_stopped_is_not_drawn_again(
    qtbot, make_live: MakeLive
) -> None:
    live = make_live(NEVER)
    request = msgspec.structs.replace(pictures("draw fox").sketch, steps=1)
    fox = LiveRequests(request, pictures("draw fox").whole)
    live.drawing.want(fox)
    live.drawing.want(pictures("draw crow"))
    live.drawing.want(fox)
    qtbot.waitUntil(lambda: bool(live.drawn()))
    live.submit("draw job")
    qtbot.waitUntil(lambda: [type(event) for event in live.done] == [Finished])
    assert live.started == [("draw fox", 32)]
    assert live.waits == []


def test_words_that_come_back_at_once_are_not_drawn_again(qtbot, make_live: MakeLive) -> None:
    live = make_live()
    live.drawing.want(pictures("draw fox"))
    qtbot.waitUntil(lambda: len(live.drawn()) == 2)
    live.drawing.want(pictures("slow foxe"))
    live.drawing.want(pictures("draw fox"))
    qtbot.waitUntil(lambda: live.ended[2:] == [("slow foxe", 32, Cancelled)])
    live.drawing.want(pictures("draw crow"))
    qtbot.waitUntil(lambda: len(live.drawn()) == 4)
    assert live.drawn()[2:] == [("draw crow", 32), ("draw crow", 64)]


def test_the_whole_picture_waits_for_the_sketch_in_hand(qtbot, make_live: MakeLive) -> None:
    live = make_live()
    whole = msgspec.structs.replace(pictures("draw it").whole, seed=8)
    sketch = msgspec.structs.replace(pictures("slow sketch").sketch, seed=8)
    live.drawing.want(LiveRequests(sketch, whole))
    qtbot.waitUntil(lambda: bool(live.steps))
    assert live.started == [("slow sketch", 32)], "two at a time"
    live.drawing.insist_on_whole()
    qtbot.waitUntil(lambda: bool(live.drawn()))
    assert live.drawn() == [("draw it", 64)]


def test_a_sketch_that_fails_tells_nobody_whose_whole_picture_is_insisted_on(
    qtbot, make_live: MakeLive
) -> None:
    live = make_live(NEVER)
    live.drawing.want(LiveRequests(pictures("fail fox").sketch, pictures("draw fox").whole))
    live.drawing.insist_on_whole()
    qtbot.waitUntil(lambda: live.drawn() == [("draw fox", 64)])
    assert live.failures == []


def test_what_is_insisted_on_is_drawn_before_what_is_typed_meanwhile(
    qtbot, make_live: MakeLive
) -> None:
    live = make_live(NEVER)
    live.drawing.want(pictures("draw a"))
    live.drawing.insist_on_whole()
    live.drawing.want(pictures("draw b"))
    live.drawing.want(pictures("draw bc"))
    qtbot.waitUntil(lambda: ("draw bc", 32) in live.drawn())
    assert [one for one in live.drawn() if one[1] == 64] == [("draw a", 64)]
    assert ("draw b", 32) not in live.started


def test_switched_off_it_still_draws_what_was_insisted_on(qtbot, make_live: MakeLive) -> None:
    live = make_live()
    live.drawing.want(pictures("draw a"))
    live.drawing.insist_on_whole()
    live.drawing.stop()
    qtbot.waitUntil(lambda: live.drawn()[-1:] == [("draw a", 64)])
    live.drawing.want(pictures("draw a"))
    qtbot.waitUntil(lambda: live.drawn()[-2:] == [("draw a", 32), ("draw a", 64)])


def test_a_queued_job_goes_first_and_the_picture_follows(qtbot, make_live: MakeLive) -> None:
    live = make_live(NEVER)
    live.drawing.want(pictures("slow fox"))
    qtbot.waitUntil(lambda: bool(live.steps))
    job = msgspec.structs.replace(REQUEST, prompt="slow job")
    live.session.submit(job, str(live.folder / "pictures"))
    qtbot.waitUntil(lambda: live.ended == [("slow fox", 32, Cancelled)])
    assert live.waits == [True], "it waits for the queue"
    live.drawing.want(pictures("draw foxes"))
    assert live.started == [("slow fox", 32)]
    running = live.session.running
    assert running is not None
    qtbot.waitUntil(lambda: running.id in {step.job for step in live.steps})
    live.session.cancel()
    qtbot.waitUntil(lambda: live.drawn() == [("draw foxes", 32)])
    assert [type(event) for event in live.done] == [Cancelled]
    assert live.waits == [True, False]


def test_what_a_job_interrupted_is_drawn_after_it(qtbot, make_live: MakeLive) -> None:
    live = make_live(NEVER)
    live.drawing.want(pictures("slow fox"))
    qtbot.waitUntil(lambda: bool(live.steps))
    live.session.submit(
        msgspec.structs.replace(REQUEST, prompt="draw job"), str(live.folder / "pictures")
    )
    qtbot.waitUntil(lambda: len(live.started) == 2)
    assert [type(event) for event in live.done] == [Finished]
    assert live.started == [("slow fox", 32)] * 2
    assert len(live.files()) == 1


def test_a_paused_queue_keeps_nobody_waiting(qtbot, make_live: MakeLive) -> None:
    live = make_live()
    live.session.pause(True)
    live.session.submit(msgspec.structs.replace(REQUEST, prompt="draw job"), "/nowhere")
    live.drawing.want(pictures("draw fox"))
    qtbot.waitUntil(lambda: len(live.drawn()) == 2)
    assert len(live.session.waiting) == 1


def test_a_cancelled_job_does_not_wait_for_a_picture_in_hand(qtbot, make_live: MakeLive) -> None:
    live = make_live(NEVER)
    live.drawing.want(pictures("compile fox"))  # it loads for as long as nobody cancels
    job = live.session.submit(msgspec.structs.replace(REQUEST, prompt="slow job"), "/nowhere")
    live.session.remove(job.id)
    qtbot.waitUntil(lambda: [type(event) for event in live.done] == [Cancelled])


def test_a_job_at_another_place_keeps_nobody_waiting(qtbot, make_live: MakeLive) -> None:
    live = make_live()
    job = live.submit("slow job", ON_BOX)
    qtbot.waitUntil(lambda: job.id in {step.job for step in live.steps})
    live.drawing.want(pictures("draw fox"))
    qtbot.waitUntil(lambda: len(live.drawn()) == 2)
    assert live.session.running == job
    assert live.waits == []
    live.session.cancel()
    qtbot.waitUntil(lambda: [type(event) for event in live.done] == [Cancelled])


def test_it_gives_way_at_its_own_place_only(qtbot, make_live: MakeLive) -> None:
    live = make_live(NEVER)
    live.drawing.want(pictures("slow fox", ON_BOX))
    qtbot.waitUntil(lambda: bool(live.steps))
    live.submit("draw job")
    qtbot.waitUntil(lambda: [type(event) for event in live.done] == [Finished])
    assert live.ended == []
    live.submit("draw job", ON_BOX)
    qtbot.waitUntil(lambda: len(live.started) == 2)
    assert live.ended == [("slow fox", 32, Cancelled)]
    assert [type(event) for event in live.done] == [Finished] * 2


def test_it_gives_way_to_a_job_that_whoever_is_free_draws(qtbot, make_live: MakeLive) -> None:
    live = make_live(NEVER)
    live.drawing.want(pictures("slow fox", ON_BOX))
    qtbot.waitUntil(lambda: bool(live.steps))
    live.submit("slow job", count=2, places=(BOX,))
    qtbot.waitUntil(lambda: live.ended == [("slow fox", 32, Cancelled)])
    qtbot.waitUntil(lambda: live.waits == [True])
    assert live.session.in_flight[0].places == ("", "box")
    live.session.cancel()
    qtbot.waitUntil(lambda: len(live.started) == 2)
    assert live.waits == [True, False]
    qtbot.waitUntil(lambda: [type(event) for event in live.done] == [Cancelled])


def test_switching_off_ends_it(qtbot, make_live: MakeLive) -> None:
    live = make_live(NEVER)
    live.drawing.want(pictures("slow fox"))
    qtbot.waitUntil(lambda: bool(live.steps))
    live.drawing.stop()
    qtbot.waitUntil(lambda: live.ended == [("slow fox", 32, Cancelled)])
    assert len(live.started) == 1


@pytest.mark.expects_warnings("EngineLost")
def test_after_a_crash_the_next_words_are_drawn(qtbot, make_live: MakeLive) -> None:
    live = make_live()
    live.drawing.want(pictures("die fox"))
    qtbot.waitUntil(lambda: bool(live.failures))
    assert isinstance(live.failures[0], EngineLost)
    assert live.started == [("die fox", 32)], "a picture that kills the engine is not tried again"
    live.drawing.want(pictures("draw fox"))
    qtbot.waitUntil(lambda: len(live.drawn()) == 2)


def test_a_failure_of_outdated_words_is_not_told(qtbot, make_live: MakeLive) -> None:
    live = make_live(NEVER)
    live.drawing.want(pictures("fail fox"))
    live.drawing.want(pictures("draw fox"))
    qtbot.waitUntil(lambda: live.drawn() == [("draw fox", 32)])
    assert live.failures == []
