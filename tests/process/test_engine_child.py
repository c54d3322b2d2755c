"""The real engine child with the starter model: pictures, cancel, death, and an orphan's end."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import msgspec
import psutil
import pytest
from PIL import Image, ImageChops

from desktop import __version__
from desktop.core.events import (
    Cancelled,
    Drawn,
    EngineLost,
    Event,
    Failed,
    Finished,
    Loading,
    Preview,
    Reported,
    Step,
)
from desktop.core.request import GenerationRequest
from desktop.core.tasks import InspectRequest, Job
from desktop.models.resources import resource
from desktop.process.child_command import child_environment, engine_command
from desktop.process.child_setup import prepare_libraries
from desktop.process.frames import Cancel, ChildConfig, FrameDecoder, Run, encode
from desktop.process.supervisor import EngineChild
from tests.identified import identified
from tests.waiting import LIMIT, wait_until

pytestmark = pytest.mark.draws

REQUEST = identified(
    GenerationRequest(
        prompt="red apple",
        model=str(resource("starter")),
        seed=7,
        width=256,
        height=256,
        steps=3,
        guidance_scale=4.0,
        sampler="euler",
    )
)


@pytest.fixture
def child(engine_child: EngineChild) -> EngineChild:
    """One child for all tests: what one leaves behind must not hurt the next."""
    return engine_child


def job_for(output: Path, **changes: object) -> Job:
    return Job(
        id=os.urandom(4).hex(), task=msgspec.structs.replace(REQUEST, **changes), output=str(output)
    )


def finished(events: list[Event]) -> list[Finished]:
    return [event for event in events if isinstance(event, Finished)]


def test_a_picture_that_is_not_kept_comes_with_its_event_alone(
    child: EngineChild, tmp_path: Path
) -> None:
    output = tmp_path / "pictures"
    job = job_for(output, width=64, height=64)
    drawn = list(child.run(msgspec.structs.replace(job, kept=False)))[-1]
    assert isinstance(drawn, Drawn)
    assert not output.exists()
    kept = list(child.run(msgspec.structs.replace(job, id="again")))[-1]
    assert isinstance(kept, Finished)
    with Image.open(kept.path) as picture:
        assert picture.convert("RGB").tobytes() == drawn.picture.rgb
    assert kept.recipe | {"created": ""} == drawn.picture.recipe | {"created": ""}


def loaded(events: list[Event]) -> list[str]:
    return [str(event.what) for event in events if isinstance(event, Loading)]


def same_pixels(first: str, second: str) -> bool:
    with Image.open(first) as one, Image.open(second) as two:
        return ImageChops.difference(one, two).getbbox() is None


def test_a_batch_streams_its_events_in_order(child: EngineChild, tmp_path: Path) -> None:
    events = list(child.run(job_for(tmp_path, count=2)))
    kinds = [type(event) for event in events if not isinstance(event, Preview)]
    first_step = kinds.index(Step)
    assert set(kinds[:first_step]) == {Loading}
    drawn = finished(events)
    assert [event.index for event in drawn] == [0, 1]
    assert [event.recipe["seed"] for event in drawn] == [7, 8]
    assert events[-1] is drawn[-1]
    assert all(Path(event.path).is_file() for event in drawn)
    steps = [event.step for event in events if isinstance(event, Step) and event.index == 0]
    assert steps == sorted(steps)
    assert steps[-1] == 3
    previews = [event for event in events if isinstance(event, Preview)]
    assert previews
    assert all(len(event.rgb) == event.width * event.height * 3 for event in previews)


def test_the_childs_log_tells_the_course_of_a_job(child: EngineChild, tmp_path: Path) -> None:
    job = job_for(tmp_path, negative_prompt="blurry")
    list(child.run(job))
    text = child._log.read_text()
    assert f"Engine child of Easel {__version__}" in text
    assert "Opening starter" in text
    assert "Loading: " in text
    assert f"Job {job.id}: GenerationRequest(model=starter, " in text
    assert "Picture 1 of 1 after" in text
    assert "'device': 'cpu'" in text
    assert "apple" not in text
    assert "blurry" not in text


def test_the_same_request_gives_the_same_pixels(child: EngineChild, tmp_path: Path) -> None:
    batch = finished(list(child.run(job_for(tmp_path, count=2))))
    again = finished(list(child.run(job_for(tmp_path, seed=8))))
    assert same_pixels(batch[1].path, again[0].path)
    assert not same_pixels(batch[0].path, again[0].path)


def test_cancel_between_steps_keeps_the_child(child: EngineChild, tmp_path: Path) -> None:
    job = job_for(tmp_path, steps=500)
    before = None
    events: list[Event] = []
    for event in child.run(job):
        events.append(event)
        if isinstance(event, Step) and event.step == 1:
            before = child.pid
            child.cancel(job.id)
    assert events[-1] == Cancelled(job=job.id)
    assert child.pid == before
    assert list(tmp_path.glob("*.png")) == []


def test_a_bad_model_is_one_sentence(child: EngineChild, tmp_path: Path) -> None:
    last = list(child.run(job_for(tmp_path, model=str(tmp_path / "nothing"))))[-1]
    assert isinstance(last, Failed)
    assert last.bad_input
    assert "\n" not in str(last.message)


def test_a_folder_that_cannot_be_written_is_one_sentence(
    child: EngineChild, tmp_path: Path
) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("not a folder")
    last = list(child.run(job_for(in_the_way / "pictures")))[-1]
    assert isinstance(last, Failed)
    assert "\n" not in str(last.message)


def test_the_machine_report(child: EngineChild) -> None:
    job = Job(id="inspect", task=InspectRequest(model="", what="machine"), output="")
    last = list(child.run(job))[-1]
    assert isinstance(last, Reported)
    assert "cpu" in last.data["devices"]


def test_cancel_while_loading(tmp_path: Path) -> None:
    child = EngineChild(ChildConfig(cache_dir=str(tmp_path)), tmp_path / "engine.log")
    job = job_for(tmp_path)
    timer = threading.Timer(0.3, child.cancel, args=(job.id,))
    timer.start()
    events = list(child.run(job))
    timer.join()
    child.close()
    assert events[-1] == Cancelled(job=job.id)
    assert not any(isinstance(event, Step) for event in events)


def test_a_job_cancelled_before_it_begins_leaves_the_child_to_the_next(tmp_path: Path) -> None:
    given_up = job_for(tmp_path)
    asked = Job(id="inspect", task=InspectRequest(model="", what="machine"), output="")
    commands = [ChildConfig(cache_dir=str(tmp_path)), Cancel(job=given_up.id)]
    commands += [Run(job=given_up), Run(job=asked)]
    decoder, events = FrameDecoder(), []
    with subprocess.Popen(
        engine_command(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=child_environment(),
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(b"".join(map(encode, commands)))
        process.stdin.flush()
        while not any(isinstance(event, Reported) for event in events):
            data = os.read(process.stdout.fileno(), 65536)
            assert data, "the child ended"
            events += list(decoder.feed(data))
        process.stdin.close()
    assert Cancelled(job=given_up.id) in events


@pytest.mark.expects_warnings("EngineLost after")
def test_a_killed_child_is_replaced(child: EngineChild, tmp_path: Path) -> None:
    job = job_for(tmp_path, steps=500)
    events: list[Event] = []
    for event in child.run(job):
        events.append(event)
        if isinstance(event, Step) and event.step == 1:
            assert child.pid is not None
            os.kill(child.pid, signal.SIGKILL)
    assert isinstance(events[-1], EngineLost)
    assert finished(list(child.run(job_for(tmp_path))))


def test_what_is_imported_ahead_is_what_a_picture_needs(tmp_path: Path) -> None:
    """After `preload` nothing that takes time is imported to draw: schedulers are small."""
    code = """
