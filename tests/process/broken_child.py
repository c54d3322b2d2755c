"""The real engine child with one bug in it; the first argument says where.

"config": while it is configured; "job": while a picture is drawn; "loop": between two jobs;
"reader": in the thread that reads the commands, while a job runs; "deaf": the same, with a job that
looks for no cancel; "thread": in a thread that the engine started; "crash": in native code.
"""

from __future__ import annotations

import faulthandler
import sys
import threading
import time

from desktop.core.events import Loading
from desktop.core.messages import Message
from desktop.core.request import GenerationRequest
from desktop.core.tasks import Job
from desktop.process import child
from desktop.process.frames import Cancel, ChildConfig, Payload

PLACE = sys.argv[1]


def fail() -> None:
    raise ZeroDivisionError("the bug")


class BrokenLoop(child.EngineLoop):
    def _draw(self, job: Job, request: GenerationRequest) -> None:
        self.send(Loading(job=job.id, what=Message("drawing")))
        if PLACE == "crash":
            faulthandler._sigsegv()  # type: ignore[attr-defined]
        if PLACE == "thread":
            thread = threading.Thread(target=fail, name="decoder")
            thread.start()
            thread.join()
        if PLACE in ("job", "thread"):
            fail()
        while PLACE == "reader":
            time.sleep(0.01)
            self._check(job)
        time.sleep(600)

    def _do(self, job: Job) -> None:
        if PLACE == "loop":
            fail()
        super()._do(job)

    def _take(self, message: Payload) -> None:
        super()._take(message)
        if PLACE in ("reader", "deaf") and isinstance(message, Cancel):
            fail()
        if PLACE == "config" and isinstance(message, ChildConfig):
            fail()


child.EngineLoop = BrokenLoop  # type: ignore[misc]
sys.exit(child.main())
