"""`easel models browse | download | verify | remove` against a hub on loopback."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from desktop.models.resources import resource
from tests.models.downloads.hub_server import HubServer
from tests.models.ldm_layout import write_hollow


def starter_files() -> dict[str, bytes]:
    root = resource("starter")
    files = [path for path in root.rglob("*") if path.is_file()]
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in files}


def test_the_catalogue_is_printed(easel) -> None:
    run = easel("models", "browse", "--json")
    assert run.code == 0
    ids = {entry["id"] for entry in json.loads(run.out)}
    assert "sdxl-turbo" in ids
    assert "sdxl-turbo" in easel("models", "browse").out


def test_a_model_is_downloaded_listed_verified_and_removed(
    easel, easel_home: Path, hub: HubServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_ENDPOINT", hub.address)
    monkeypatch.setenv("XDG_DATA_HOME", str(easel_home / "xdg"))  # the Trash on Linux
    hub.repositories["org/small"] = starter_files() | {"big.bin": os.urandom(100)}
    run = easel("models", "download", "org/small")
    assert run.code == 0, run.err
    folder = Path(run.out.strip())
    assert folder.is_dir()
    assert not (folder / "big.bin").exists()
    listed = json.loads(easel("models", "list", "--json").out)
    assert str(folder) in [model["path"] for model in listed]
    assert easel("models", "verify", folder).code == 0
    weights = next(folder.rglob("*.safetensors"))
    weights.write_bytes(weights.read_bytes()[:-1] + b"\0")
    verdict = easel("models", "verify", folder)
    assert verdict.code == 1
    assert weights.name in verdict.out
    assert easel("models", "remove", folder).code == 0
    assert not folder.exists()


def test_what_is_not_there_is_one_sentence(easel, hub: HubServer, monkeypatch) -> None:
    monkeypatch.setenv("HF_ENDPOINT", hub.address)
    for name in ("org/nothing", "no-such-entry"):
        run = easel("models", "download", name)
        assert run.code in (1, 2)
        assert "Traceback" not in run.err
        assert len(run.err.strip().splitlines()) == 1
    assert easel("models", "verify", "nothing").code == 2
    assert easel("models", "remove", "starter").code == 2


def test_a_truncated_model_is_told_from_a_whole_one(easel, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(resource("starter"), copy)
    weights = copy / "unet" / "diffusion_pytorch_model.safetensors"
    with weights.open("r+b") as file:
        file.truncate(1_000_000)
    run = easel("models", "verify", copy)
    assert run.code == 1
    assert "Traceback" not in run.err


def test_the_lora_of_a_conversion_must_be_there_and_fit(easel, tmp_path: Path) -> None:
    words = ("models", "convert", resource("starter"), "-o", tmp_path / "out")
    done = easel(*words, "--lora", "nowhere:0.5")
    assert done.code == 2
    assert "There is no lora “nowhere”" in done.err
    strange = write_hollow(tmp_path / "l.safetensors", {"lora_unet_nowhere.diff": (3, 3)}, "F16")
    done = easel(*words, "--lora", f"{strange}:0.5")
    assert done.code == 2
    assert "another family" in done.err
    assert not (tmp_path / "out").exists()
