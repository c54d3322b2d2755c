"""Versions in order."""

from __future__ import annotations

import pytest

from desktop.models.updates import is_newer


@pytest.mark.parametrize(
    ("version", "than", "newer"),
    [
        ("0.1.1", "0.1.0", True),
        ("0.10", "0.9.9", True),
        ("1.0", "1.0.0", False),
        ("1.0.0", "1.0.0rc1", True),
        ("1.0.0rc1", "1.0.0", False),
        ("1.0.0rc2", "1.0.0rc1", True),
        ("nightly", "0.1.0", False),
        ("9" * 5000, "0.1.0", True),
    ],
)
def test_order(version: str, than: str, newer: bool) -> None:
    assert is_newer(version, than) is newer
