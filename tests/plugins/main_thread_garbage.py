"""Garbage is collected between the tests, on the main thread: as in the app.

What importing the tests made is none: the collector doesn't walk it again and again.
"""

from __future__ import annotations

import gc
from collections.abc import Generator

import pytest

from desktop.app.main_thread_garbage import collect_due


def pytest_collection_finish() -> None:
    """After all of it is imported, torch and diffusers among it: some 700,000 objects."""
    gc.collect()
    gc.freeze()
    gc.disable()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol() -> Generator[None, object, object]:
    done = yield
    collect_due()
    return done
