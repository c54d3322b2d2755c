"""The model hash and its cache."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from desktop.core.errors import JobCancelled
from desktop.models import hashing
from desktop.models.hashing import BackgroundHash, model_hash, weight_file
from tests.waiting import wait_until


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    weights = tmp_path / "model" / "unet" / "diffusion_pytorch_model.safetensors"
    weights.parent.mkdir(parents=True)
    weights.write_bytes(b"weights" * 1000)
    return tmp_path / "model"


def test_a_folder_is_known_by_its_unets_weights(folder: Path, tmp_path: Path) -> None:
    expected = hashlib.sha256(b"weights" * 1000).hexdigest()
    assert model_hash(folder, tmp_path / "cache") == expected


def test_a_single_file_is_known_by_itself(tmp_path: Path) -> None:
    file = tmp_path / "m.safetensors"
    file.write_bytes(b"x")
    assert model_hash(file, tmp_path / "cache") == hashlib.sha256(b"x").hexdigest()


def test_the_hash_is_computed_once_until_the_file_changes(folder: Path, tmp_path: Path) -> None:
    calls: list[int] = []
    for _ in range(3):
        model_hash(folder, tmp_path / "cache", lambda: calls.append(1))
    assert len(calls) == 1
    weights = folder / "unet" / "diffusion_pytorch_model.safetensors"
    weights.write_bytes(b"other")
    os.utime(weights, ns=(1, 1))
    assert model_hash(folder, tmp_path / "cache") == hashlib.sha256(b"other").hexdigest()


def test_hashing_can_be_stopped(folder: Path, tmp_path: Path) -> None:
    def stop() -> None:
        raise JobCancelled

    with pytest.raises(JobCancelled):
        model_hash(folder, tmp_path / "cache", stop)


@pytest.mark.parametrize("data", [b"{", b'{"a": "\xff"}', b"[" * 100_000])
def test_a_damaged_cache_is_only_lost_time(folder: Path, tmp_path: Path, data: bytes) -> None:
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache" / "hashes.json").write_bytes(data)
    assert len(model_hash(folder, tmp_path / "cache")) == 64


def test_a_cache_that_cant_be_written_is_only_lost_time(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "cache").write_bytes(b"a file where the folder should be")
    assert len(model_hash(folder, tmp_path / "cache")) == 64


def test_a_core_ml_folder_is_known_by_its_unet(tmp_path: Path) -> None:
    weights = tmp_path / "Unet.mlmodelc" / "weights" / "weight.bin"
    weights.parent.mkdir(parents=True)
    weights.write_bytes(b"w")
    assert weight_file(tmp_path) == weights
    assert weight_file(tmp_path / "Unet.mlmodelc") is None


def test_a_small_files_hash_is_known_at_once(folder: Path, tmp_path: Path) -> None:
    digest = BackgroundHash(folder, tmp_path / "cache")
    assert str(digest) == hashlib.sha256(b"weights" * 1000).hexdigest()
    digest.close()


def test_a_large_files_hash_comes_later_and_is_kept(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hashing, "_SMALL", 0)
    digest = BackgroundHash(folder, tmp_path / "cache")
    assert str(digest) == ""
    digest.begin()
    wait_until(lambda: digest.known)
    expected = hashlib.sha256(b"weights" * 1000).hexdigest()
    assert str(digest) == expected
    digest.close()
    again = BackgroundHash(folder, tmp_path / "cache")
    assert str(again) == expected
    again.close()


def test_closing_stops_the_hash(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hashing, "_SMALL", 0)
    file = tmp_path / "endless.safetensors"
    with file.open("wb") as sparse:
        sparse.truncate(1 << 40)  # a terabyte of nothing: hashing it would take minutes
    digest = BackgroundHash(file, tmp_path / "cache")
    digest.begin()
    assert not digest.known
    digest.close()
    assert digest.known
    assert str(digest) == ""


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="needs Linux")
@pytest.mark.expects_warnings("mem can’t be read")
def test_a_file_that_cannot_be_read_is_in_the_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(hashing, "_SMALL", -1)
    digest = BackgroundHash(Path("/proc/self/mem"), tmp_path / "cache")  # its start is not mapped
    digest.begin()
    wait_until(lambda: digest.known)
    digest.close()
    assert str(digest) == ""
    assert "mem can’t be read" in caplog.text
