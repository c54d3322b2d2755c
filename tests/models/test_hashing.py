"""The model hash and its cache."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from desktop.core.errors import JobCancelled
from desktop.models.hashing import model_hash, weight_file


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


def test_a_damaged_cache_is_only_lost_time(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache" / "hashes.json").write_text("{nonsense")
    assert len(model_hash(folder, tmp_path / "cache")) == 64


def test_a_core_ml_folder_is_known_by_its_unet(tmp_path: Path) -> None:
    weights = tmp_path / "Unet.mlmodelc" / "weights" / "weight.bin"
    weights.parent.mkdir(parents=True)
    weights.write_bytes(b"w")
    assert weight_file(tmp_path) == weights
    assert weight_file(tmp_path / "Unet.mlmodelc") is None
