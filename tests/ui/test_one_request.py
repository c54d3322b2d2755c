"""What the controls say and what the command line says is one draft, and becomes one request."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from desktop.cli.cli_context import CliContext
from desktop.cli.commands.generate_command import resolve_options
from desktop.cli.parser import build_parser
from desktop.core.errors import BadInput
from desktop.core.request import ControlNetUse, LoraUse
from desktop.core.tasks import Task
from desktop.models.library import model_named
from desktop.storage.app_paths import AppPaths
from desktop.ui.generate import submit
from desktop.ui.shell.main_window import MainWindow
from tests.engines import tiny
from tests.engines.sample_models import furnish
from tests.models import coreml_layouts as layouts

from .conftest import MakeWindow

TINY, STRICT, PACKED = "tiny", "strict", "packed"


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with tiny models, one of everything beside them, pictures and wildcards."""
    home = tmp_path_factory.mktemp("home")
    app_paths = AppPaths.under(home)
    furnish(app_paths.models)
    packed = layouts.write_packages(app_paths.models / PACKED, layouts.sd15())
    (packed / "easel.json").write_text("{}")  # no folder of Apple's, whose command has defaults
    tiny.make_picture(home / "start.png")
    tiny.make_mask(home / "mask.png")
    app_paths.wildcards.mkdir(parents=True)
    (app_paths.wildcards / "animal.txt").write_text("bird\n")
    return home


@pytest.fixture
def app_paths(furnished: Path, monkeypatch: pytest.MonkeyPatch) -> AppPaths:
    """The furnished home, in which nobody has opened a window yet."""
    monkeypatch.setenv("EASEL_HOME", str(furnished))
    app_paths = AppPaths.under(furnished)
    for remembered in (app_paths.window_state, app_paths.queue):
        remembered.unlink(missing_ok=True)
    return app_paths


@pytest.fixture
def window(make_window: MakeWindow) -> MainWindow:
    made = make_window("slow")
    made.parts.values.prompt = "a red apple"
    return made


def of_window(window: MainWindow, model: str, **settings: Any) -> Task:
    """What Generate queues."""
    found = model_named(model, window.parts.registry.models)
    assert found is not None
    window.parts.panel.model_row.choose(found.path)
    window.parts.values.seed, window.parts.values.keep_seed = 7, True
    for name, value in settings.items():
        setattr(window.parts.values, name, value)
    session = window.parts.services.session
    submitted = submit.generate(
        values=window.parts.values,
        registry=window.parts.registry,
        session=session,
        output=str(window.parts.services.app_paths.pictures),
        wildcards=window.parts.services.app_paths.wildcards,
    )
    assert submitted is not None
    session.remove(submitted.job.id)
    session.cancel()
    return submitted.job.task


def of_command(model: str, *words: str | Path) -> Task:
    """What `easel generate` draws."""
    plain = ("generate", "--prompt", "a red apple", "-i", model, "--seed", "7")
    options = build_parser().parse_args([*plain, *map(str, words)])
    return resolve_options(options, CliContext.find()).task


def tone(home: Path, weight: float = 0.5) -> tuple[LoraUse, ...]:
    path = str(AppPaths.under(home).models / "tone.safetensors")
    return (LoraUse(name="tone", path=path, weight=weight),)


