"""Which platform a test is for."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import pytest


def on_a_mac(reason: str, *, windows: bool = False) -> Callable[[Any], Any]:
    """Mark a test that needs a Mac: it has a process of its own, since native code may crash.

    With `windows` it needs AppKit's own, not Qt's offscreen ones.
    """
    here = pytest.mark.skipif(sys.platform != "darwin", reason=reason)
    shown = {"QT_QPA_PLATFORM": "cocoa"} if windows else {}
    return lambda test: here(pytest.mark.own_process(**shown)(test))
