"""The engine child's loop: commands arrive on stdin, events leave on the original stdout.

The only module outside `engines` that imports engines, and only when a job needs one.
"""

from __future__ import annotations

import logging
import os
import queue
import signal
import sys
import threading
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path

from desktop import __version__
from desktop.core.engine_interface import Emit, Engine
from desktop.core.errors import InternalError, JobCancelled
from desktop.core.events import READY, DrawnPicture, Event, Loading, Progress, Reported
from desktop.core.grids.grid import GridRequest
from desktop.core.messages import Message
from desktop.core.request import GenerationRequest
from desktop.core.tasks import (
    BenchRequest,
    ConvertRequest,
    InspectRequest,
    Job,
    ShrinkRequest,
    UpscaleRequest,
)
from desktop.models.memory.paces import PACES, Paces
from desktop.storage.app_paths import INPUT_PATHS
from desktop.storage.pictures.input_paths import InputPaths

from .child_setup import begin_log, prepare_libraries, take_stdin, take_stdout
from .confinement import confine
from .frames import (
    Cancel,
    ChildConfig,
    ChildReady,
    Command,
    FrameDecoder,
    Payload,
    Prepare,
    Run,
    encode,
)
from .jobs.finished_picture import deliver, source_recipe
from .jobs.grid_job import draw_grid
from .jobs.job_failure import last_event
from .jobs.job_log import JobLog
from .scheduling import ENGINE_SLICE, take_slice
from .termination import CancelRequests

_GRACE = 3.0
"""Seconds that a running job has for cleanup once the window is gone."""
_SOFTWARE_ERROR = os.EX_SOFTWARE
"""Exit code when a bug, not the window, ended the child."""
logger = logging.getLogger(__name__)


def main() -> int:
    """Run the child until stdin ends; return exit code 0 then, `_SOFTWARE_ERROR` for a bug."""
    frames_out, commands = take_stdout(), take_stdin()
    begin_log()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    take_slice(ENGINE_SLICE)
    prepare_libraries(os.environ)
    child = EngineLoop(frames_out)
    child.send(ChildReady(version=__version__, pid=os.getpid()))
    child.read_config(commands)
    if child.exit_code:  # what was read with the configuration may be lost, a job too
        return child.exit_code
    reader = threading.Thread(target=child.read_commands, args=(commands,), daemon=True)
    reader.start()
    logger.info("Engine child of Easel %s", __version__)
    try:
        child.work()
    except Exception:
        logger.exception("The engine child's loop failed")
        return _SOFTWARE_ERROR
    return child.exit_code


