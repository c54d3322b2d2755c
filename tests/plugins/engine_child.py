"""One engine child for all tests of a worker that need one, but none of their own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

import pytest

from desktop.process.frames import ChildConfig
from desktop.process.supervisor import EngineChild


class SharedChild(EngineChild):
    """A child that outlives the commands and windows that close it: it starts in seven seconds."""

    running: ClassVar[list[SharedChild]] = []

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.running.append(self)

    def close(self) -> None:
        """Leave it running for the next test."""

    def end(self) -> None:
        super().close()
        self.running.remove(self)


@pytest.fixture(scope="session")
def engine_child(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SharedChild]:
    home = tmp_path_factory.mktemp("engine-child")
    child = SharedChild(ChildConfig(cache_dir=str(home / "cache")), home / "engine.log")
    yield child
    child.end()
