"""A start opens nothing where a Mac would ask the user first: Documents, Desktop, other disks."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .conftest import RunApp

GUARDED = ("Documents", "Desktop", "Downloads", "Library/Mobile Documents", "Volumes")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with models and pictures in every guarded folder, and configs that point there."""
    home = tmp_path / "home"
    for name in GUARDED:
        for app in ("ComfyUI", "stable-diffusion-webui", "invokeai", "MochiDiffusion"):
            models = home / name / app / "models" / "checkpoints"
            models.mkdir(parents=True)
            (models / "dream.safetensors").write_bytes(b"weights")
            (models.parent.parent / "extra_model_paths.yaml").write_text("a:\n  base_path: /b\n")
        (home / name / "picture.png").write_bytes(b"picture")
    support = home / "Library" / "Application Support" / "ComfyUI"
    support.mkdir(parents=True)
    (support / "config.json").write_text(json.dumps({"basePath": str(home / "Documents/ComfyUI")}))
    disks = "".join(
        f"{name}:\n  base_path: {home / name / 'ComfyUI'}\n  checkpoints: models/checkpoints\n"
        for name in ("Volumes", "Downloads")
    )
    (support / "extra_models_config.yaml").write_text(disks)
    (home / "stable-diffusion-webui").symlink_to(home / "Desktop" / "stable-diffusion-webui")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    return home


def _folders(home: Path) -> list[str]:
    return [str(home / "Volumes"), *(str(home / name) for name in GUARDED)]


def test_nothing_guarded_is_opened_at_start(home: Path, run_app: RunApp) -> None:
    seen = run_app("spy", arguments=_folders(home))
    assert seen.code == 0, seen.stderr
    assert seen.facts["models"] == ["Starter (draws icons)"]
    assert seen.facts["touched"] == []


def test_a_search_that_the_user_asks_for_goes_there(home: Path, run_app: RunApp) -> None:
    """So the spy sees what there is to see."""
    touched = run_app("search", arguments=_folders(home)).facts["touched"]
    assert any("Documents/ComfyUI/extra_model_paths.yaml" in line for line in touched)
