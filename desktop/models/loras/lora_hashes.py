"""Find a recipe's LoRA by its hash, whatever the file is called.

Civitai's AutoV2 and SHA256 are of the whole file. AutoV3, A1111's `Lora hashes` and SwarmUI's are
of the tensors alone, so that a file keeps them when its metadata changes; kohya's scripts also
write that one into the metadata (`sshs_model_hash`), where A1111 takes it from.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path

import msgspec

from desktop.core.model_match import folded, is_hash_of
from desktop.files.bounded import open_regular
from desktop.models.asset import Asset
from desktop.models.hashing import FileHashes, HashCache
from desktop.models.recognition.safetensors_header import HeaderError, read_header

logger = logging.getLogger(__name__)
_BLOCK = 1 << 22
_CLAIM = "sshs_model_hash"


def with_known_hashes(assets: Iterable[Asset], folder: Path) -> list[Asset]:
    """Return `assets`, the LoRAs with the hashes that the cache in `folder` has of them."""
    cache = HashCache(folder)
    return [_known(asset, cache) if cache and asset.kind == "lora" else asset for asset in assets]


def lora_named(name: str, sha256: str, loras: Sequence[Asset]) -> Asset | None:
    """Return the LoRA that a recipe means: of this hash, as far as it is known, else of this name.

    `sha256` may be the first digits, and "" for a recipe without one.
    """
    same = [lora for lora in loras if _has(lora, sha256)]
    named = [lora for lora in loras if lora.name == name]
    alike = [lora for lora in loras if folded(lora.name) == folded(name) != ""]
    likely = [lora for lora in same if lora in alike]
    found = (*likely, *same, *named, *(alike if len(alike) == 1 else ()))
    return found[0] if found else None


def is_certain(lora: Asset | None, sha256: str) -> bool:
    """Return whether no file has to be read to know that `lora` is the one of this hash."""
    return not sha256 or (lora is not None and _has(lora, sha256))


def lora_with_hash(
    sha256: str,
    name: str,
    loras: Sequence[Asset],
    folder: Path,
    check: Callable[[], None] = lambda: None,
) -> Asset | None:
    """Return the LoRA of this hash with its hashes, None without one.

    Reads the files whose hashes the cache in `folder` lacks: those of names like `name` first, then
    the smallest; that takes a second for each gigabyte or so. `check` is called between blocks, and
    may raise. What a file's own metadata claims counts where no file has the hash in truth.
    """
    cache = HashCache(folder)
    wanted = folded(name)
    ordered = sorted(loras, key=lambda lora: (folded(lora.name) != wanted, lora.size_bytes))
    for lora in (_known(lora, cache) for lora in ordered):
        if _has(lora, sha256):
            return lora
    for lora in ordered:
        try:
            hashed = _hashed(lora, cache, check)
        except OSError as error:  # whoever chooses it is told
            logger.info("The LoRA %s can't be read: %s", lora.path, error)
            continue
        if _has(hashed, sha256):
            return hashed
    for lora in ordered:
        with suppress(OSError, HeaderError):
            claim = read_header(Path(lora.path)).metadata.get(_CLAIM, "")
            if is_hash_of(sha256, claim):
                return msgspec.structs.replace(lora, hashes=(*lora.hashes, claim.lower()))
    return None


def _has(lora: Asset, sha256: str) -> bool:
    return any(is_hash_of(sha256, known) for known in lora.hashes)


def _known(lora: Asset, cache: HashCache) -> Asset:
    with suppress(OSError, ValueError):  # half a surrogate pair, NUL
        found = cache.known(Path(lora.path))
        if found is not None and found.tensors:
            return msgspec.structs.replace(lora, hashes=(found.sha256, found.tensors))
    return lora


def _hashed(lora: Asset, cache: HashCache, check: Callable[[], None]) -> Asset:
    known = _known(lora, cache)
    if known.hashes:
        return known
    path = Path(lora.path)
    stat = path.stat()
    whole, tensors = hashes_of(path, check)
    cache.keep(path, FileHashes(stat.st_size, stat.st_mtime_ns, whole, tensors))
    return msgspec.structs.replace(lora, hashes=(whole, tensors))


def hashes_of(path: Path, check: Callable[[], None] = lambda: None) -> tuple[str, str]:
    """Return the sha256 of a safetensors file and of its data after the header, in hex.

    `check` is called between blocks. Raises OSError.
    """
    whole, tensors = hashlib.sha256(), hashlib.sha256()
    with open_regular(path) as file:
        start = file.read(8)
        whole.update(start)
        header = int.from_bytes(start, "little")
        while block := file.read(min(_BLOCK, header) if header else _BLOCK):
            whole.update(block)
            if header:
                header -= len(block)
            else:
                tensors.update(block)
            check()
    return whole.hexdigest(), tensors.hexdigest()
