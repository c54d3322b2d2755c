"""LoRAs found by the hashes that other programs write, whatever the files are called."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file

from desktop.core.errors import JobCancelled
from desktop.models.asset import Asset
from desktop.models.library import ModelLibrary
from desktop.models.loras.lora_hashes import hashes_of, is_certain, lora_named
from desktop.models.loras.model_layout import layout_of
from desktop.models.resources import resource

from .conftest import LINUX


def lora(path: Path, number: float, **metadata: str) -> Path:
    """A LoRA of the starter whose tensors are `number` everywhere."""
    layout = layout_of(resource("starter"))
    assert layout is not None
    name, module = next((n, w) for n, w in layout.unet.items() if n.endswith("attn2.to_q"))
    stem = f"lora_unet_{name.replace('.', '_')}"
    rows, columns = module.weight[:2]
    tensors = {f"{stem}.lora_down.weight": (2, columns), f"{stem}.lora_up.weight": (rows, 2)}
    path.parent.mkdir(parents=True, exist_ok=True)
    save_file({k: torch.full(v, number) for k, v in tensors.items()}, path, metadata or None)
    return path


def digests(path: Path) -> tuple[str, str]:
    """Civitai's AutoV2 and AutoV3 in full, by their definitions."""
    data = path.read_bytes()
    header = int.from_bytes(data[:8], "little")
    return hashlib.sha256(data).hexdigest(), hashlib.sha256(data[8 + header :]).hexdigest()


@pytest.fixture
def library(tmp_path: Path) -> ModelLibrary:
    lora(tmp_path / "m" / "first.safetensors", 1.0)
    lora(tmp_path / "m" / "other.safetensors", 2.0)
    return ModelLibrary([tmp_path / "m"], machine=LINUX, hashes=tmp_path / "cache")


def test_the_hashes_are_civitais(tmp_path: Path) -> None:
    path = lora(tmp_path / "x.safetensors", 3.0, note="y" * 5_000_000)
    assert hashes_of(path) == digests(path)
    again = lora(tmp_path / "again.safetensors", 3.0, note="other words")
    assert hashes_of(again)[0] != hashes_of(path)[0]
    assert hashes_of(again)[1] == hashes_of(path)[1], "metadata is no part of the second"
    for cut in (b"", b"12345", b"\xff" * 20):
        (tmp_path / "cut").write_bytes(cut)
        assert hashes_of(tmp_path / "cut")[0] == hashlib.sha256(cut).hexdigest()


@pytest.mark.parametrize("kind", [0, 1])
@pytest.mark.parametrize("length", [10, 12, 64])
def test_a_lora_is_found_by_each_hash(
    library: ModelLibrary, tmp_path: Path, kind: int, length: int
) -> None:
    path = tmp_path / "m" / "other.safetensors"
    digits = digests(path)[kind][:length]
    assert [asset.hashes for asset in library.assets("lora")] == [(), ()]
    found = library.lora_with_hash(digits.upper(), "Some title of Civitai’s")
    assert found is not None
    assert (found.path, found.hashes) == (str(path), digests(path))
    known = {asset.path: asset.hashes for asset in library.assets("lora")}
    assert known[str(path)] == digests(path), "kept for the next time"
    os.utime(path, ns=(5, 5))
    assert {a.path: a.hashes for a in library.assets("lora")}[str(path)] == ()
    for nothing in ("0" * 12, digits[:8], ""):
        assert library.lora_with_hash(nothing, "other") is None


def test_a_file_that_says_a_hash_counts_after_one_that_has_it(
    library: ModelLibrary, tmp_path: Path
) -> None:
    truth = digests(tmp_path / "m" / "first.safetensors")[1]
    claim = lora(tmp_path / "m" / "a.safetensors", 9.0, sshs_model_hash=truth)
    found = library.lora_with_hash(truth[:12], "a")
    assert found is not None
    assert found.path == str(tmp_path / "m" / "first.safetensors")
    (tmp_path / "m" / "first.safetensors").unlink()
    found = library.lora_with_hash(truth[:12], "first")
    assert found is not None
    assert found.path == str(claim)


def test_the_search_can_be_stopped(library: ModelLibrary) -> None:
    def stop() -> None:
        raise JobCancelled

    with pytest.raises(JobCancelled):
        library.lora_with_hash("0" * 12, "first", stop)


def test_a_known_hash_goes_before_the_name() -> None:
    named = Asset(name="ink", path="/ink", kind="lora", hashes=("a" * 64, "b" * 64))
    other = Asset(name="x", path="/x", kind="lora", hashes=("c" * 64, "d" * 64))
    for digits in ("c" * 10, "d" * 12):
        assert lora_named("ink", digits, [named, other]) is other
        assert is_certain(other, digits)
        assert not is_certain(named, digits)
    assert lora_named("ink", "e" * 10, [named, other]) is named
    assert lora_named("Ink", "", [named, other]) is named
    assert lora_named("nothing", "", [named, other]) is None
    assert is_certain(None, "")
