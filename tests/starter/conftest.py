"""Where the starter's tests find the training code, the shipped folder and, if any, the data."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
if str(ROOT / "packaging") not in sys.path:
    sys.path.append(str(ROOT / "packaging"))


@pytest.fixture(scope="session")
def shipped() -> Path:
    return ROOT / "resources" / "starter"


@pytest.fixture(scope="session")
def packages() -> Path:
    """The two npm packages of a training run; `EASEL_STARTER_WORK` names its work folder."""
    work = os.environ.get("EASEL_STARTER_WORK")
    if not work:
        pytest.skip("the training data isn't here: EASEL_STARTER_WORK names no work folder")
    folder = Path(work) / "npm" / "node_modules"
    if not folder.is_dir():
        pytest.skip(f"the training data isn't here: {folder} has not been fetched")
    return folder
