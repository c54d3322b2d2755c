"""Which place draws what, and in which order its results are told: the rules, without servers."""

from __future__ import annotations

import itertools
from typing import LiteralString

import msgspec
import pytest

from desktop.core.events import Cancelled, EngineLost, Event, Failed, Finished, Step
from desktop.core.messages import Message
from desktop.core.queue import JobQueue
from desktop.core.request import GenerationRequest
from desktop.core.tasks import Job, Place
from desktop.remote.dispatch.dispatcher import CallOff, Dispatcher, Ended, PlaceGone, Told
from desktop.remote.dispatch.started_job import JobPart

from .conftest import SD1, path_on, request_of

NAMES = ("a", "b", "c")


def job_of(name: str, servers: tuple[str, ...] = NAMES, **changes: object) -> Job:
    first, *others = servers
    places = tuple(Place(model=path_on(other), identity=SD1) for other in others)
    task = request_of(model=path_on(first), **changes)
    return Job(id=name, task=task, output="/out", places=places)


def task_of(job: Job) -> GenerationRequest:
    assert isinstance(job.task, GenerationRequest)
    return job.task


class Studio:
    """A dispatcher with its queue; time passes as a test says."""

    def __init__(self, *jobs: Job) -> None:
        self.now = 0.0
        self.dispatcher = Dispatcher(clock=lambda: self.now)
        self.queue = JobQueue(jobs)
        self.parts: dict[str, JobPart] = {}
        self.told: list[tuple[str, int]] = []
        self.ended: list[Ended] = []
        self.news: list[object] = []
        self.go_on()

    def go_on(self) -> None:
        while True:
            part, self.queue = self.dispatcher.next_part(self.queue)
            if part is None:
                return
            assert part.place not in self.parts, "a place draws one part at a time"
            self.parts[part.place] = part

    def end(self, place: str, event: Event) -> None:
        del self.parts[place]
        self.hear(self.dispatcher.take(event))
        self.go_on()

    def hear(self, news) -> None:
        for one in news:
            self.news.append(one)
            if isinstance(one, Told) and isinstance(one.event, Finished):
                self.told.append((one.job.id, one.event.index))
            elif isinstance(one, Ended):
                self.ended.append(one)

    def draw(self, place: str, seconds: float = 1.0) -> None:
        part = self.parts[place]
        task = task_of(part.job)
        for index in range(task.count):
            event = Finished(
                job=part.job.id,
                index=index,
                count=task.count,
                path=f"/out/{task.seed_of(index)}.png",
                recipe={},
                seconds=seconds,
                seconds_per_step=1.0,
            )
            if event.last:
                self.end(place, event)
            else:
                self.hear(self.dispatcher.take(event))

    def lose(self, place: str) -> None:
        self.end(place, EngineLost(job=self.parts[place].job.id, message=Message("gone")))

    def seeds(self) -> dict[str, int]:
        return {place: task_of(part.job).seed for place, part in self.parts.items()}


def test_a_batch_is_spread_and_told_in_order() -> None:
    studio = Studio(job_of("x", count=5, seed=10))
    assert studio.seeds() == {"a": 10, "b": 11, "c": 12}
    assert task_of(studio.parts["b"].job).model == path_on("b")
    studio.draw("c")
    studio.draw("b")
    assert studio.told == []
    studio.draw("a")
    assert studio.told == [("x", 0), ("x", 1), ("x", 2)]
    for place in list(studio.parts):
        studio.draw(place)
    assert studio.told == [("x", n) for n in range(5)]
    (end,) = studio.ended
    assert isinstance(end.event, Finished)
    assert end.event.last
    assert studio.dispatcher.started == ()


def test_jobs_are_told_in_the_order_in_which_they_began() -> None:
    studio = Studio(job_of("x"), job_of("y"), job_of("z"))
    studio.draw("c")
    studio.draw("b")
    assert studio.ended == []
    studio.draw("a")
    assert [end.job.id for end in studio.ended] == ["x", "y", "z"]


