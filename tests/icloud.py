"""Files that pretend to lie in iCloud: with a Mac's flag, and whoever reads one fails."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from desktop.files import icloud


class PretendedICloud:
    """`take` files into it; `give_back` all of them."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._inodes: set[int] = set()
        monkeypatch.setattr(icloud, "_flags", self._flags_of)

    def _flags_of(self, status: os.stat_result) -> int:
        return icloud._DATALESS if status.st_ino in self._inodes else 0

    def take(self, *paths: Path) -> None:
        """From now on the files have no data here: reading one is refused by a lack of rights."""
        for path in paths:
            self._inodes.add(path.stat().st_ino)

    def give_back(self) -> None:
        """They were downloaded."""
        self._inodes.clear()
