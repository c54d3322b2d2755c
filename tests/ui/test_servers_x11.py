"""The real app on a virtual screen: two servers added by hand, one dies, cancel, go on here."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.storage.metadata.reading import read_recipe
from tests.remote.scripted_a1111 import A1111Script, ScriptedA1111
from tests.remote.scripted_server import Script, ScriptedServer
from tests.waiting import ENGINE_LIMIT, wait_until

from .test_end_to_end_x11 import Easel, Screen, easel, is_idle, pytestmark, screen

__all__ = ("easel", "pytestmark", "screen")

_SERVERS_TAB, _ADD = (480, 22), (37, 304)
_MODEL, _WHOEVER_IS_FREE, _PICTURES = (150, 348), (22, 394), (95, 640)
"""Places in the settings' and in the main window, in pixels."""


@pytest.fixture
def comfyui() -> Iterator[ScriptedServer]:
    made = ScriptedServer(Script(step_seconds=0.1))
    yield made
    made.stop()


@pytest.fixture
def a1111() -> Iterator[ScriptedA1111]:
    made = ScriptedA1111(A1111Script(step_seconds=0.1))
    yield made
    made.stop()


def click(app: Easel, place: tuple[int, int], window: str = "") -> None:
    app.screen.do("mousemove", "--window", window or app.window, *place, "click", 1)


def add_servers(app: Easel, servers: dict[str, str]) -> None:
    """Add `servers`, addresses by name, in Settings > Servers; close it."""
    screen = app.screen
    screen.do("key", "ctrl+comma")
    settings = screen.window("^Settings")

    def is_active(title: str) -> bool:
        return screen.do("getactivewindow", "getwindowname").startswith(title)

    def open_dialog() -> bool:
        """Click until it is open; it lets no further click through to the settings."""
        click(app, _SERVERS_TAB, settings)
        click(app, _ADD, settings)
        return is_active("Server ")

    def close_settings() -> bool:
        if is_active("Settings"):
            screen.do("key", "Escape")
        return is_active("Easel")

    for number, (name, address) in enumerate(servers.items(), 1):
        wait_until(open_dialog)
        wait_until(lambda: is_idle(app.app))
        screen.do("type", "--delay", "15", name)
        screen.do("key", "Tab")
        screen.do("type", "--delay", "15", address)
        screen.do("key", "Return")
        wait_until(lambda count=number: len(added(app.home)) == count)
    wait_until(close_settings)


def added(home: Path) -> list[str]:
    try:
        return [one["name"] for one in json.loads((home / "settings.json").read_text())["servers"]]
    except (OSError, ValueError, KeyError):
        return []


def choose_model(app: Easel, key: str) -> None:
    """Move the choice in the model pop-up by `key`."""
    wait_until(lambda: is_idle(app.app))
    click(app, _MODEL)
    wait_until(lambda: is_idle(app.app))
    app.screen.do("key", key, "Return")
    wait_until(lambda: is_idle(app.app))


def where(app: Easel) -> list[str]:
    """The servers that have drawn the pictures, "" for this machine."""
    found = [read_recipe(path) for path in app.files()]
    return sorted(one.recipe.text("server") for one in found if one is not None)


def test_two_servers_are_added_one_dies_and_this_machine_goes_on(
    easel: Easel, screen: Screen, comfyui: ScriptedServer, a1111: ScriptedA1111
) -> None:
    add_servers(easel, {"Forge": a1111.address, "Studio": comfyui.address})
    wait_until(lambda: "GET sd-models" in a1111.requests)
    wait_until(lambda: "GET /embeddings" in comfyui.requests)
    choose_model(easel, "Down")  # the first one after the starter: Forge's
    click(easel, _WHOEVER_IS_FREE)
    click(easel, _PICTURES)
    screen.do("key", "ctrl+a")
    screen.do("type", "2")
    for prompt in ("red apple", "fox", "rocket"):
        easel.draw(prompt)
    wait_until(lambda: a1111.payloads and comfyui.graphs)
    wait_until(easel.files)
    comfyui.kill()
    wait_until(lambda: len(easel.files()) == 6 and not easel.queued(), ENGINE_LIMIT)
    assert set(where(easel)) == {"Forge", "Studio"} or set(where(easel)) == {"Forge"}
    seeds = {body["seed"] for _, body in a1111.payloads}
    assert len(seeds) == len(a1111.payloads), "Forge drew a picture twice"

    a1111.script.step_seconds = 5.0
    easel.draw("birthday cake")
    wait_until(lambda: any(body["prompt"] == "birthday cake" for _, body in a1111.payloads))
    screen.do("key", "ctrl+period")
    wait_until(lambda: not easel.queued())
    wait_until(lambda: a1111.interrupts == 1)
    assert len(easel.files()) == 6

    choose_model(easel, "Up")
    easel.draw("sunflower")
    wait_until(lambda: len(easel.files()) == 8 and not easel.queued(), ENGINE_LIMIT)
    assert where(easel).count("") == 2
    assert easel.app.poll() is None
