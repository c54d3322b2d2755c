"""The app as a process of its own, in a home that a test has made."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
DRIVEN = Path(__file__).with_name("driven_app.py")


class Seen(NamedTuple):
    """What the app showed, how it ended, and what it wrote to stderr."""

    facts: dict[str, Any]
    code: int
    stderr: str


RunApp = Callable[..., Seen]


@pytest.fixture
def run_app(easel_home: Path) -> RunApp:
    def run(
        scene: str,
        home: Path = easel_home,
        before: Callable[[], None] | None = None,
        arguments: Sequence[str] = (),
    ) -> Seen:
        done = subprocess.run(
            [sys.executable, str(DRIVEN), scene, *arguments],
            env={**os.environ, "EASEL_HOME": str(home), "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            preexec_fn=before,
            check=False,
        )
        assert done.stdout, done.stderr
        return Seen(json.loads(done.stdout), done.returncode, done.stderr)

    return run
