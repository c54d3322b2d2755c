"""Place new files under free names: nothing is ever overwritten."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from .atomic import (
    Pause,
    flush_to_disk,
    no_pause,
    rename_without_overwriting,
    sync_folder,
    temporary_file,
)


def place_file(
    folder: Path,
    stem: str,
    suffix: str,
    save: Callable[[BinaryIO], object],
    pause: Pause = no_pause,
) -> Path:
    """Write a new file in `folder` through `save`, sync it, give it the first free name of `stem`.

    Raises OSError, and the errors of `save`; no file is left then.
    """
    with temporary_file(folder) as (temporary, stream):
        save(stream)
        pause("written")
        flush_to_disk(stream)
        pause("synced")
        path = take_free_name(temporary, folder, stem, suffix)
        pause("renamed")
    sync_folder(folder)
    return path


def take_free_name(source: Path, folder: Path, stem: str, suffix: str) -> Path:
    """Rename `source` (on the same disk) to the first free name of `stem`; return the path. Raises
    OSError.
    """
    for name in names(stem, suffix):
        if rename_without_overwriting(source, folder / name):
            return folder / name
    raise FileExistsError(errno.EEXIST, "no free name", str(folder / f"{stem}{suffix}"))


def names(stem: str, suffix: str) -> Iterator[str]:
    """Yield `stem` with `suffix`, then with -2, -3 and so on before it."""
    yield f"{stem}{suffix}"
    for number in range(2, 100_000):
        yield f"{stem}-{number}{suffix}"
