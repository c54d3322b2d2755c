"""An engine child that does what its first argument says: the real frames, a scripted engine."""

from __future__ import annotations

import os
import signal
import sys
import time

from desktop.core.events import Cancelled, Failed, Finished, Loading, Step
from desktop.process.frames import Cancel, FrameDecoder, Ready, Run, encode


class Script:
    def __init__(self) -> None:
        self.out = os.dup(1)
        os.dup2(2, 1)
        self.decoder = FrameDecoder()
        self.send(Ready(version="test", pid=os.getpid()))

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


def main(behaviour: str) -> None:
    script = Script()
    for command in script.commands():
        if isinstance(command, Cancel):
            if behaviour == "obedient":
                script.send(Cancelled(job=command.job))
            continue
        if not isinstance(command, Run):
            continue
        job = command.job.id
        script.send(Loading(job=job, what="UNet"))
        if behaviour == "draw":
            script.send(step(job, 1))
            script.finish(job)
        elif behaviour == "fail":
            script.send(Failed(job=job, sentence="No.", details="why", bad_input=True))
        elif behaviour == "die":
            print("last words", file=sys.stderr, flush=True)
            os.kill(os.getpid(), signal.SIGKILL)
        elif behaviour == "crash":
            os.kill(os.getpid(), signal.SIGSEGV)
        elif behaviour == "exit":
            os._exit(3)
        elif behaviour == "cut":
            os.write(script.out, encode(step(job, 1))[:-3])
            os._exit(0)
        elif behaviour == "garbage":
            os.write(script.out, b"Hello, I am a library that prints.\n")
            time.sleep(60)
        elif behaviour == "hang":
            time.sleep(60)
        elif behaviour == "stubborn":
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            time.sleep(60)
        elif behaviour == "obedient":
            script.send(step(job, 1))


main(sys.argv[1])
