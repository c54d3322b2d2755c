"""What the Core ML tests share."""

from __future__ import annotations

import pytest

from .mil_programs import quiet_coremltools


@pytest.fixture(scope="session", autouse=True)
def coremltools_is_quiet() -> None:
    """Import coremltools once, before pytest turns its warnings into errors."""
    quiet_coremltools()
