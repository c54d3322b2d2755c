"""The engine child's command line and environment."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from .scheduling import THREAD_VARIABLES


def engine_command() -> list[str]:
    """Return the command line that starts this same program as an engine child."""
    return easel_command("engine")


def easel_command(word: str) -> list[str]:
    """Return the command line that starts this same program with the command `word`."""
    if getattr(sys, "frozen", False):
        return [sys.executable, word]
    return [sys.executable, "-m", "desktop", word]


def child_environment() -> dict[str, str]:
    """Return the child's environment: this process's, made offline and unbuffered.

    The user's OpenMP settings are kept.
    """
    environment = {**THREAD_VARIABLES, **os.environ}
    environment["HF_HUB_OFFLINE"] = "1"
    environment["PYTHONUNBUFFERED"] = "1"
    if not getattr(sys, "frozen", False):
        root = str(Path(__file__).resolve().parent.parent.parent)
        paths = [root, *environment.get("PYTHONPATH", "").split(os.pathsep)]
        environment["PYTHONPATH"] = os.pathsep.join(path for path in paths if path)
    return environment
