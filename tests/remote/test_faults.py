"""The fault table: a server that fails in each phase; one sentence each, and nothing is lost."""

from __future__ import annotations

import io
import threading
from pathlib import Path

import pytest
from PIL import Image
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse

from desktop.core.events import Cancelled, EngineLost, Failed, Finished, Loading, Step
from desktop.core.server import Server
from desktop.core.tasks import Job, Place
from desktop.remote.comfy_engine import ComfyEngine
from desktop.remote.job_router import JobRouter
from desktop.remote.protocol.comfy_client import ComfyClient
from desktop.remote.protocol.server_errors import ServerGone
from desktop.remote.remote_runner import RemoteRunner
from tests.waiting import wait_until

from .conftest import SD1, path_on, request_of
from .scripted_server import NodeFault, Script, ScriptedServer, huge_png


def last_of(one, **changes):
    return one.events(request_of(**changes))[-1]


def sentence(event) -> str:
    assert isinstance(event, Failed | EngineLost), event
    return str(event.message)


def test_a_server_that_is_not_there_is_lost_with_a_sentence(start_server, drawing) -> None:
    server = start_server()
    one = drawing(server)
    server.kill()
    last = last_of(one)
    assert isinstance(last, EngineLost)
    assert sentence(last) == "“studio” can’t be reached: is it running, and is its address right?"


def test_a_server_killed_between_two_steps_is_lost_with_a_sentence(start_server, drawing) -> None:
    server = start_server(Script(step_seconds=0.05))
    one = drawing(server)
    killed = threading.Event()

    def kill(event, _job) -> None:
        if isinstance(event, Step) and not killed.is_set():
            killed.set()
            server.kill()

    last = one.events(request_of(steps=200), kill)[-1]
    assert isinstance(last, EngineLost)
    assert "can’t be reached" in sentence(last) or "broke" in sentence(last)


def test_servers_that_are_all_gone_are_asked_again_for_the_next_job(
    start_server, tmp_path: Path
) -> None:
    server = start_server()
    server.kill()

    def runner() -> RemoteRunner:
        return RemoteRunner(
            lambda name: ComfyEngine(
                ComfyClient(Server(name=name, address=server.address)), patience=0.1
            )
        )

    router = JobRouter(runner(), runner)
    places = (Place(model=path_on("other"), identity=SD1),)
    for name in "xy":
        job = Job(id=name, task=request_of(), output=str(tmp_path), places=places)
        assert isinstance(list(router.run(job))[-1], EngineLost)
    router.close()


def test_a_cancelled_job_whose_server_has_gone_is_cancelled(tmp_path: Path) -> None:
    def gone(name: str) -> ComfyEngine:
        runner.cancel("x")
        raise ServerGone("“{server}” can’t be reached.", server=name)

    runner = RemoteRunner(gone)
    job = Job(id="x", task=request_of(), output=str(tmp_path))
    assert isinstance(list(runner.run(job))[-1], Cancelled)


def test_a_cut_connection_is_taken_up_again_and_nothing_is_drawn_twice(
    start_server, drawing
) -> None:
    server = start_server(Script(step_seconds=0.05))
    one = drawing(server, patience=60)
    cut = threading.Event()

    def cut_once(event, _job) -> None:
        if isinstance(event, Step) and event.step == 2 and not cut.is_set():
            cut.set()
            server.cut()

    events = one.events(request_of(steps=40), cut_once)
    assert isinstance(events[-1], Finished)
    assert len(server.graphs) == len(server.drawn) == 1


def test_a_picture_that_was_ready_while_nobody_listened_is_fetched(start_server, drawing) -> None:
    hold = threading.Event()
    server = start_server(Script(hold=hold, other_prompts=1))
    one = drawing(server, patience=60)

    def cut_then_draw(event, _job) -> None:
        if isinstance(event, Loading) and event.note is not None and not hold.is_set():
            server.cut()
            hold.set()
            wait_until(lambda: server.drawn)

    events = one.events(request_of(), cut_then_draw)
    assert isinstance(events[-1], Finished)
    assert len(server.graphs) == 1


def test_a_server_that_starts_anew_gets_the_picture_again(start_server, drawing) -> None:
    first = start_server(Script(step_seconds=0.05))
    one = drawing(first, patience=60)
    second: list[ScriptedServer] = []

    def restart(event, _job) -> None:
        if isinstance(event, Step) and not second:
            first.kill()
            second.append(start_server(Script(), port=first.port))

    events = one.events(request_of(steps=20), restart)
    assert isinstance(events[-1], Finished)
    assert first.drawn == []
    assert len(second[0].drawn) == 1


def test_a_server_that_stalls_can_be_cancelled_at_once(start_server, drawing) -> None:
    wake = threading.Event()

    def stall(_server, _prompt, step) -> None:
        if step == 2:
            wake.wait(60)  # its whole loop hangs: no socket, no HTTP

    server = start_server(Script(at_step=stall))
    one = drawing(server)

    def cancel(event, job) -> None:
        if isinstance(event, Step):
            one.runner.cancel(job)

    try:
        last = one.events(request_of(), cancel)[-1]
        assert isinstance(last, Cancelled)
    finally:
        wake.set()


def test_a_node_error_is_told_with_its_words(start_server, drawing) -> None:
    def fail(_server, _prompt, step) -> None:
        if step == 2:
            raise NodeFault("mat1 and mat2 shapes cannot be multiplied (77x768 and 2048x320)")

    last = last_of(drawing(start_server(Script(at_step=fail))))
    assert sentence(last) == (
        "“studio” failed at KSampler: mat1 and mat2 shapes cannot be multiplied (77x768 and "
        "2048x320)"
    )
    assert isinstance(last, Failed)
    assert "File x" in last.details


