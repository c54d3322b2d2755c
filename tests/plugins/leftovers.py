"""No file of tests leaves a process behind."""

from __future__ import annotations

from collections.abc import Iterator

import psutil
import pytest

from tests.plugins.engine_child import SharedChild
from tests.waiting import LIMIT


@pytest.fixture(scope="module", autouse=True)
def no_leaked_processes() -> Iterator[None]:
    """A process that was started in a file of tests has ended with it, but the shared child."""
    before = set(_children())
    yield
    left = [child for child in _children() if child not in before and not _is_shared(child)]
    _, alive = psutil.wait_procs(left, timeout=LIMIT)
    said = [f"{child.pid}: {_words(child)}" for child in alive]
    for child in alive:
        child.kill()
    assert said == []


def _children() -> list[psutil.Process]:
    return psutil.Process().children(recursive=True)


def _is_shared(process: psutil.Process) -> bool:
    return any(process.pid == child.pid for child in SharedChild.running)


def _words(process: psutil.Process) -> str:
    try:
        return " ".join(process.cmdline())
    except psutil.NoSuchProcess:
        return "ended"
