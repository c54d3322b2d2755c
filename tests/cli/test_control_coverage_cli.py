"""The words of `easel generate` that only change numbers or names, each against the plain picture.

Masks, ControlNets, VAE and second pass are test_generate_images's; styles and variations
test_prompt_options's, grids test_grid's.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from desktop.models.library import ModelLibrary
from desktop.storage.app_paths import AppPaths
from tests.engines.sample_models import furnish

pytestmark = pytest.mark.draws

Draw = Callable[..., tuple[dict[str, Any], bytes]]
QUICK = ("--prompt", "a red apple", "--seed", "7", "--width", "64", "--height", "64")


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return furnish(tmp_path_factory.mktemp("shelf") / "Models").parent


@pytest.fixture
def draw(easel, easel_home: Path, shelf: Path, tmp_path: Path) -> Draw:
    """Draws with the tiny model; gives the recipe and the pixels."""
    shutil.copytree(shelf, easel_home / "Models")

    def run(*words: str | Path) -> tuple[dict[str, Any], bytes]:
        done = easel("generate", "-i", "tiny", *QUICK, "-o", tmp_path / "out", "--json", *words)
        assert done.code == 0, done.err
        (recipe,) = done.objects
        with Image.open(recipe["path"]) as picture:
            return recipe, picture.convert("RGB").tobytes()

    return run


STEPS = ("--steps", "2")


def test_a_lora_by_option_and_by_tag_is_the_same(draw: Draw) -> None:
    by_option, one = draw(*STEPS, "--lora", "tone:0.7")
    by_tag, other = draw(*STEPS, "--prompt", "a red apple <lora:tone:0.7>")
    _, weaker = draw(*STEPS, "--lora", "tone:0.2")
    assert one == other != weaker
    assert by_option["loras"] == by_tag["loras"] == [{"name": "tone", "weight": 0.7}]
    assert by_tag["prompt"] == "a red apple"


def test_the_names_of_two_worlds_mean_one_scheduler(draw: Draw) -> None:
    comfy, one = draw(*STEPS, "--scheduler", "dpmpp_2m+karras")
    a1111, other = draw(*STEPS, "--scheduler", "DPM++ 2M Karras")
    assert one == other
    for recipe in (comfy, a1111):
        assert (recipe["sampler"], recipe["noise_schedule"]) == ("dpmpp_2m", "karras")


def test_ksamplers_four_numbers_need_no_negative_prompt(draw: Draw) -> None:
    words = ("--steps", "1", "--guidance-scale", "1", "--scheduler", "euler+karras")
    recipe, one = draw(*words)
    _, other = draw(*words, "--negative-prompt", "nobody reads this")
    assert one == other
    assert recipe["steps"] == 1


def test_what_is_said_is_in_the_recipe(draw: Draw, easel_home: Path) -> None:
    wildcards = AppPaths.under(easel_home).wildcards
    wildcards.mkdir(parents=True)
    (wildcards / "thing.txt").write_text("bird\n")
    recipe, _ = draw(
        *STEPS,
        *("--prompt", "a {red|red} __thing__ embedding:ink"),
        *("--rng", "nvidia", "--clip-skip", "1", "--guidance-scale", "3", "--precision", "bf16"),
        *("--prompt-as", "a1111", "--noise-schedule", "SGM Uniform"),
    )
    assert "bird" in recipe["prompt"]
    assert recipe["embeddings"] == ["ink"]
    assert (recipe["rng"], recipe["clip_skip"]) == ("nvidia", 1)
    assert (recipe["prompt_dialect"], recipe["noise_schedule"]) == ("a1111", "sgm_uniform")
    assert (recipe["guidance_scale"], recipe["precision"]) == (3.0, "bf16")


def test_the_help_names_every_setting(easel) -> None:
    done = easel("generate", "--help")
    assert done.code == 0
    for option in (
        *("--prompt", "--negative-prompt", "--seed", "--steps", "--guidance-scale", "--width"),
        *(
            "--scheduler",
            "--sampler",
            "--schedule",
            "--noise-schedule",
            "--guidance",
            "--rng",
            "--variation-seed",
            "--count",
        ),
        *("--variation-strength", "--clip-skip", "--image", "--strength", "--denoise", "--mask"),
        *("--lora", "--vae", "--vae-tiling", "--controlnet", "--high-res-fix", "--preset"),
        *("--no-safety-checker", "--style", "--grid", "--precision", "--compute-unit"),
    ):
        assert option in done.out, option


def test_the_shelf_is_recognised(shelf: Path) -> None:
    kinds = {asset.name: asset.kind for asset in ModelLibrary([shelf]).assets(family="sd1")}
    assert kinds == {"tone": "lora", "ink": "embedding", "other": "vae", "lines": "controlnet"}