def test_a_job_with_a_place_of_its_own_waits_for_nobody_else() -> None:
    studio = Studio(job_of("x", count=2), job_of("y", ("d",)), job_of("z", ("d",)))
    assert studio.parts["d"].job.id == "y"
    studio.draw("d")
    assert [end.job.id for end in studio.ended] == ["y"]
    assert studio.parts["d"].job.id == "z"


def test_the_picture_of_a_place_that_has_gone_is_drawn_elsewhere_once() -> None:
    studio = Studio(job_of("x", count=4, seed=10))
    studio.lose("b")
    assert studio.dispatcher.away == {"b"}
    assert [n.goes_on for n in studio.news if isinstance(n, PlaceGone)] == [True]
    studio.draw("a")
    assert studio.seeds() == {"a": 11, "c": 12}
    studio.draw("c")
    studio.draw("a")
    studio.draw("c")
    assert studio.told == [("x", n) for n in range(4)]
    assert studio.parts == {}


def test_what_nobody_can_draw_waits_without_what_was_drawn() -> None:
    studio = Studio(job_of("x", ("a", "b"), count=4, seed=10))
    studio.draw("b")
    assert studio.seeds() == {"a": 10, "b": 12}
    studio.lose("a")
    studio.lose("b")
    (end,) = studio.ended
    assert end.waits
    assert task_of(end.unfinished).count == 4
    assert end.unfinished.drawn == (1,)
    assert studio.told == [("x", 1)]
    studio.dispatcher.away.clear()
    studio.queue = JobQueue((end.unfinished,))
    studio.go_on()
    assert studio.seeds() == {"a": 10, "b": 12}
    studio.draw("a")
    assert studio.seeds() == {"a": 13, "b": 12}
    studio.draw("a")
    studio.draw("b")
    assert studio.told[1:] == [("x", 0), ("x", 1), ("x", 2)]
    last = studio.ended[-1].event
    assert isinstance(last, Finished)
    assert last.last


def test_jobs_that_nobody_can_draw_wait_in_the_order_in_which_they_began() -> None:
    studio = Studio(job_of("x", ("a", "b")), job_of("y", ("a", "b")))
    studio.lose("a")
    studio.lose("b")
    assert all(end.waits for end in studio.ended)
    for end in studio.ended:
        studio.queue = studio.queue.added(end.unfinished, front=True)
    assert [job.id for job in studio.queue.jobs] == ["x", "y"]


def test_a_place_that_fails_is_left_out_and_the_last_ones_word_counts() -> None:
    studio = Studio(job_of("x", ("a", "b"), count=2, seed=10))

    def fail(place: str, words: LiteralString) -> None:
        studio.end(place, Failed(job=studio.parts[place].job.id, message=Message(words)))

    fail("a", "no such node")
    assert studio.ended == []
    assert studio.seeds() == {"b": 11}
    studio.draw("b")
    assert studio.seeds() == {"b": 10}
    fail("b", "no memory")
    (end,) = studio.ended
    assert isinstance(end.event, Failed)
    assert str(end.event.message) == "no memory"
    assert studio.told == [("x", 1)]


def test_a_cancel_calls_off_every_part() -> None:
    studio = Studio(job_of("x", count=9))
    studio.hear(studio.dispatcher.cancel("x"))
    called = [one.part.place for one in studio.news if isinstance(one, CallOff)]
    assert called == ["a", "b", "c"]
    for place in called:
        studio.end(place, Cancelled(job=studio.parts[place].job.id))
    (end,) = studio.ended
    assert isinstance(end.event, Cancelled)
    assert studio.parts == {}