def test_memory_that_ran_out_there_has_its_own_sentence(start_server, drawing) -> None:
    def fail(_server, _prompt, _step) -> None:
        raise NodeFault("CUDA out of memory. Tried to allocate 20 GiB")

    last = last_of(drawing(start_server(Script(at_step=fail))))
    assert "ran out of memory" in sentence(last)


def test_somebody_who_stops_it_there_is_told(start_server, drawing) -> None:
    def stop(server, prompt, step) -> None:
        if step == 3:
            server.cancelled.append(prompt)

    last = last_of(drawing(start_server(Script(at_step=stop))))
    assert sentence(last) == "The picture was stopped at “studio”."


def test_a_model_that_vanished_is_named(start_server, drawing) -> None:
    script = Script(forget_before_drawing="v1-5-pruned.safetensors")
    last = last_of(drawing(start_server(script)))
    assert sentence(last) == "“v1-5-pruned.safetensors” is no longer on “studio”."
    assert last.bad_input


def test_a_node_that_is_missing_is_named(start_server, drawing) -> None:
    last = last_of(drawing(start_server(Script(lacking={"VAEDecode"}))))
    assert sentence(last) == "“studio” lacks the node VAEDecode, which this picture needs."


def test_a_sampler_that_is_missing_is_named(start_server, drawing) -> None:
    last = last_of(drawing(start_server()), sampler="er_sde")
    assert sentence(last) == "“studio” has no sampler er_sde: choose another one."


def test_a_picture_of_two_hundred_megapixels_is_refused(start_server, drawing) -> None:
    last = last_of(drawing(start_server(Script(picture=huge_png()))))
    assert sentence(last) == "“studio” sent a picture that is too large (14200 x 14200)."


@pytest.mark.parametrize("data", [b"", b"\x89PNG\r\n\x1a\nrubbish", b"<html>"])
def test_a_picture_that_is_none_is_refused(start_server, drawing, data: bytes) -> None:
    last = last_of(drawing(start_server(Script(picture=data))))
    assert sentence(last) == "“studio” sent a picture that can’t be read."


@pytest.mark.parametrize("token", ["", "another"])
def test_a_wrong_token_is_told(start_server, drawing, token: str) -> None:
    last = last_of(drawing(start_server(Script(token="right")), token=token))
    assert sentence(last) == "“studio” wants a token, or another one than was given."


def test_with_its_token_it_draws(start_server, drawing) -> None:
    assert isinstance(
        last_of(drawing(start_server(Script(token="right")), token="right")), Finished
    )


@pytest.mark.parametrize(
    "answer",
    [
        HTMLResponse("<html>a router's page</html>"),
        PlainTextResponse("nothing here", 404),
        JSONResponse({"ok": True}),
        PlainTextResponse("", 302, {"location": "https://example.com/login"}),
    ],
    ids=["a web page", "404", "other JSON", "a redirect"],
)
def test_what_is_no_comfyui_is_told(start_server, drawing, answer) -> None:
    last = last_of(drawing(start_server(Script(answers={"/system_stats": answer}))))
    assert sentence(last) == "“studio” is no ComfyUI server."


@pytest.mark.parametrize(
    "answer", [PlainTextResponse("}{"), JSONResponse([1, 2]), JSONResponse({"prompt_id": 4})]
)
def test_rubbish_in_answer_to_a_prompt_is_told(start_server, drawing, answer) -> None:
    last = last_of(drawing(start_server(Script(answers={"/prompt": answer}))))
    assert sentence(last) == "“studio” answers what Easel can’t read."


def test_a_full_disk_there_is_told(start_server, drawing, tmp_path) -> None:
    from PIL import Image

    from desktop.core.request import StartingImage

    Image.new("RGB", (64, 64)).save(tmp_path / "start.png")
    full = {"/upload/image": PlainTextResponse("No space left on device", 500)}
    start = StartingImage(path=str(tmp_path / "start.png"))
    last = last_of(drawing(start_server(Script(answers=full))), starting_image=start)
    assert sentence(last) == "“studio” failed (500)."
    assert "No space left" in last.details


def test_a_self_signed_certificate_is_told_and_can_be_allowed(
    start_server, drawing, certificate
) -> None:
    server = start_server(certificate=certificate)
    assert "self-signed" in sentence(last_of(drawing(server)))
    from desktop.core.server import Server

    client = ComfyClient(Server(name="s", address=server.address, any_certificate=True))
    assert client.stats()["system"]["comfyui_version"] == "0.3.64"
    client.close()


def test_https_where_there_is_none_is_told(start_server, drawing) -> None:
    server = start_server()
    server.address = server.address.replace("http:", "https:")
    assert "try http" in sentence(last_of(drawing(server)))


@pytest.mark.parametrize(("side", "words"), [(64, ""), (6000, "too large (6000 x 6000)")])
def test_a_webp_is_decoded_within_the_same_memory(start_server, drawing, side, words) -> None:
    stream = io.BytesIO()
    Image.new("RGB", (side, side), "red").save(stream, "WEBP", quality=1, method=0)
    last = last_of(drawing(start_server(Script(picture=stream.getvalue()))))
    if words:
        assert words in sentence(last)
    else:
        assert isinstance(last, Finished)
