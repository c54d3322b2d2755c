"""Verifying compares checksums where they are known; removing goes to the Trash."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.core.errors import BadInput
from desktop.models.downloads.records import Record, Records
from desktop.models.library import ModelLibrary
from desktop.models.manage import remove, verify
from tests.models.conftest import LINUX
from tests.models.test_library import diffusers_folder


def test_a_downloaded_model_is_compared_with_its_checksum(
    tmp_path: Path, hollow: Callable[..., Path]
) -> None:
    small = diffusers_folder(tmp_path / "m")
    file = small / "unet/diffusion_pytorch_model.safetensors"
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    record = Record(sha256=digest, size=file.stat().st_size, url="")
    Records(tmp_path).add({file: record})
    model = ModelLibrary([tmp_path], machine=LINUX).find("m")
    seen: list[tuple[int, int]] = []
    verdict = verify(model, tmp_path, lambda done, total: seen.append((done, total)))
    assert (verdict.whole, verdict.checked) == (True, 1)
    assert seen[-1][0] == seen[-1][1] == record.size
    with file.open("r+b") as opened:
        opened.seek(-1, 2)
        opened.write(b"\xff")
    verdict = verify(model, tmp_path)
    assert not verdict.whole
    assert verdict.damaged == ("unet/diffusion_pytorch_model.safetensors",)


def test_a_model_that_came_otherwise_is_checked_by_its_headers(
    tmp_path: Path, hollow: Callable[..., Path]
) -> None:
    file = hollow(tmp_path / "a.safetensors", "sd1")
    model = ModelLibrary([tmp_path], machine=LINUX).find("a")
    assert "no checksum" in str(verify(model, tmp_path).message)
    with file.open("r+b") as opened:
        opened.truncate(file.stat().st_size - 10)
    assert not verify(model, tmp_path).whole


def test_removing_moves_to_the_trash(
    tmp_path: Path, hollow: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    trash = tmp_path / "data"
    monkeypatch.setenv("XDG_DATA_HOME", str(trash))
    import send2trash.plat_other as platform

    monkeypatch.setattr(platform, "HOMETRASH_B", str(trash / "Trash").encode())
    file = hollow(tmp_path / "models/a.safetensors", "sd1")
    remove(ModelLibrary([tmp_path / "models"], machine=LINUX).find("a"))
    assert not file.exists()
    assert [path.name for path in (trash / "Trash/files").iterdir()] == ["a.safetensors"]


def test_the_starter_and_the_hub_cache_are_not_removed(
    tmp_path: Path, hollow: Callable[..., Path]
) -> None:
    with pytest.raises(BadInput, match="belongs to Easel"):
        remove(ModelLibrary(machine=LINUX).starter())
    file = hollow(tmp_path / "models--a--b/snapshots/c/m.safetensors", "sd1")
    with pytest.raises(BadInput, match="hf cache rm"):
        remove(ModelLibrary([tmp_path], machine=LINUX).find("m"))
    assert file.exists()
