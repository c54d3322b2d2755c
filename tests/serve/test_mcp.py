"""`easel mcp` as an assistant starts it: a process of its own, asked by the official client."""

from __future__ import annotations

import base64
import os
import sys
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp.client.client import Client
from mcp.client.stdio import StdioServerParameters, stdio_client

from tests.waiting import ENGINE_LIMIT

from .pictures import is_red_apple


def asked(home: Path, work: Any) -> Any:
    """What `work(client)` gives of a client of a fresh `easel mcp`."""

    async def talk() -> Any:
        server = StdioServerParameters(
            command=sys.executable,
            args=["-m", "desktop", "mcp"],
            env={**os.environ, "EASEL_HOME": str(home)},
        )
        with anyio.fail_after(ENGINE_LIMIT):
            async with Client(stdio_client(server)) as client:
                return await work(client)

    return anyio.run(talk)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "easel-home"


@pytest.mark.draws
def test_an_assistant_draws_a_red_apple_and_finds_how_it_was_made(home: Path):
    steps: list[tuple[float, float | None]] = []

    async def progress(done: float, total: float | None, _message: str | None) -> None:
        steps.append((done, total))

    async def work(client: Client) -> Any:
        drawn = await client.call_tool(
            "draw",
            {"prompt": "red apple", "seed": 7, "steps": 8},
            progress_callback=progress,
        )
        link = next(item for item in drawn.content if item.type == "resource_link")
        path = str(link.uri).removeprefix("file://")
        recipe = await client.call_tool("read_recipe", {"picture": path})
        edited = await client.call_tool(
            "edit", {"picture": path, "prompt": "red apple", "strength": 0.3, "steps": 4}
        )
        return drawn, recipe, edited

    drawn, recipe, edited = asked(home, work)

    picture = next(item for item in drawn.content if item.type == "image")
    assert is_red_apple(base64.b64decode(picture.data))
    assert recipe.structured_content["seed"] == 7
    assert steps[-1] == (8, 8)
    assert not edited.is_error


@pytest.mark.draws
def test_what_can_not_be_done_is_one_sentence(home: Path):
    async def work(client: Client) -> list[Any]:
        return [
            await client.call_tool("draw", {"prompt": "x", "count": 99}),
            await client.call_tool("draw", {"prompt": "x", "model": "no such"}),
            await client.call_tool("edit", {"picture": "/no/such.png", "prompt": "x"}),
            await client.call_tool("upscale", {"picture": __file__}),
            await client.call_tool("list_models", {}),
            await client.call_tool("search_gallery", {"words": "apple"}),
        ]

    *refused, models, found = asked(home, work)

    sentences = [answer.content[0].text for answer in refused]
    assert all(answer.is_error for answer in refused)
    assert "8 pictures at most" in sentences[0]
    assert "There is no model named" in sentences[1]
    assert "There is no picture at" in sentences[2]
    assert "No upscaler" in sentences[3]
    assert "Traceback" not in "".join(sentences)
    assert models.structured_content["result"][0]["name"] == "Starter (draws icons)"
    assert found.structured_content["result"] == []
