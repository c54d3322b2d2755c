"""The marker `window` of tests that open the whole window: `make quick` leaves them out."""

from __future__ import annotations

from pathlib import Path

import pytest

_APP = Path(__file__).resolve().parent.parent / "app"
"""The folder whose tests start the app or make it piece by piece."""
_OPENED_BY = frozenset({"make_window", "make_parts", "window"})
"""Fixtures that make the window or all that it consists of."""


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "window: opens the whole window")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        fixtures = getattr(item, "fixturenames", ())
        if _OPENED_BY.intersection(fixtures) or item.path.is_relative_to(_APP):
            item.add_marker(pytest.mark.window)
