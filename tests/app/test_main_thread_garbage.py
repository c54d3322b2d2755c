"""Garbage that a background thread's allocations would collect waits for the main thread."""

from __future__ import annotations

import gc
import threading

from PySide6.QtCore import QObject

from desktop.app.main_thread_garbage import MainThreadGarbage


class _Cycle:
    """Garbage that notes the thread that frees it."""

    def __init__(self, freed_by: list[threading.Thread]) -> None:
        self.itself, self.freed_by = self, freed_by

    def __del__(self) -> None:
        self.freed_by.append(threading.current_thread())


def _allocate() -> None:
    for _ in range(50_000):
        cycle: list[object] = []
        cycle.append(cycle)


def test_a_background_thread_frees_no_garbage(qtbot, qapp) -> None:
    parent, was_enabled = QObject(), gc.isenabled()
    gc.enable()
    garbage = MainThreadGarbage(parent)
    freed_by: list[threading.Thread] = []
    _Cycle(freed_by)
    thread = threading.Thread(target=_allocate)
    thread.start()
    thread.join()
    assert freed_by == []
    qtbot.waitUntil(lambda: bool(freed_by))
    assert freed_by == [threading.main_thread()]
    garbage.end()
    assert gc.isenabled()
    if not was_enabled:
        gc.disable()
