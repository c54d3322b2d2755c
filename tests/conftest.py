"""What holds for every test: a home of its own, no network, and no thread or warning left over."""

from __future__ import annotations

import logging
import os
import re
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from desktop.storage.logs import LOGGER
from tests.waiting import LIMIT

pytest_plugins = (
    # before anything imports send2trash
    "tests.plugins.own_trash",
    "tests.plugins.draws",
    "tests.plugins.encodable_reports",
    "tests.plugins.engine_child",
    "tests.plugins.main_thread_garbage",
    "tests.plugins.late_background",
    "tests.plugins.leftovers",
    "tests.plugins.longest_first",
    "tests.plugins.own_process",
    "tests.plugins.patient_qtbot",
    "tests.plugins.pretended_mac",
    "tests.plugins.windows",
)

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# Threads of several processes that wait for each other by spinning make tests crawl.
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
os.environ["HF_HUB_OFFLINE"] = "1"
os.environ.pop("EASEL_HOME", None)

# No test depends on how busy the machine is.
settings.register_profile(
    "easel", deadline=None, max_examples=80, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("easel")


@pytest.fixture(autouse=True)
def easel_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """All that Easel keeps goes to a folder of this test."""
    home = tmp_path / "easel-home"
    monkeypatch.setenv("EASEL_HOME", str(home))
    return home


@pytest.fixture(autouse=True)
def only_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    """Any connection that leaves this machine fails the test."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6):
            assert isinstance(address, tuple)
            assert address[0] in ("127.0.0.1", "::1", "localhost"), f"network use: {address}"
        connect(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(autouse=True)
def no_leaked_threads() -> Iterator[None]:
    """A thread of ours that outlives its test fails it."""
    before = set(threading.enumerate())
    yield
    left = [
        thread
        for thread in threading.enumerate()
        if thread not in before and thread.is_alive() and not _library_thread(thread)
    ]
    for thread in left:
        thread.join(timeout=LIMIT)
    assert [thread.name for thread in left if thread.is_alive()] == []


@pytest.fixture(autouse=True)
def no_unexpected_warnings(request: pytest.FixtureRequest) -> Iterator[None]:
    """A log record of WARNING or more from Easel's own loggers fails the test.

    A test that provokes some names a pattern for each: `expects_warnings("set aside", "lost")`.
    """
    expected = [
        re.compile(pattern)
        for marker in request.node.iter_markers("expects_warnings")
        for pattern in marker.args
    ]
    records = _Records()
    logger = logging.getLogger(LOGGER)
    logger.addHandler(records)
    yield
    logger.removeHandler(records)
    loud = [text for text in records.texts if not any(p.search(text) for p in expected)]
    assert loud == [], "Easel logged warnings"


class _Records(logging.Handler):
    """Keeps what was logged, on whatever thread, with its traceback."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.texts: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.texts.append(f"{record.levelname} {record.name}: {self.format(record)}")


def _library_thread(thread: threading.Thread) -> bool:
    """Threads that libraries start once and keep: torch's, tqdm's monitor, Qt's dummies."""
    return (
        isinstance(thread, threading._DummyThread)
        or thread.name.startswith(("tqdm", "pydevd", "ThreadPoolExecutor", "AnyIO"))
        or type(thread).__module__.startswith("tqdm")
    )
