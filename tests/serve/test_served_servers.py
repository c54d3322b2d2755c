"""The models of the user's servers, offered to other programs and drawn with by them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from desktop.core.server import Server
from desktop.process.jobs.job_runner import JobRunner
from desktop.remote.job_router import JobRouter
from desktop.remote.remote_runner import RemoteRunner
from desktop.remote.server_directory import ServerDirectory
from desktop.remote.server_library import ServerLibrary
from desktop.serve.image_service import ImageService
from tests.remote.scripted_a1111 import ScriptedA1111
from tests.remote.scripted_server import ScriptedServer

from .conftest import Served, serving

_PICTURE = {"prompt": "a red apple", "width": 64, "height": 64, "steps": 2}


@pytest.fixture
def farm() -> Iterator[tuple[ScriptedServer, ScriptedA1111]]:
    servers = ScriptedServer(), ScriptedA1111()
    yield servers
    for server in servers:
        server.stop()


@pytest.fixture
def serve_farm(farm, scripted, tmp_path: Path) -> Iterator[Callable[..., Served]]:
    comfyui, a1111 = farm
    servers = [
        Server(name="studio", address=comfyui.address),
        Server(name="forge", address=a1111.address),
    ]
    credentials = SimpleNamespace(token=lambda _address: "")
    directory = ServerDirectory(lambda: servers, credentials)
    runner = JobRouter(scripted("obedient"), lambda: RemoteRunner(directory.engine))
    open_ones = []

    def make(*, spread: bool = False) -> Served:
        def library() -> ServerLibrary:
            return ServerLibrary(directory)

        def engine() -> JobRunner:
            return runner

        folder = tmp_path / "out"
        service = ImageService(
            library, engine, lambda: folder, tmp_path / "wildcards", spread=spread
        )
        open_ones.append(serving(service, tmp_path))
        return open_ones[-1].__enter__()

    yield make
    for one in open_ones:
        one.__exit__(None, None, None)
    runner.close()


def test_openai_clients_see_servers_models_and_draw_on_them(farm, serve_farm) -> None:
    comfyui, _ = farm
    served = serve_farm()
    listed = served.client.get("/v1/models").json()["data"]
    owners = {entry["id"]: entry["owned_by"] for entry in listed}
    assert owners["server:studio/v1-5-pruned"] == "studio"
    assert owners["server:forge/v1-5-pruned"] == "forge"
    assert "easel" in owners.values()
    body = {"prompt": "a red apple", "model": "server:studio/v1-5-pruned", "size": "64x64"}
    answer = served.client.post("/v1/images/generations", json=body)
    assert answer.status_code == 200, answer.text
    assert len(comfyui.graphs) == 1


def test_a1111_clients_choose_a_servers_model_by_its_title(farm, serve_farm) -> None:
    _, a1111 = farm
    client = serve_farm().client
    titles = [entry["title"] for entry in client.get("/sdapi/v1/sd-models").json()]
    assert "server:forge/v1-5-pruned [6ce0161689]" in titles
    chosen = {"sd_model_checkpoint": "server:forge/v1-5-pruned [6ce0161689]"}
    assert client.post("/sdapi/v1/options", json=chosen).status_code == 200
    answer = client.post("/sdapi/v1/txt2img", json=_PICTURE)
    assert answer.status_code == 200, answer.text
    assert a1111.payloads[0][1]["prompt"] == "a red apple"
    upscalers = [entry["name"] for entry in client.get("/sdapi/v1/upscalers").json()]
    assert "server:forge/R-ESRGAN 4x+" in upscalers


def test_whoever_is_free_draws_for_other_programs(farm, serve_farm) -> None:
    comfyui, a1111 = farm
    a1111.script.step_seconds = comfyui.script.step_seconds = 0.1
    client = serve_farm(spread=True).client
    body = {**_PICTURE, "override_settings": {"sd_model_checkpoint": "server:studio/v1-5-pruned"}}
    more = {"n_iter": 6, "seed": 5, "sampler_name": "Euler", "scheduler": "Karras"}
    answer = client.post("/sdapi/v1/txt2img", json={**body, **more})
    assert answer.status_code == 200, answer.text
    assert len(answer.json()["images"]) == 6
    assert len(comfyui.graphs) + len(a1111.payloads) == 6
    assert comfyui.graphs
    assert a1111.payloads
