"""The hash that identifies a model: sha256 of its weights, computed once and cached."""

from __future__ import annotations

import hashlib
import logging
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import msgspec

from desktop.core.errors import EaselError
from desktop.files.bounded import UnreadableError, read_struct

logger = logging.getLogger(__name__)
_BLOCK = 1 << 22
_SMALL = 1 << 28
"""Bytes of a weight file that are hashed at once, in a quarter of a second or so."""
_UNET_FILES = (
    "unet/diffusion_pytorch_model.safetensors",
    "unet/diffusion_pytorch_model.fp16.safetensors",
    "transformer/diffusion_pytorch_model.safetensors",
    "transformer/diffusion_pytorch_model-00001-of-00002.safetensors",
)
_CORE_ML_PARTS = ("Unet", "UnetChunk1", "ControlledUnet", "ControlledUnetChunk1")


class FileHashes(msgspec.Struct, frozen=True):
    """The cached digests of a file of `size` bytes, changed at `modified` (ns), in hex."""

    size: int
    modified: int
    sha256: str
    tensors: str = ""
    """sha256 of the data after a safetensors header; "" where nothing asked for it."""


class HashCache:
    """The digests computed before, in `folder`; written best effort: a failure costs time only."""

    def __init__(self, folder: Path) -> None:
        self._store = folder / "hashes.json"
        self._entries = _read(self._store)

    def __bool__(self) -> bool:
        return bool(self._entries)

    def known(self, file: Path) -> FileHashes | None:
        """Return the digests of `file`, None where it has changed since. Raises OSError."""
        stat = file.stat()
        entry = self._entries.get(str(file.resolve()))
        unchanged = entry and (entry.size, entry.modified) == (stat.st_size, stat.st_mtime_ns)
        return entry if unchanged else None

    def keep(self, file: Path, hashes: FileHashes) -> None:
        """Add `hashes` to what the cache holds by now."""
        self._entries = _read(self._store) | {str(file.resolve()): hashes}
        _write(self._store, self._entries)


class BackgroundHash:
    """A model's hash, computed on a thread from `begin` on.

    `str()` is the hash as `model_hash` returns it, '' until known; a small file's, or a cached one,
    is known from the start. `close` stops the thread, and must be called.
    """

    def __init__(self, model: Path, cache_dir: Path) -> None:
        self._model, self._cache_dir = model, cache_dir
        self._value = ""
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._work, name="model hash", daemon=True)
        self._begun = not _takes_long(model, cache_dir)
        if self._begun:
            self._value = model_hash(model, cache_dir)

    def __str__(self) -> str:
        return self._value

    @property
    def known(self) -> bool:
        """Whether nothing more is computed."""
        return not self._thread.is_alive()

    def begin(self) -> None:
        """Compute an unknown hash. Reading gigabytes slows other work."""
        if not self._begun:
            self._begun = True
            self._thread.start()

    def close(self) -> None:
        """Stop computing, and wait for the thread."""
        self._stop.set()
        if self._thread.ident is not None:
            self._thread.join()

    def _work(self) -> None:
        try:
            self._value = model_hash(self._model, self._cache_dir, self._check)
        except _Stopped:
            return
        except EaselError as error:  # whoever loads the file says so to the user
            logger.warning("%s %s", error, error.details)

    def _check(self) -> None:
        if self._stop.is_set():
            raise _Stopped


class _Stopped(Exception):
    """The hash is no longer wanted."""


def model_hash(model: Path, cache_dir: Path, check: Callable[[], None] = lambda: None) -> str:
    """Return the sha256 (64 hex digits) of the single file, or of the UNet's weight file in a
    folder.

    Returns '' for a model without such a file. The result is cached in `cache_dir` by path, size
    and time of change. `check` is called between blocks of 4 MB and may raise to stop. Raises
    EaselError where the file is unreadable.
    """
    weights = weight_file(model)
    if weights is None:
        return ""
    cache = HashCache(cache_dir)
    try:
        if known := cache.known(weights):
            return known.sha256
        stat = weights.stat()
        digest = sha256_of(weights, check)
    except OSError as error:
        raise EaselError(
            "The model file {file} can’t be read.", str(error), file=weights.name
        ) from error
    cache.keep(weights, FileHashes(stat.st_size, stat.st_mtime_ns, digest))
    return digest


def known_hashes(cache_dir: Path) -> Callable[[Path], str]:
    """Return a look-up of the cached results of `model_hash`; '' for a model not hashed yet."""
    cache = HashCache(cache_dir)

    def known(model: Path) -> str:
        weights = weight_file(model) if cache else None
        try:
            found = cache.known(weights) if weights else None
        except OSError:
            return ""
        return found.sha256 if found else ""

    return known


def weight_file(model: Path) -> Path | None:
    """Return the file whose hash identifies `model`, or None without one."""
    if model.is_file():
        return model
    names = [model / name for name in _UNET_FILES]
    for part in _CORE_ML_PARTS:
        names.append(model / f"{part}.mlmodelc" / "weights" / "weight.bin")
        names += sorted(model.glob(f"*{part.lower()}.mlpackage/Data/*/weights/weight.bin"))
    names += sorted(model.glob("unet/*.safetensors"))
    return next((path for path in names if path.is_file()), None)


def _takes_long(model: Path, cache_dir: Path) -> bool:
    weights = weight_file(model)
    try:
        if weights is None or weights.stat().st_size <= _SMALL:
            return False
        return HashCache(cache_dir).known(weights) is None
    except OSError:  # reading it fails in a moment, with a sentence
        return False


def sha256_of(path: Path, check: Callable[[], None] = lambda: None) -> str:
    """Return the sha256 of a file's bytes in hex; `check` is called between blocks. Raises
    OSError.
    """
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
            check()
    return digest.hexdigest()


def _read(store: Path) -> dict[str, FileHashes]:
    try:
        return read_struct(store, dict[str, FileHashes])
    except (OSError, UnreadableError):
        return {}


def _write(store: Path, entries: dict[str, FileHashes]) -> None:
    temporary = store.with_suffix(".tmp")
    try:
        store.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(msgspec.json.encode(entries))
        temporary.replace(store)
    except OSError as error:
        logger.info("The model hashes can't be kept: %s", error)
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
