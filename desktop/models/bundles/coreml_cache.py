"""The disk cache of compiled Core ML models: its entries, its limit, clearing it."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path

import msgspec

from desktop.core.errors import EaselError
from desktop.core.messages import Message
from desktop.files.disk_errors import disk_error

SUFFIX = ".mlmodelc"
_HALF = ".making"
_USED = ".used-"
_ELSEWHERE = "used-elsewhere"


class CacheEntry(msgspec.Struct, frozen=True, kw_only=True):
    """A compiled model: its name, its size on disk in bytes, its last use."""

    path: Path
    name: str
    size_bytes: int
    used: float


class CompiledCache:
    """Compiled models in `folder`, each in a folder named by the content it was compiled from.

    Only entries of this class's making are ever removed. May be used by the window while the engine
    child compiles: an entry appears whole, by renaming.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def entries(self) -> list[CacheEntry]:
        """Return all entries, the least recently used first. Raises EaselError."""
        try:
            found = [
                _entry(holder, path)
                for holder in self._holders()
                for path in sorted(holder.glob(f"*{SUFFIX}"))
            ]
        except OSError as error:
            doing = Message("look into the cache of compiled models")
            raise disk_error(error, self._folder / "x", doing) from error
        return sorted(found, key=lambda entry: entry.used)

    def size(self) -> int:
        """Return the bytes on the disk."""
        return sum(entry.size_bytes for entry in self.entries())

    def clear(self) -> int:
        """Remove everything; return the freed bytes. A model is compiled again on its next use."""
        freed = self.size()
        for holder in [*self._holders(), *self._halves()]:
            shutil.rmtree(holder, ignore_errors=True)
        return freed - self.size()

    def trim(self, limit_bytes: int, keep: Path | None = None) -> int:
        """Remove the least recently used entries down to `limit_bytes`, never `keep`; return the
        freed bytes.
        """
        entries = self.entries()
        total, freed = sum(entry.size_bytes for entry in entries), 0
        for entry in entries:
            if total - freed <= limit_bytes:
                break
            if keep is not None and entry.path == keep:
                continue
            shutil.rmtree(entry.path.parent, ignore_errors=True)
            freed += entry.size_bytes
        return freed

    def get(self, key: str) -> Path | None:
        """Return the compiled model for content `key`, None where not compiled yet."""
        found = sorted((self._folder / key).glob(f"*{SUFFIX}"))
        return found[0] if found else None

    @contextmanager
    def making(self, key: str, name: str) -> Generator[Path]:
        """Yield a path to compile to; it becomes the entry of `key`. On failure nothing is kept.

        Raises EaselError where the disk is full or can't be written.
        """
        half = self._folder / f"{key}{_HALF}{os.getpid()}"
        try:
            shutil.rmtree(half, ignore_errors=True)
            half.mkdir(parents=True)
            yield half / f"{name}{SUFFIX}"
            shutil.rmtree(self._folder / key, ignore_errors=True)
            half.rename(self._folder / key)
        except OSError as error:
            raise EaselError(
                "The compiled model could not be kept: the disk is full or the cache folder can’t "
                "be written to.",
                str(error),
            ) from error
        finally:
            shutil.rmtree(half, ignore_errors=True)

    def mark_used(self, compiled: Path, unit: str) -> None:
        """Record that `compiled`, of this cache or elsewhere, was loaded on `unit`.

        Does nothing where the record can't be written: the next use then counts as a first one.
        """
        mark = self._mark(compiled, unit)
        with suppress(OSError):
            mark.parent.mkdir(parents=True, exist_ok=True)
            mark.touch()

    def was_used(self, compiled: Path, unit: str) -> bool:
        """Return whether `compiled`, unchanged, was loaded on `unit` before: the system has it
        cached.
        """
        return self._mark(compiled, unit).exists()

    def _mark(self, compiled: Path, unit: str) -> Path:
        """Return the mark's path: beside this cache's models; for others in a folder, by path and
        time.
        """
        if compiled.parent.parent == self._folder:
            return compiled.parent / f"{_USED}{unit}"
        try:
            made = compiled.stat().st_mtime_ns
        except OSError:
            made = 0
        digest = hashlib.sha256(f"{compiled.resolve()}\0{made}".encode()).hexdigest()[:32]
        return self._folder / _ELSEWHERE / f"{digest}{_USED}{unit}"

    def _holders(self) -> list[Path]:
        if not self._folder.is_dir():
            return []
        return sorted(
            path
            for path in self._folder.iterdir()
            if path.is_dir() and _HALF not in path.name and any(path.glob(f"*{SUFFIX}"))
        )

    def _halves(self) -> list[Path]:
        return sorted(self._folder.glob(f"*{_HALF}*")) if self._folder.is_dir() else []


def _entry(holder: Path, path: Path) -> CacheEntry:
    size = sum(file.stat().st_size for file in path.rglob("*") if file.is_file())
    used = max((mark.stat().st_mtime for mark in holder.iterdir()), default=0.0)
    return CacheEntry(path=path, name=path.stem, size_bytes=size, used=used)
