"""Tiny random models and their conversions, each made once for the whole session."""

from __future__ import annotations

import os

os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")
os.environ.setdefault("DIFFUSERS_VERBOSITY", "error")

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from desktop.core.events import Event, Progress
from desktop.core.tasks import ConvertRequest
from desktop.engines.convert.convert import convert
from tests.engines import tiny


def go_on() -> None:
    """A cancel check of a job that nobody cancels."""


class Conversion:
    """One conversion that was run: its folder, its report and the events it sent."""

    def __init__(self, folder: Path, report: dict[str, Any], events: list[Event]) -> None:
        self.folder, self.report, self.events = folder, report, events

    def part(self, name: str) -> dict[str, Any]:
        return next(entry for entry in self.report["parts"] if entry["part"] == name)

    def package(self, name: str, index: int = 0) -> Path:
        return self.folder / self.part(name)["files"][index]

    def phases(self) -> list[str]:
        """The phases in the order in which they were told."""
        told = [str(event.what) for event in self.events if isinstance(event, Progress)]
        return [what for what, before in zip(told, [None, *told], strict=False) if what != before]


Converter = Callable[..., Conversion]


@pytest.fixture(scope="session")
def sd(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny.make_sd(tmp_path_factory.mktemp("sources") / "tiny-sd")


@pytest.fixture(scope="session")
def sd2v(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny.make_sd2v(tmp_path_factory.mktemp("sources") / "tiny-sd2v")


@pytest.fixture(scope="session")
def sdxl(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny.make_sdxl(tmp_path_factory.mktemp("sources") / "tiny-sdxl")


@pytest.fixture(scope="session")
def converter(tmp_path_factory: pytest.TempPathFactory) -> Converter:
    """Converts a model with options; the same question gets the conversion made before."""
    root = tmp_path_factory.mktemp("converted")
    known: dict[str, Conversion] = {}

    def run(source: Path, **options: Any) -> Conversion:
        key = f"{source} {sorted(options.items())}"
        if key not in known:
            folder = root / str(len(known))
            events: list[Event] = []
            request = ConvertRequest(source=str(source), output=str(folder), **options)
            report = convert(request, "job", events.append, go_on, cache_dir=root / "cache")
            known[key] = Conversion(folder, report, events)
        return known[key]

    return run
