"""The marker `draws`, and that nothing without it starts an engine: `make quick` leaves it out."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOMS = ("convert", "coreml", "engines", "flow", "starter")
"""Folders whose tests all import torch: they carry the marker by lying there."""

_TESTS = Path(__file__).resolve().parent.parent
_started: list[str] = []


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "draws: works with torch, here or in an engine child")
    sys.addaudithook(_note_engines)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if any(item.path.is_relative_to(_TESTS / room) for room in ROOMS):
            item.add_marker(pytest.mark.draws)


@pytest.fixture(autouse=True)
def no_unmarked_engine(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test that starts an engine child, or draws in the shared one, carries the marker."""
    _started.clear()
    yield
    if not request.node.get_closest_marker("draws"):
        shared = [name for name in request.fixturenames if name == "engine_child"]
        assert _started + shared == [], "mark it with `draws`"


def _note_engines(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "subprocess.Popen":
        words = arguments[1]
        if not isinstance(words, str | bytes) and list(words)[-2:] == ["desktop", "engine"]:
            _started.append(" ".join(map(str, words)))