@pytest.mark.parametrize("cancelled", ["x", "y"])
def test_who_hears_of_a_picture_may_cancel(cancelled: str) -> None:
    studio = Studio(job_of("x", count=1), job_of("y", count=2, seed=20))
    studio.draw("c")
    hear = studio.hear

    def cancel(news) -> None:
        for one in news:
            hear([one])
            if isinstance(one, Told) and isinstance(one.event, Finished):
                hear(studio.dispatcher.cancel(cancelled))

    studio.hear = cancel
    studio.draw("a")
    studio.end("b", Cancelled(job=studio.parts["b"].job.id))
    assert studio.told[0] == ("x", 0)
    assert [end.job.id for end in studio.ended] == ["x", "y"]


def test_the_place_that_has_the_model_loaded_is_preferred() -> None:
    studio = Studio(job_of("x", ("b",)))
    studio.draw("b")
    studio.queue = JobQueue((job_of("y"),))
    studio.go_on()
    studio.draw("a")
    studio.queue = JobQueue((job_of("z"), job_of("w", ("a",))))
    studio.go_on()
    assert studio.parts["c"].job.id.startswith("z")  # how fast it is isn't known yet
    studio.draw("c", seconds=1.0)
    studio.draw("a")
    other = job_of("v", ("c",))
    task = msgspec.structs.replace(other.task, model="server:c/checkpoints/other.safetensors")
    studio.queue = JobQueue((msgspec.structs.replace(other, task=task),))
    studio.go_on()
    studio.draw("c")
    studio.queue = JobQueue((job_of("u", ("c", "a")),))
    studio.go_on()
    assert list(studio.parts) == ["a"]


@pytest.mark.parametrize(("slow", "waits"), [(30.0, True), (3.0, False)])
def test_a_place_that_would_be_done_later_than_a_faster_one_is_left_idle(
    slow: float, waits: bool
) -> None:
    studio = Studio(job_of("x", ("a", "b"), count=2))
    studio.draw("a", seconds=2.0)
    studio.draw("b", seconds=slow)
    studio.queue = JobQueue((job_of("y", ("a", "b")), job_of("z", ("a", "b"))))
    studio.go_on()
    assert studio.parts["a"].job.id == "y.0"
    assert ("b" in studio.parts) is not waits
    studio.now += 50.0  # it is stalled: nobody waits for it any longer
    studio.go_on()
    assert set(studio.parts) == {"a", "b"}


def test_time_that_passes_while_it_is_decided_changes_nothing() -> None:
    studio = Studio(*(job_of(str(seed), ("a", "b"), seed=seed) for seed in range(4)))
    studio.draw("a", 1.0)
    ticks = itertools.chain((0.2, 0.6), itertools.repeat(0.6))
    studio.dispatcher._clock = lambda: next(ticks)  # at 0.6 it would wait for the faster one
    studio.draw("b", 1.5)
    assert studio.seeds() == {"a": 2, "b": 3}


def test_the_time_left_of_a_spread_job_is_that_of_all_its_places() -> None:
    studio = Studio(job_of("batch", count=8))
    started = studio.dispatcher.find("batch")
    assert started is not None
    assert started.seconds_left is None

    def step(place: str, done: int, seconds: float) -> None:
        part = studio.parts[place]
        event = Step(
            job=part.job.id, index=0, count=1, step=done, steps=4, seconds_per_step=seconds
        )
        studio.hear(studio.dispatcher.take(event))

    step("a", 2, 1.0)  # 4 s a picture; the others are taken to be as fast
    assert started.seconds_left == pytest.approx((8 - 0.5) / (3 / 4))
    step("b", 1, 2.0)
    step("c", 4, 2.0)
    assert started.share_done == pytest.approx((0.5 + 0.25 + 1) / 8)
    assert started.seconds_left == pytest.approx((8 - 1.75) / (1 / 4 + 1 / 8 + 1 / 8))
    studio.draw("b")
    assert started.pictures_drawn == 1  # though it isn't told before the first
    assert started.share_done == pytest.approx((0.5 + 1 + 1) / 8)
