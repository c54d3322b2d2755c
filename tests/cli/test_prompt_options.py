"""Styles, presets, variations and the syntax of prompts on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from desktop.cli.asset_lookup import asset_path
from desktop.core.errors import BadInput
from desktop.core.prompts.styles import Style
from desktop.models.library import ModelLibrary
from desktop.storage.app_paths import AppPaths
from desktop.storage.preset_files import PresetFolder
from desktop.storage.styles_file import StyleFile
from tests.decomposed import decomposed
from tests.engines.sample_models import furnish

SMALL = ("--width", "64", "--height", "64", "--steps", "1")


def same(one: str, other: str) -> bool:
    with Image.open(one) as first, Image.open(other) as second:
        return ImageChops.difference(first, second).getbbox() is None


@pytest.mark.draws
def test_a_preset_fills_in_what_is_not_given(easel, easel_home: Path, tmp_path: Path) -> None:
    folder = PresetFolder(AppPaths.under(easel_home).presets)
    folder.save(
        "Mine",
        {
            "prompt": "a fox",
            "steps": 2,
            "sampler": "heun",
            "width": 64,
            "height": 64,
            "noise_schedule": "karras",
            "safety_checker": True,
        },
    )
    run = easel("generate", "--preset", "mine", "--steps", "1", "-o", tmp_path, "--json")
    assert run.code == 0
    drawn = run.objects[0]
    assert (drawn["prompt"], drawn["steps"], drawn["sampler"]) == ("a fox", 1, "heun")
    again = easel("generate", "--preset", drawn["path"], "-o", tmp_path, "--json").objects[0]
    assert same(drawn["path"], again["path"])
    assert again["seed"] == drawn["seed"]


@pytest.mark.draws
def test_styles_and_variations(easel, easel_home: Path, tmp_path: Path) -> None:
    StyleFile(AppPaths.under(easel_home).styles).save(
        [Style("Ink", "ink drawing of {prompt}", "red")]
    )
    words = ("--prompt", "a fox", "--style", "ink", *SMALL, "--seed", "3", "--count", "2")
    run = easel("generate", *words, "--variation-strength", "0.2", "-o", tmp_path, "--json")
    assert run.code == 0
    first, second = run.objects
    assert first["prompt"] == "ink drawing of a fox"
    assert first["negative_prompt"] == "red"
    assert first["seed"] == second["seed"] == 3
    assert second["variation_seed"] == first["variation_seed"] + 1
    assert not same(first["path"], second["path"])


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ((), "--prompt"),
        (("--preset", "no such"), "no such"),
        (("--prompt", "x", "--style", "no such"), "no such"),
        (("--preset", __file__), "no settings"),
        pytest.param(("--prompt", "__nothing__"), "nothing", marks=pytest.mark.draws),
        (("--prompt", "embedding:nothing"), "nothing"),
        (("--prompt", "<lora:nothing:1>"), "nothing"),
    ],
)
def test_bad_names_are_one_sentence(easel, tmp_path: Path, words, named: str) -> None:
    run = easel("generate", *words, *SMALL, "-o", tmp_path)
    assert run.code == 2
    lines = [line for line in run.err.splitlines() if line.startswith("easel")]
    assert len(lines) == 1
    assert named in lines[0]


def test_a_damaged_preset_is_refused_in_one_sentence(easel, tmp_path: Path) -> None:
    path = tmp_path / "p.json"
    path.write_text(json.dumps({"easel_preset": 1, "settings": {"steps": "many", "prompt": "x"}}))
    run = easel("generate", "--preset", path, "-o", tmp_path)
    assert run.code == 2
    assert "steps" in run.err
    assert "Traceback" not in run.err


@pytest.mark.draws
def test_files_named_in_decomposed_hangul_are_found(tmp_path: Path) -> None:
    models = tmp_path / "models"
    model = ModelLibrary().at(furnish(models))
    (models / "tone.safetensors").rename(models / decomposed("색조.safetensors"))
    library = ModelLibrary([models])
    for name in ("색조", "색조.safetensors", decomposed("색조")):
        assert Path(asset_path(name, "lora", model, library)).parent == models
    with pytest.raises(BadInput, match="no lora “색”"):
        asset_path("색", "lora", model, library)