import json, sys
from pathlib import Path
from desktop.engines.preload import preload
preload()
before = set(sys.modules)
from desktop.core.request import GenerationRequest
from desktop.engines.engine_factory import open_engine
from msgspec import json as packed
request = packed.decode(sys.argv[1], type=GenerationRequest)
engine = open_engine(request, lambda _: None, lambda: None, cache_dir=Path(sys.argv[2]))
next(engine.generate("job", request, lambda _: None, lambda: None))
engine.close()
large = ("torch.", "desktop.engines.", "diffusers.loaders.", "diffusers.models.",
    "diffusers.pipelines.", "transformers.generation.")
print(json.dumps([name for name in set(sys.modules) - before if name.startswith(large)]))
"""
    request = msgspec.json.encode(msgspec.structs.replace(REQUEST, steps=1))
    done = subprocess.run(
        [sys.executable, "-c", code, request.decode(), str(tmp_path)],
        capture_output=True,
        text=True,
        check=True,
        env=child_environment(),
    )
    assert json.loads(done.stdout.splitlines()[-1]) == []


def test_a_child_started_ahead_draws(tmp_path: Path) -> None:
    child = EngineChild(ChildConfig(cache_dir=str(tmp_path)), tmp_path / "engine.log")
    child.prepare(str(tmp_path / "Pictures"))
    started = child.pid
    events = list(child.run(job_for(tmp_path / "Pictures")))
    assert Path(finished(events)[0].path).is_file()
    assert child.pid == started
    assert loaded(events)[0] == "engine"  # it was importing when the job came
    assert loaded(list(child.run(job_for(tmp_path / "Pictures")))) == ["ready"]
    child.close()


def test_the_child_ends_with_its_window(tmp_path: Path) -> None:
    """A parent that is killed can't say goodbye: the child must notice by its stdin alone."""
    frames, told = tmp_path / "frames", tmp_path / "told"
    job = job_for(tmp_path, steps=900)
    frames.write_bytes(encode(ChildConfig(cache_dir=str(tmp_path))) + encode(Run(job=job)))
    parent = (
        "import os, subprocess, sys, time\n"
        "child = subprocess.Popen(sys.argv[3:], stdin=subprocess.PIPE,"
        " stdout=open(sys.argv[2], 'wb'), stderr=subprocess.DEVNULL)\n"
        "child.stdin.write(open(sys.argv[1], 'rb').read()); child.stdin.flush()\n"
        "print(child.pid, flush=True); time.sleep(600)\n"
    )
    window = subprocess.Popen(
        [sys.executable, "-c", parent, str(frames), str(told), *engine_command()],
        stdout=subprocess.PIPE,
        env=child_environment(),
    )
    assert window.stdout is not None
    engine = psutil.Process(int(window.stdout.readline()))
    wait_until(lambda: told.exists() and told.stat().st_size)  # it listens
    assert engine.is_running()
    window.kill()
    window.wait()
    window.stdout.close()
    engine.wait(timeout=LIMIT)
    assert list(tmp_path.glob("*.png")) == []


def test_libraries_are_told_to_use_one_thread_and_no_network() -> None:
    """Four threads that convert tensors at once end the process on MPS."""
    environment: dict[str, str] = {}
    prepare_libraries(environment)
    assert environment["HF_DEACTIVATE_ASYNC_LOAD"] == "1"
    assert ("PATH" in environment) == (sys.platform == "darwin")
    assert environment["HF_HUB_OFFLINE"] == environment["TRANSFORMERS_OFFLINE"] == "1"


def test_a_mac_finds_its_own_tools_whatever_started_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """coremltools runs `sw_vers` at each load."""
    monkeypatch.setattr(sys, "platform", "darwin")
    for before, after in (("", "/usr/bin:/bin"), ("/x:/bin", "/x:/bin:/usr/bin")):
        environment = {"PATH": before}
        prepare_libraries(environment)
        assert environment["PATH"] == after
