"""What tests throw away goes to a Trash of their own; one that misses it fails its file of tests.

Nothing but the variable leads there: send2trash reads it once, when it is imported, Qt each time,
and processes that a test starts inherit it. A Mac's Trash can't be moved.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import unquote

import pytest

_VARIABLE = "XDG_DATA_HOME"
_NOTES = Path(os.environ.get(_VARIABLE) or Path.home() / ".local" / "share") / "Trash" / "info"
"""What the user's own Trash says of each file: where it was."""
_OWN = tempfile.mkdtemp(prefix="easel-tests-trash-")
os.environ[_VARIABLE] = _OWN


def pytest_unconfigure() -> None:
    shutil.rmtree(_OWN, ignore_errors=True)


@pytest.fixture(scope="module", autouse=True)
def untouched_trash(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No file that a test made is in the user's Trash."""
    before = _notes()
    yield
    made = str(tmp_path_factory.getbasetemp())
    paths = [_path_of(note) for note in _notes() - before]
    assert [path for path in paths if path.startswith(made)] == [], "put into the user's Trash"


def _notes() -> set[str]:
    with suppress(OSError):
        return set(os.listdir(_NOTES))
    return set()


def _path_of(note: str) -> str:
    with suppress(OSError):
        for line in (_NOTES / note).read_text("utf-8", "replace").splitlines():
            if line.startswith("Path="):
                return unquote(line.removeprefix("Path="))
    return ""
