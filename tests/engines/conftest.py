"""Tiny models, made once, and helpers to draw with them."""

from __future__ import annotations

import os

from desktop.core.messages import Message

os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")
os.environ.setdefault("DIFFUSERS_VERBOSITY", "error")

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from desktop.core.events import Event
from desktop.core.request import GenerationRequest
from desktop.engines.torch_engine import TorchEngine
from tests.identified import identified

from . import tiny


def go_on() -> None:
    """A cancel check of a job that nobody cancels."""


@pytest.fixture(scope="session")
def sd(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny.make_sd(tmp_path_factory.mktemp("models") / "tiny-sd")


@pytest.fixture(scope="session")
def sd2v(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny.make_sd2v(tmp_path_factory.mktemp("models") / "tiny-sd2v")


@pytest.fixture(scope="session")
def sdxl(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny.make_sdxl(tmp_path_factory.mktemp("models") / "tiny-sdxl")


@pytest.fixture(scope="session")
def inpainting(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models") / "tiny-inpainting"
    return tiny.make_sd(folder, in_channels=9)


class Drawer:
    """An engine with the events and the pictures of its last request."""

    def __init__(self, engine: TorchEngine, base: GenerationRequest) -> None:
        self.engine, self.base = engine, base
        self.events: list[Event] = []
        self.recipes: list[dict[str, Any]] = []
        self.notices: list[Message] = []

    def request(self, **changes: Any) -> GenerationRequest:
        import msgspec

        return msgspec.structs.replace(self.base, **changes)

    def draw(self, **changes: Any) -> NDArray[np.uint8]:
        """The first picture of the base request with `changes`."""
        return self.draw_all(**changes)[0]

    def draw_all(self, **changes: Any) -> list[NDArray[np.uint8]]:
        self.events, self.recipes, self.notices = [], [], []
        pictures: list[NDArray[np.uint8]] = []
        request = self.request(**changes)
        assert self.engine.serves(request)
        for picture in self.engine.generate("job", request, self.events.append, go_on):
            pixels = np.frombuffer(picture.rgb, np.uint8)
            pictures.append(pixels.reshape(picture.height, picture.width, 3))
            self.recipes.append(picture.recipe)
            self.notices += picture.notices
        return pictures

    def of(self, kind: type[Any]) -> list[Any]:
        return [event for event in self.events if isinstance(event, kind)]


Opener = Callable[..., Drawer]


@pytest.fixture(scope="session")
def opener(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opener]:
    """Opens a model folder as a Drawer; engines are shared by all tests of the session."""
    cache = tmp_path_factory.mktemp("cache")
    known: dict[str, Drawer] = {}

    def open_model(folder: Path, **changes: Any) -> Drawer:
        if str(folder) not in known:
            settings: dict[str, Any] = {
                "prompt": "a red apple",
                "model": str(folder),
                "seed": 7,
                "width": 64,
                "height": 64,
                "steps": 3,
                "guidance_scale": 4.0,
                "precision": "fp32",
            }
            base = identified(GenerationRequest(**(settings | changes)))
            engine = TorchEngine.load(base, "job", lambda _: None, go_on, cache_dir=cache)
            known[str(folder)] = Drawer(engine, base)
        return known[str(folder)]

    yield open_model
    for drawer in known.values():
        drawer.engine.close()


@pytest.fixture
def sd_drawer(opener: Opener, sd: Path) -> Drawer:
    return opener(sd)


@pytest.fixture
def xl_drawer(opener: Opener, sdxl: Path) -> Drawer:
    return opener(sdxl)
