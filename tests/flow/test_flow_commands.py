"""`easel generate` with the little flow model: what it tells beside the picture."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from desktop.models.memory.paces import PACES
from desktop.process.supervisor import EngineChild
from desktop.storage.app_paths import AppPaths
from tests.cli.conftest import Result, easel

from .flow_files import MODEL

__all__ = ["easel"]
QUICK = ("--model", MODEL, "--steps", "1", "--width", "64", "--height", "64", "--seed", "1")


@pytest.mark.draws
def test_the_plan_is_told_before_and_with_the_picture(
    easel, engine_child: EngineChild, easel_home: Path, tmp_path: Path
) -> None:
    words = ("generate", "red apple", *QUICK, "-o", tmp_path, "--json")
    first: Result = easel(*words)
    assert first.code == 0, first.err
    assert "Needs about" in first.err
    plan = first.objects[0]["plan"]
    assert 0 < plan["peak_bytes"] < 2e9
    assert plan["seconds"] is None
    kept, cache = Path(engine_child._config.cache_dir) / PACES, AppPaths.under(easel_home).cache
    cache.mkdir(parents=True, exist_ok=True)
    shutil.copy(kept, cache)  # the tests' one child has a cache of its own
    again = easel(*words)
    assert again.objects[0]["plan"]["seconds"] is not None
    assert "a picture" in again.err


@pytest.mark.draws
def test_a_prompt_over_the_limit_is_cut_and_said(easel, tmp_path: Path) -> None:
    """The little model hears 40 tokens with its frame; 2,000 words cost nothing but the end."""
    words = " ".join(["apple"] * 2000)
    run = easel("generate", f"(red:1.3) {words}", *QUICK, "-o", tmp_path)
    assert run.code == 0, run.err
    assert "this model hears" in run.err
    assert "mean nothing" in run.err
    short = easel("generate", "red apple", *QUICK, "-o", tmp_path)
    assert "this model hears" not in short.err
    assert "mean nothing" not in short.err
