"""Store each downloaded file's source and checksum, for verification."""

from __future__ import annotations

import threading
from pathlib import Path

import msgspec

from desktop.files.bounded import UnreadableError, read_struct
from desktop.models.recognition.recognition_cache import write_whole


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """A file that Easel downloaded."""

    sha256: str
    size: int
    url: str


class Records:
    """Records by path relative to the models folder, in one small JSON file in it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file = folder / ".downloads" / "records.json"
        self._lock = threading.Lock()

    def get(self, path: Path) -> Record | None:
        """Return the record of `path`, None where Easel didn't download it."""
        return self._read().get(self._key(path))

    def add(self, records: dict[Path, Record]) -> None:
        """Store the records of a finished download. Raises OSError."""
        with self._lock:
            known = self._read()
            known.update({self._key(path): record for path, record in records.items()})
            write_whole(self._file, msgspec.json.encode(known))

    def below(self, path: Path) -> dict[Path, Record]:
        """Return the records of `path` and of all files below it."""
        key = self._key(path)
        return {
            self._folder / name: record
            for name, record in self._read().items()
            if name == key or name.startswith(key + "/")
        }

    def _key(self, path: Path) -> str:
        try:
            return path.relative_to(self._folder).as_posix()
        except ValueError:
            return str(path)

    def _read(self) -> dict[str, Record]:
        try:
            return read_struct(self._file, dict[str, Record])
        except (OSError, UnreadableError):
            return {}
