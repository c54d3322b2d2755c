"""An engine child that does what its first argument says: the real frames, a scripted engine."""

from __future__ import annotations

import os
import signal
import struct
import sys
import time
from collections.abc import Callable

from desktop.core.events import Cancelled, Failed, Finished, Loading, Step
from desktop.core.messages import Message
from desktop.process.frames import (
    PROTOCOL,
    Cancel,
    ChildReady,
    FrameDecoder,
    FrameType,
    Run,
    encode,
)


class Script:
    def __init__(self) -> None:
        self.out = os.dup(1)
        os.dup2(2, 1)
        self.decoder = FrameDecoder()
        self.send(ChildReady(version="test", pid=os.getpid()))

    def send(self, message: object) -> None:
        os.write(self.out, encode(message))  # type: ignore[arg-type]

    def commands(self):
        while data := os.read(0, 65536):
            yield from self.decoder.feed(data)

    def finish(self, job: str) -> None:
        self.send(
            Finished(
                job=job,
                index=0,
                count=1,
                path="/nowhere.png",
                recipe={"prompt": "x"},
                seconds=0.1,
                seconds_per_step=0.01,
            )
        )


def step(job: str, number: int) -> Step:
    return Step(job=job, index=0, count=1, step=number, steps=100, seconds_per_step=0.01)


def die(script: Script, job: str) -> None:
    print("last words", file=sys.stderr, flush=True)
    os.kill(os.getpid(), signal.SIGKILL)


def draw(script: Script, job: str) -> None:
    script.send(step(job, 1))
    script.finish(job)


def cut(script: Script, job: str) -> None:
    os.write(script.out, encode(step(job, 1))[:-3])
    os._exit(0)


def garbage(script: Script, job: str) -> None:
    os.write(script.out, b"Hello, I am a library that prints.\n")
    time.sleep(600)


def stubborn(script: Script, job: str) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    time.sleep(600)


def whole_then_garbage(script: Script, job: str) -> None:
    finished = Finished(
        job=job, index=0, count=1, path="/x.png", recipe={}, seconds=1, seconds_per_step=1
    )
    os.write(script.out, encode(finished) + b"garbage garbage garbage")


def raw(payload: bytes) -> Callable[[Script, str], None]:
    """An event frame with a payload that no encoder makes, then silence."""

    def send(script: Script, job: str) -> None:
        header = struct.pack(">2sBBI", b"EZ", PROTOCOL, FrameType.EVENT, len(payload))
        os.write(script.out, header + payload)
        time.sleep(60)

    return send


def another_job(script: Script, job: str) -> None:
    script.finish("another job")
    script.send(step("another job", 1))
    script.finish(job)


def odd_pace(script: Script, job: str) -> None:
    for pace in (float("inf"), float("nan"), -1e300, 1e300):
        script.send(Step(job=job, index=0, count=1, step=1, steps=100, seconds_per_step=pace))


BEHAVIOURS = {
    "whole then garbage": whole_then_garbage,
    "bad utf-8": raw(b"\x81\xa4type\xa4\xff\xfe\xfd\xfc"),
    "deep": raw(b"\x91" * 100_000),
    "another job": another_job,
    "odd pace": odd_pace,
    "draw": draw,
    "die": die,
    "cut": cut,
    "garbage": garbage,
    "stubborn": stubborn,
    "hang": lambda _script, _job: time.sleep(600),
    "crash": lambda _script, _job: os.kill(os.getpid(), signal.SIGSEGV),
    "exit": lambda _script, _job: os._exit(3),
    "obedient": lambda script, job: script.send(step(job, 1)),
    "fail": lambda script, job: script.send(
        Failed(job=job, message=Message("No."), details="why", bad_input=True)
    ),
}


def main(behaviour: str) -> None:
    script = Script()
    while behaviour == "deaf":
        time.sleep(60)
    for command in script.commands():
        if isinstance(command, Cancel) and behaviour == "obedient":
            script.send(Cancelled(job=command.job))
        elif isinstance(command, Run):
            script.send(Loading(job=command.job.id, what=Message("UNet")))
            BEHAVIOURS[behaviour](script, command.job.id)


main(sys.argv[1])
