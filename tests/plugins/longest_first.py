"""The files that take longest come first, so that no worker still has one when others are done."""

from __future__ import annotations

import pytest

LONGEST = (
    *("packaging/test_frozen_graph.py", "engines/test_mps_grid.py", "process/test_engine_child.py"),
    *("convert/test_convert.py", "coreml/test_portable.py", "ui/test_accessibility.py"),
    *("ui/test_window.py", "ui/test_pictures.py", "flow/test_flow_drawing.py"),
    *("reliability/test_fuzz.py", "ui/test_languages.py", "coreml/test_engine.py"),
)
"""By `--junitxml`'s seconds, the longest first; the others stay in the order of their names."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep each file's tests together, as `--dist loadfile` does."""
    items.sort(key=lambda item: _place("/".join(item.path.parts[-2:])))


def _place(file: str) -> int:
    return LONGEST.index(file) if file in LONGEST else len(LONGEST)
