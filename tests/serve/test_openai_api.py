"""OpenAI's image API, asked by the official client."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator

import httpx
import openai
import pytest
from PIL import Image

from tests.waiting import ENGINE_LIMIT

from .conftest import TOKEN, Served
from .pictures import is_red_apple


@pytest.fixture
def client(served: Served) -> Iterator[openai.OpenAI]:
    with openai.OpenAI(
        base_url=f"{served.address}/v1", api_key=TOKEN, timeout=ENGINE_LIMIT, max_retries=0
    ) as made:
        yield made


def png(mode: str, colour: object, size: tuple[int, int] = (256, 256)) -> bytes:
    stream = io.BytesIO()
    Image.new(mode, size, colour).save(stream, "PNG")  # type: ignore[arg-type]
    return stream.getvalue()


@pytest.mark.draws
def test_the_official_client_draws_a_red_apple(client: openai.OpenAI):
    answer = client.images.generate(
        prompt="red apple", model="dall-e-3", size="256x256", response_format="b64_json", n=1
    )

    assert answer.data is not None
    assert is_red_apple(base64.b64decode(answer.data[0].b64_json or ""))


@pytest.mark.draws
def test_a_picture_can_be_fetched_from_its_link_without_the_token(client: openai.OpenAI):
    answer = client.images.generate(
        prompt="red apple", size="256x256", response_format="url", extra_body={"steps": 2}
    )

    assert answer.data is not None
    found = httpx.get(answer.data[0].url or "")
    assert found.headers["content-type"] == "image/png"
    assert Image.open(io.BytesIO(found.content)).size == (256, 256)
    assert httpx.get(f"{(answer.data[0].url or '')[:-8]}.png").status_code == 404


@pytest.mark.draws
def test_a_picture_comes_in_the_format_that_was_asked_for(client: openai.OpenAI):
    answer = client.images.generate(
        prompt="red apple",
        size="256x256",
        output_format="webp",
        extra_body={"steps": 1, "seed": 5},
    )

    assert answer.data is not None
    data = base64.b64decode(answer.data[0].b64_json or "")
    assert Image.open(io.BytesIO(data)).format == "WEBP"


@pytest.mark.draws
def test_only_the_transparent_part_of_the_mask_is_drawn(client: openai.OpenAI):
    mask = Image.new("RGBA", (256, 256), (0, 0, 0, 255))
    mask.paste((0, 0, 0, 0), (0, 0, 128, 256))
    stream = io.BytesIO()
    mask.save(stream, "PNG")

    answer = client.images.edit(
        image=("blue.png", png("RGB", (20, 40, 220))),
        mask=("mask.png", stream.getvalue()),
        prompt="red apple",
        size="256x256",
        response_format="b64_json",
        extra_body={"strength": "1", "steps": "3"},
    )

    assert answer.data is not None
    drawn = Image.open(io.BytesIO(base64.b64decode(answer.data[0].b64_json or "")))
    kept = drawn.convert("RGB").crop((180, 20, 240, 230)).resize((1, 1)).getpixel((0, 0))
    changed = drawn.convert("RGB").crop((10, 20, 80, 230)).resize((1, 1)).getpixel((0, 0))
    assert isinstance(kept, tuple)
    assert isinstance(changed, tuple)
    assert max(abs(a - b) for a, b in zip(kept, (20, 40, 220), strict=True)) < 30
    assert max(abs(a - b) for a, b in zip(changed, (20, 40, 220), strict=True)) > 60


@pytest.mark.draws
def test_the_models_are_listed(client: openai.OpenAI):
    assert "Starter (draws icons)" in [model.id for model in client.models.list()]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"prompt": ""}, "“prompt” is missing"),
        ({"prompt": "x", "size": "big"}, "“size” is like 512x512"),
        ({"prompt": "x", "n": 99}, "8 pictures at most"),
        ({"prompt": "x", "size": "9000x64"}, "2048 pixels a side"),
        ({"prompt": "x", "model": "nothing like it"}, "There is no model named"),
        ({"prompt": 7}, "“prompt” must be a text"),
        ({"prompt": "x", "seed": True}, "“seed” must be a number"),
        ({"prompt": "x", "steps": 1e300}, "“steps” must be a number"),
        ({"prompt": "x", "output_format": "bmp"}, "png, jpeg or webp"),
    ],
)
def test_bad_input_gets_one_sentence(answering: Served, wrong: dict[str, object], sentence: str):
    answer = answering.client.post("/v1/images/generations", json=wrong)

    assert answer.status_code == 400
    assert sentence in answer.json()["error"]["message"]


@pytest.mark.parametrize(
    "data", [b"no picture", b"", png("RGB", 0)[:60]], ids=["text", "empty", "cut"]
)
def test_a_damaged_picture_is_refused(answering: Served, data: bytes):
    answer = answering.client.post(
        "/v1/images/edits", files={"image": ("x.png", data)}, data={"prompt": "x"}
    )

    assert answer.status_code == 400
    assert "damaged or no picture" in answer.json()["error"]["message"]


def test_a_mask_without_transparency_is_refused(answering: Served):
    answer = answering.client.post(
        "/v1/images/edits",
        files={"image": ("x.png", png("RGB", 0)), "mask": ("m.png", png("RGB", 0))},
        data={"prompt": "x"},
    )

    assert answer.status_code == 400
    assert "transparent" in answer.json()["error"]["message"]


@pytest.mark.parametrize("body", [b"{", b"[]", b"\xff\xfe", b"[" * 100_000])
def test_a_body_that_is_no_object_is_refused(answering: Served, body: bytes):
    answer = answering.client.post("/v1/images/generations", content=body)

    assert answer.status_code == 400