class EngineLoop:
    """The child's job loop; `read_commands` runs on a second thread beside `work`."""

    def __init__(self, frames_out: int) -> None:
        self._out = frames_out
        self._out_lock = threading.Lock()
        self._commands: queue.SimpleQueue[Prepare | Run | None] = queue.SimpleQueue()
        self._cancelled = CancelRequests()
        self._closing = self._preparing = False
        self._fault: InternalError | None = None
        self._engine: Engine | None = None
        self._job_log = JobLog()
        self._config = ChildConfig(cache_dir="")
        self._configured = False
        self._decoder = FrameDecoder()

    @property
    def exit_code(self) -> int:
        """The process's exit code: not 0 where a bug ended the command loop."""
        return _SOFTWARE_ERROR if self._fault else 0

    def send(self, message: Payload) -> None:
        """Write a frame; end the process when the reader is gone."""
        if not isinstance(message, Command | ChildReady):
            self._job_log.note(message)
        data = memoryview(encode(message))
        with self._out_lock:
            try:
                while data:
                    data = data[os.write(self._out, data) :]
            except OSError:
                os._exit(0)

    def read_config(self, source: int) -> None:
        """Read the first command and apply its limits, before any thread starts."""
        with self._noting_faults():
            while not self._configured and (data := os.read(source, 65536)):
                self._feed(data)
        if self._config.writable:
            logger.info("The engine child is %s", confine(self._config.writable))

    def read_commands(self, source: int) -> None:
        """Queue commands for `work` from the file descriptor until it ends, then end the
        process.
        """
        with self._noting_faults():
            while data := os.read(source, 65536):
                self._feed(data)
        self._closing = True
        self._commands.put(None)
        grace = 0.0 if self._preparing else _GRACE
        timer = threading.Timer(grace, os._exit, args=(self.exit_code,))
        timer.daemon = True
        timer.start()

    def work(self) -> None:
        """Run the queued commands in order until they end."""
        while (command := self._commands.get()) is not None:
            if isinstance(command, Prepare):
                self._prepare()
            else:
                self._do(command.job)
        self._close_engine()

    @contextmanager
    def _noting_faults(self) -> Generator[None]:
        """End the reading of commands on any fault in them."""
        try:
            yield
        except OSError as error:
            logger.warning("The window's commands ended: %s", error)
        except Exception as error:
            logger.exception("The window's commands can't be read")
            self._fault = InternalError.of(error)

    def _feed(self, data: bytes) -> None:
        for message in self._decoder.feed(data):
            self._take(message)

    def _take(self, message: Payload) -> None:
        if isinstance(message, Cancel):
            self._cancelled.add(message.job)
        elif isinstance(message, ChildConfig):
            self._config, self._configured = message, True
        elif isinstance(message, Prepare):
            self._preparing = True
            self._commands.put(message)
        elif isinstance(message, Run):
            if self._preparing:
                self._say_loading(message.job)
            self._commands.put(message)

    def _prepare(self) -> None:
        """Import the modules that a picture needs; a failure is reported by the first job."""
        try:
            from desktop.engines.preload import preload

            preload()
            logger.info("The engine is imported")
        except Exception:
            logger.exception("The engine could not be imported ahead of the first picture")
        self._preparing = False

    def _do(self, job: Job) -> None:
        self._job_log.begin(job)
        with self._reporting(job):
            self._check(job)
            task = job.task
            if isinstance(task, GenerationRequest):
                self._say_ready(job, task)
                self._draw(job, task)
            elif isinstance(task, GridRequest):
                self._say_ready(job, *(cell.request for cell in task.cells[:1]))
                draw_grid(job, task, lambda cell, emit: self._pictures(job, cell, emit), self.send)
            elif isinstance(task, ConvertRequest):
                self.send(Reported(job=job.id, data=self._convert(job, task)))
            elif isinstance(task, ShrinkRequest):
                self.send(Reported(job=job.id, data=self._shrink(job, task)))
            elif isinstance(task, InspectRequest):
                self.send(Reported(job=job.id, data=self._inspect(job, task)))
            elif isinstance(task, UpscaleRequest):
                self._upscale(job, task)
            else:
                self.send(Reported(job=job.id, data=self._bench(job, task)))
        self._cancelled.discard(job.id)

    @contextmanager
    def _reporting(self, job: Job) -> Generator[None]:
        """Turn any exception into the job's last event."""
        end: Event | None = None
        try:
            yield
        except Exception as error:
            if isinstance(error, MemoryError):
                self._close_engine()
            end = last_event(job.id, error)
        if end is not None:
            self.send(end)

    def _check(self, job: Job) -> None:
        if self._fault is not None:
            raise self._fault
        if self._closing or job.id in self._cancelled:
            raise JobCancelled

    def _say_loading(self, job: Job, *modules: str) -> None:
        """Emit the loading phase when a module of `modules` is not imported yet."""
        if not modules or any(name not in sys.modules for name in modules):
            self.send(Loading(job=job.id, what=Message("engine")))

    def _say_ready(self, job: Job, *requests: GenerationRequest) -> None:
        """Emit the ready phase at once when nothing is to be loaded: the first step may take
        seconds.
        """
        if self._engine is not None and all(map(self._engine.serves, requests)):
            self.send(Loading(job=job.id, what=READY))

    def _engine_for(self, job: Job, request: GenerationRequest) -> Engine:
        if self._engine is not None and self._engine.serves(request):
            return self._engine
        self._say_loading(job, "torch", "diffusers")
        from desktop.engines.engine_factory import open_engine

        self._close_engine()
        logger.info("Opening %s", Path(request.model).name)
        self._engine = open_engine(
            request,
            self.send,
            lambda: self._check(job),
            job=job.id,
            cache_dir=Path(self._config.cache_dir),
            low_memory=self._config.low_memory,
            cache_limit=self._config.coreml_cache_limit,
            choices=self._config.choices,
        )
        return self._engine

    def _close_engine(self) -> None:
        engine, self._engine = self._engine, None
        if engine is not None:
            logger.info("Letting go of the model")
            engine.close()

    def _draw(self, job: Job, request: GenerationRequest) -> None:
        for picture in self._pictures(job, request, self.send):
            self.send(deliver(job, picture, request.count))

    def _pictures(self, job: Job, request: GenerationRequest, emit: Emit) -> Iterator[DrawnPicture]:
        """Yield the engine's pictures of `request`; load the engine if another was loaded."""
        engine = self._engine_for(job, request)
        for picture in engine.generate(job.id, request, emit, lambda: self._check(job)):
            if job.kept and self._config.cache_dir:
                self._remember(picture)
                paces = Paces(Path(self._config.cache_dir) / PACES)
                paces.remember(request, picture.seconds, picture.seconds_per_step)
            yield picture

    def _remember(self, picture: DrawnPicture) -> None:
        """Store the paths of the files that `picture` was made from: the picture only names
        them.
        """
        if self._config.cache_dir:
            InputPaths(Path(self._config.cache_dir) / INPUT_PATHS).remember(picture.recipe)

    def _convert(self, job: Job, task: ConvertRequest) -> dict[str, object]:
        self._say_loading(job, "torch", "coremltools")
        from desktop.engines.convert.convert import convert

        self._close_engine()
        return convert(
            task,
            job.id,
            self.send,
            lambda: self._check(job),
            cache_dir=Path(self._config.cache_dir),
        )

    def _shrink(self, job: Job, task: ShrinkRequest) -> dict[str, object]:
        self._say_loading(job, "torch", "diffusers")
        from desktop.engines.shrink import shrink

        self._close_engine()
        what = Message("Making it smaller")

        def progress(fraction: float) -> None:
            self._check(job)
            self.send(Progress(job=job.id, what=what, fraction=fraction, overall=fraction))

        return shrink(task, progress)

    def _inspect(self, job: Job, task: InspectRequest) -> dict[str, object]:
        self._say_loading(job, "torch")
        from desktop.engines.inspection import inspect_model

        return inspect_model(task, job.id, self.send, lambda: self._check(job))

    def _upscale(self, job: Job, task: UpscaleRequest) -> None:
        self._say_loading(job, "torch")
        from desktop.engines.upscale.upscale_job import upscale

        own = source_recipe(task.image)
        picture = upscale(task, job.id, self.send, lambda: self._check(job), own)
        self._remember(picture)
        self.send(deliver(job, picture, count=1))

    def _bench(self, job: Job, task: BenchRequest) -> dict[str, object]:
        engine = self._engine_for(job, task.request)
        seconds: list[float] = []
        steps: list[float] = []
        for _ in range(task.runs + 1):
            for picture in engine.generate(
                job.id, task.request, self.send, lambda: self._check(job)
            ):
                seconds.append(picture.seconds)
                steps.append(picture.seconds_per_step)
        return {"seconds": seconds[1:], "seconds_per_step": steps[1:], "first": seconds[0]}
