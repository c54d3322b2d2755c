"""The child gives way to the window without being kept from its work by other programs."""

from __future__ import annotations

import os
import threading

import pytest

from desktop.process.child_command import child_environment
from desktop.process.scheduling import slice_of_this_thread, take_slice


def test_threads_of_openmp_wait_for_a_moment_only(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("GOMP_SPINCOUNT", "KMP_BLOCKTIME"):
        monkeypatch.delenv(name, raising=False)
    environment = child_environment()
    assert environment["GOMP_SPINCOUNT"] == "1500"
    assert environment["KMP_BLOCKTIME"] == "1"
    monkeypatch.setenv("GOMP_SPINCOUNT", "7")
    assert child_environment()["GOMP_SPINCOUNT"] == "7"


def test_a_longer_slice_is_for_all_threads_that_come_later() -> None:
    """In a thread of its own, so that the test's own keeps its slice."""
    found: dict[str, int | bool] = {}

    def later() -> None:
        found["later"] = slice_of_this_thread()

    def look() -> None:
        found["nice before"] = os.getpriority(os.PRIO_PROCESS, threading.get_native_id())
        found["taken"] = take_slice(12_000_000)
        found["nice"] = os.getpriority(os.PRIO_PROCESS, threading.get_native_id())
        thread = threading.Thread(target=later)
        thread.start()
        thread.join()

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    assert found["nice"] == found["nice before"]
    if found["taken"]:
        assert found["later"] == 12_000_000
