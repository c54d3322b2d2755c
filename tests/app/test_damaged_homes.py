"""Each damaged file or folder at a start is one banner or none, and the window works."""

from __future__ import annotations

from pathlib import Path

import pytest

from .conftest import RunApp
from .damaged_homes import HOMES, make_home

QUICK = ("settings", "queue", "index")
"""The others take minutes."""


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=() if name in QUICK else pytest.mark.slow) for name in HOMES]
)
def test_a_damaged_file_is_told_of_once(name: str, tmp_path: Path, run_app: RunApp) -> None:
    damaged = HOMES[name]
    home = damaged.at or tmp_path / "home"
    if damaged.at is None:
        damaged.damage(make_home(home))
    seen = run_app("look", home, damaged.before)
    assert seen.code == 0, seen.stderr
    assert "Traceback" not in seen.stderr
    assert seen.facts["models"] == ["Starter (draws icons)"]
    assert len(seen.facts["banners"]) == damaged.banners, seen.facts["banners"]
