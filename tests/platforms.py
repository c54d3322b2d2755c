"""Which platform a test is for."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import pytest


def on_a_mac(reason: str) -> Callable[[Any], Any]:
    """Mark a test that needs a Mac: it has a process of its own, since native code may crash."""
    here = pytest.mark.skipif(sys.platform != "darwin", reason=reason)
    return lambda test: here(pytest.mark.own_process(test))
