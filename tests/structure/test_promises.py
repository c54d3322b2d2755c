"""Each promise of the threat model is held by a test that is there."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_tests_that_the_threat_model_names_are_there() -> None:
    text = (ROOT / ".github" / "SECURITY.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`(tests/[\w/]+\.py)`", text))
    assert len(named) > 10
    assert sorted(name for name in named if not (ROOT / name).is_file()) == []
    rows = [line for line in text.partition("holds it")[2].splitlines() if line.startswith("| ")]
    assert all("tests/" in row for row in rows[2:])
