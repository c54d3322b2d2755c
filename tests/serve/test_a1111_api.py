"""The part of A1111's HTTP that SillyTavern and Open WebUI call, as they call it."""

from __future__ import annotations

import base64
import io
import json
import threading

import httpx
import pytest
from PIL import Image

from desktop.core.sampling.samplers import SAMPLERS
from tests.waiting import wait_until

from .conftest import TOKEN, Served, service_over, serving
from .pictures import is_red_apple


@pytest.mark.draws
def test_txt2img_draws_what_was_asked_for(served: Served):
    answer = served.client.post(
        "/sdapi/v1/txt2img",
        json={
            "prompt": "red apple",
            "seed": 7,
            "steps": 20,
            "cfg_scale": 4,
            "width": 256,
            "height": 256,
            "sampler_name": "Euler a",
            "scheduler": "Karras",
            "batch_size": 1,
            "n_iter": 1,
            "restore_faces": False,
        },
    ).json()

    info = json.loads(answer["info"])
    assert is_red_apple(base64.b64decode(answer["images"][0]))
    assert info["all_seeds"] == [7]
    assert "Sampler: Euler a, Schedule type: Karras" in info["infotexts"][0]


@pytest.mark.draws
def test_img2img_starts_from_the_picture(served: Served):
    stream = io.BytesIO()
    Image.new("RGB", (256, 256), (20, 40, 220)).save(stream, "PNG")
    encoded = base64.b64encode(stream.getvalue()).decode()

    answer = served.client.post(
        "/sdapi/v1/img2img",
        json={
            "prompt": "red apple",
            "init_images": [f"data:image/png;base64,{encoded}"],
            "denoising_strength": 0.1,
            "steps": 10,
            "width": 256,
            "height": 256,
        },
    ).json()

    drawn = Image.open(io.BytesIO(base64.b64decode(answer["images"][0]))).convert("RGB")
    pixel = drawn.resize((1, 1)).getpixel((0, 0))
    assert isinstance(pixel, tuple)
    assert pixel[2] > 2 * max(pixel[:2])


@pytest.mark.draws
def test_two_batches_of_two_are_four_pictures(served: Served):
    body = {"prompt": "red apple", "batch_size": 2, "n_iter": 2, "steps": 1, "seed": 3}

    answer = served.client.post("/sdapi/v1/txt2img", json=body).json()

    assert json.loads(answer["info"])["all_seeds"] == [3, 4, 5, 6]
    assert len(answer["images"]) == 4


def test_every_sampler_that_is_listed_can_be_asked_for(answering: Served):
    samplers = answering.client.get("/sdapi/v1/samplers").json()
    schedules = answering.client.get("/sdapi/v1/schedulers").json()

    assert {one["aliases"][0] for one in samplers} <= set(SAMPLERS)
    assert {"name": "karras", "label": "Karras", "aliases": None} in schedules


@pytest.mark.parametrize(
    "route",
    ["options", "sd-models", "upscalers", "latent-upscale-modes", "loras", "sd-vae", "progress"],
)
def test_what_clients_ask_first_is_answered(answering: Served, route: str):
    answer = answering.client.get(f"/sdapi/v1/{route}")

    assert answer.status_code == 200
    assert isinstance(answer.json(), list if route not in ("options", "progress") else dict)


def test_the_model_is_chosen_by_its_title(answering: Served):
    title = answering.client.get("/sdapi/v1/sd-models").json()[0]["title"]

    assert answering.client.post(
        "/sdapi/v1/options", json={"sd_model_checkpoint": title}
    ).is_success
    assert answering.client.get("/sdapi/v1/options").json()["sd_model_checkpoint"] == title
    refused = answering.client.post("/sdapi/v1/options", json={"sd_model_checkpoint": "none"})
    assert refused.status_code == 400


def test_basic_authentication_takes_the_token_as_password(answering: Served):
    answer = httpx.get(f"{answering.address}/sdapi/v1/options", auth=("anyone", TOKEN))

    assert answer.status_code == 200


def test_progress_goes_up_and_interrupt_ends_the_drawing(scripted, tmp_path):
    with serving(service_over(scripted("obedient"), tmp_path), tmp_path) as served:
        answers: list[httpx.Response] = []
        asking = threading.Thread(
            target=lambda: answers.append(
                served.client.post("/sdapi/v1/txt2img", json={"prompt": "x"})
            )
        )
        asking.start()
        look = httpx.Client(base_url=served.address, auth=("x", TOKEN))
        wait_until(lambda: look.get("/sdapi/v1/progress").json()["state"]["sampling_step"] == 1)
        assert 0 < look.get("/sdapi/v1/progress").json()["progress"] < 1
        look.post("/sdapi/v1/interrupt")
        asking.join()
        assert look.get("/sdapi/v1/progress").json()["progress"] == 0
        look.close()

    assert answers[0].status_code == 409


@pytest.mark.parametrize(
    ("key", "value"), [("steps", "NaN"), ("cfg_scale", "NaN"), ("seed", "1e999")]
)
def test_no_number_is_refused_as_one(answering: Served, key: str, value: str):
    body = f'{{"prompt": "x", "{key}": {value}}}'
    answer = answering.client.post("/sdapi/v1/txt2img", content=body)
    assert answer.status_code == 400
    assert answer.json()["detail"] == f"“{key}” must be a number."


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"prompt": "x", "sampler_name": "Eulerr b"}, "Eulerr b"),
        ({"prompt": "x", "init_images": ["%%%"]}, "not in base64"),
        ({"prompt": "x", "init_images": ["aGVsbG8="]}, "damaged or no picture"),
        ({"prompt": "x", "override_settings": "text", "steps": "many"}, "“steps” must be a number"),
        ({"prompt": "x", "batch_size": 100}, "8 pictures at most"),
    ],
)
def test_bad_input_gets_one_sentence(answering: Served, wrong: dict[str, object], sentence: str):
    answer = answering.client.post("/sdapi/v1/txt2img", json=wrong)

    assert answer.status_code == 400
    assert sentence in answer.json()["detail"]
