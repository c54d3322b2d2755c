"""Reads wildcard files from a folder."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from desktop.core.choices import Lookup
from desktop.core.errors import BadInput


def folder_lookup(folder: Path) -> Lookup:
    """A lookup of `name` as the lines of `folder/name.txt`; names may hold a subfolder."""

    def lines(name: str) -> Sequence[str]:
        path = folder / f"{name}.txt"
        try:
            return path.read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise BadInput(
                f"The wildcard file {name}.txt is not in {folder}, or can't be read.", str(error)
            ) from error

    return lines