Case = Callable[[Path], tuple[str, dict[str, Any], tuple[str | Path, ...]]]
SAME: dict[str, Case] = {
    "the model's defaults": lambda _: (TINY, {}, ()),
    "plain numbers": lambda _: (
        TINY,
        {"steps": 9, "guidance_scale": 3.0, "width": 128, "height": 64, "count": 3},
        (
            "--steps",
            "9",
            "--guidance-scale",
            "3",
            "--width",
            "128",
            "--height",
            "64",
            "--count",
            "3",
        ),
    ),
    "samplers": lambda _: (
        TINY,
        {"sampler": "dpmpp_2m", "noise_schedule": "karras", "rng": "nvidia"},
        ("--sampler", "dpmpp_2m", "--noise-schedule", "karras", "--rng", "nvidia"),
    ),
    "names in the prompts": lambda _: (
        TINY,
        {
            "prompt": "a __animal__ by ink <lora:tone:0.8>",
            "negative_prompt": "embedding:ink <lora:tone:-1>",
        },
        (
            *("--prompt", "a __animal__ by ink <lora:tone:0.8>"),
            *("--negative-prompt", "embedding:ink <lora:tone:-1>"),
        ),
    ),
    "a LoRA": lambda home: (TINY, {"loras": tone(home)}, ("--lora", "tone:0.5")),
    "beside the model": lambda home: (
        TINY,
        {
            "clip_skip": 1,
            "vae": str(AppPaths.under(home).models / "other"),
            "vae_tiling": "on",
            "precision": "fp32",
            "safety_checker": False,
            "compute_unit": "CPU_ONLY",
        },
        (
            *("--clip-skip", "1", "--vae", "other", "--vae-tiling", "on", "--precision", "fp32"),
            *("--no-safety-checker", "--compute-unit", "CPU_ONLY"),
        ),
    ),
    "a starting image": lambda home: (
        TINY,
        {
            "start_image": str(home / "start.png"),
            "start_strength": 0.4,
            "start_fit": "fit",
            "mask": str(home / "mask.png"),
            "mask_feather": 2.0,
            "mask_inverted": True,
        },
        (
            *("--image", home / "start.png", "--strength", "0.4", "--image-fit", "fit"),
            *("--mask", home / "mask.png", "--mask-feather", "2", "--mask-invert"),
        ),
    ),
    "ComfyUI's denoise": lambda home: (
        TINY,
        {
            "start_image": str(home / "start.png"),
            "start_strength": 0.4,
            "start_counting": "denoise",
        },
        ("--image", home / "start.png", "--denoise", "0.4"),
    ),
    "a ControlNet": lambda home: (
        TINY,
        {
            "controlnets": (
                ControlNetUse(
                    name="lines",
                    path=str(AppPaths.under(home).models / "lines"),
                    image=str(home / "start.png"),
                    weight=0.7,
                    preprocessor="canny",
                ),
            )
        },
        (
            *("--controlnet", "lines", "--controlnet-inputs", home / "start.png"),
            *("--controlnet-weights", "0.7", "--controlnet-preprocessors", "canny"),
        ),
    ),
    "a variation": lambda _: (
        TINY,
        {"variation_strength": 0.2, "variation_seed": 5, "keep_variation_seed": True, "count": 2},
        ("--variation-strength", "0.2", "--variation-seed", "5", "--count", "2"),
    ),
    "a second pass": lambda _: (
        TINY,
        {"high_res": True, "high_res_scale": 1.5, "high_res_strength": 0.4, "high_res_steps": 3},
        (
            *("--high-res-fix", "1.5", "--high-res-strength", "0.4"),
            *("--high-res-steps", "3"),
        ),
    ),
    "a Core ML model": lambda _: (PACKED, {}, ()),
    "a grid": lambda _: (
        TINY,
        {
            "grid_columns": "steps",
            "grid_column_values": "1, 2",
            "grid_rows": "prompt",
            "grid_row_values": "red, <lora:tone:0.3>",
        },
        ("--grid", "steps=1, 2", "--grid", "prompt=red, <lora:tone:0.3>"),
    ),
    "a grid over models, not all of which can skip layers": lambda _: (
        TINY,
        {
            "grid_columns": "model",
            "grid_column_values": "tiny, packed",
            **{"clip_skip": 1, "width": 512, "height": 512, "steps": 9, "guidance_scale": 3.0},
            **{"sampler": "heun", "noise_schedule": "karras", "compute_unit": "CPU_ONLY"},
        },
        (
            *("--grid", "model=tiny, packed", "--clip-skip", "1", "--compute-unit", "CPU_ONLY"),
            *("--width", "512", "--height", "512", "--steps", "9", "--guidance-scale", "3"),
            *("--sampler", "heun", "--noise-schedule", "karras"),
        ),
    ),
}


@pytest.mark.parametrize("case", SAME)
def test_one_draft_is_one_request(app_paths: AppPaths, window: MainWindow, case: str) -> None:
    model, settings, words = SAME[case](app_paths.data)
    ours, theirs = of_window(window, model, **settings), of_command(model, *words)
    assert msgspec.to_builtins(ours) == msgspec.to_builtins(theirs)


REFUSED: dict[str, Case] = {
    "a weight in the prompt": lambda _: (
        TINY,
        {"prompt": "a <lora:tone:99>"},
        ("--prompt", "a <lora:tone:99>"),
    ),
    "a weight": lambda home: (TINY, {"loras": tone(home, 99.0)}, ("--lora", "tone:99")),
    "a LoRA in the prompt of a Core ML model": lambda _: (
        PACKED,
        {"prompt": "a <lora:tone:0.5>"},
        ("--prompt", "a <lora:tone:0.5>"),
    ),
    "an embedding in the prompt of a Core ML model": lambda _: (
        PACKED,
        {"negative_prompt": "embedding:ink"},
        ("--negative-prompt", "embedding:ink"),
    ),
    "a LoRA that is not there": lambda _: (
        TINY,
        {"prompt": "a <lora:nope>"},
        ("--prompt", "a <lora:nope>"),
    ),
    "a cell of a grid": lambda _: (
        TINY,
        {"grid_columns": "prompt", "grid_column_values": "red, <lora:tone:99>"},
        ("--grid", "prompt=red, <lora:tone:99>"),
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_both_refuse_in_the_same_words(app_paths: AppPaths, window: MainWindow, case: str) -> None:
    model, settings, words = REFUSED[case](app_paths.data)
    with pytest.raises(BadInput) as ours:
        of_window(window, model, **settings)
    with pytest.raises(BadInput) as theirs:
        of_command(model, *words)
    assert ours.value.message == theirs.value.message != ""


def test_a_weight_in_the_prompt_is_refused_like_that_of_the_control(
    app_paths: AppPaths, window: MainWindow
) -> None:
    with pytest.raises(BadInput) as typed:
        of_window(window, TINY, prompt="a <lora:tone:99>")
    with pytest.raises(BadInput) as chosen:
        of_window(window, TINY, prompt="a", loras=tone(app_paths.data, 99.0))
    assert typed.value.message == chosen.value.message


def test_controls_that_are_off_say_nothing(app_paths: AppPaths, window: MainWindow) -> None:
    settings = {"clip_skip": 2, "vae_tiling": "on", "high_res": True}
    task = of_window(window, PACKED, **settings)
    assert msgspec.to_builtins(task) == msgspec.to_builtins(of_command(PACKED))
