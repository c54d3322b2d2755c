"""Runs commands in this process as the terminal would, with one real child behind them all."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from desktop.cli import main
from desktop.process.supervisor import EngineChild
from tests.models.downloads.conftest import hub

__all__ = ["easel", "hub"]


@dataclass(frozen=True)
class Result:
    """What one command printed, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def objects(self) -> list[dict[str, Any]]:
        """The JSON objects on stdout, one a line."""
        return [json.loads(line) for line in self.out.splitlines()]


@pytest.fixture
def easel(
    capfd: pytest.CaptureFixture[str], request: pytest.FixtureRequest
) -> Callable[..., Result]:
    """Call it with the words of a command line."""

    def shared_child(*_: object) -> EngineChild:
        return request.getfixturevalue("engine_child")

    def run(*words: str | Path) -> Result:
        capfd.readouterr()
        try:
            code = main([str(word) for word in words], shared_child)
        except SystemExit as end:
            code = int(end.code or 0)
        out, err = capfd.readouterr()
        return Result(code, out, err)

    return run
