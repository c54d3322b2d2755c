"""The hash by which a model is known: sha256 of its weights, computed once and remembered."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import msgspec

from desktop.core.errors import EaselError

_BLOCK = 1 << 22
_UNET_FILES = (
    "unet/diffusion_pytorch_model.safetensors",
    "unet/diffusion_pytorch_model.fp16.safetensors",
)
_CORE_ML_PARTS = ("Unet", "UnetChunk1", "ControlledUnet", "ControlledUnetChunk1")


class _Entry(msgspec.Struct, frozen=True):
    size: int
    modified: int
    sha256: str


def model_hash(model: Path, cache_dir: Path, check: Callable[[], None] = lambda: None) -> str:
    """The sha256 (64 hex digits) of the single file, or of the UNet's weight file in a folder.

    '' where the model has no such file. The result is kept in `cache_dir` by path, size and time
    of change. `check` is called between blocks of 4 MB and may raise to stop. Raises EaselError
    where the file can't be read.
    """
    weights = weight_file(model)
    if weights is None:
        return ""
    store = cache_dir / "hashes.json"
    known = _read(store)
    try:
        stat = weights.stat()
        key = str(weights.resolve())
        entry = known.get(key)
        if entry and (entry.size, entry.modified) == (stat.st_size, stat.st_mtime_ns):
            return entry.sha256
        digest = sha256_of(weights, check)
    except OSError as error:
        raise EaselError(f"The model file {weights.name} can't be read.", str(error)) from error
    _write(store, _read(store) | {key: _Entry(stat.st_size, stat.st_mtime_ns, digest)})
    return digest


def weight_file(model: Path) -> Path | None:
    """The file whose hash names `model`, or None where there is none."""
    if model.is_file():
        return model
    names = [model / name for name in _UNET_FILES]
    for part in _CORE_ML_PARTS:
        names.append(model / f"{part}.mlmodelc" / "weights" / "weight.bin")
        names += sorted(model.glob(f"*{part.lower()}.mlpackage/Data/*/weights/weight.bin"))
    names += sorted(model.glob("unet/*.safetensors"))
    return next((path for path in names if path.is_file()), None)


def sha256_of(path: Path, check: Callable[[], None] = lambda: None) -> str:
    """The sha256 of a file's bytes in hex; `check` is called between blocks. Raises OSError."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
            check()
    return digest.hexdigest()


def _read(store: Path) -> dict[str, _Entry]:
    try:
        return msgspec.json.decode(store.read_bytes(), type=dict[str, _Entry])
    except (OSError, msgspec.DecodeError):
        return {}


def _write(store: Path, entries: dict[str, _Entry]) -> None:
    """Best effort: a cache that can't be written only costs time."""
    temporary = store.with_suffix(".tmp")
    try:
        store.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(msgspec.json.encode(entries))
        temporary.replace(store)
    except OSError:
        temporary.unlink(missing_ok=True)
