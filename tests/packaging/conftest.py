"""The scripts in packaging/ are no package: their folder goes on the path, for tests only."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

PACKAGING = Path(__file__).resolve().parent.parent.parent / "packaging"
sys.path.insert(0, str(PACKAGING))


@pytest.fixture
def packaging_folder() -> Path:
    return PACKAGING
