"""Flags of other programs, completion, and the sources of a Core ML model."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any, cast

import pytest

from desktop.cli.habits.model_sources import of_sources
from desktop.cli.parser import build_parser
from desktop.core.capabilities import Capabilities
from desktop.models.families.model_family import defaults_of
from desktop.models.library import ModelLibrary
from desktop.models.model import Model


def parsed(*words: str) -> Any:
    return build_parser().parse_args(["generate", "a red apple", *words])


@pytest.mark.parametrize(
    ("words", "dest", "value"),
    [
        (("--step-count", "8"), "steps", 8),
        (("--image-count", "2"), "count", 2),
        (("--n-iter", "2"), "count", 2),
        (("--output-path", "out"), "output", "out"),
        (("--resource-path", "m"), "model", "m"),
        (("--ckpt-name", "m"), "model", "m"),
        (("--compute-units", "cpuAndNeuralEngine"), "compute_unit", "CPU_AND_NE"),
        (("--cfg-scale", "3"), "guidance_scale", 3.0),
        (("--denoising-strength", "0.4"), "strength", 0.4),
        (("--sampler-name", "dpmpp_2m_sde_gpu"), "sampler", "dpmpp_2m_sde_gpu"),
        (("--noise-seed", "5"), "seed", 5),
        (("--seed", "-1"), "seed", None),
        (("--disable-safety",), "safety_checker", False),
        (("--reduce-memory", "--save-every", "5"), "steps", None),
    ],
)
def test_flags_of_other_programs(words: tuple[str, ...], dest: str, value: object) -> None:
    assert getattr(parsed(*words), dest) == value


def test_other_names_leave_defaults_alone() -> None:
    options = parsed()
    assert (options.steps, options.model, options.strength, options.seed) == (None,) * 4
    assert options.safety_checker is True
    help_text = build_parser().command("generate").format_help()
    assert "--step-count" not in help_text


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_names_commands_and_options(
    shell: str, capsys: pytest.CaptureFixture[str]
) -> None:
    options = build_parser().parse_args(["completion", shell])
    options.run(options, None)
    text = capsys.readouterr().out
    for word in ("generate", "models", "convert", "negative-prompt", "nvidia"):
        assert word in text
    assert "step-count" not in text


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")
@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("easel gen", "generate"),
        ("easel models conv", "convert"),
        ("easel generate --neg", "--negative-prompt"),
        ("easel generate --rng n", "numpy nvidia"),
    ],
)
def test_bash_completes(
    words: str, found: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = build_parser().parse_args(["completion", "bash"])
    options.run(options, None)
    script = tmp_path / "easel.bash"
    script.write_text(capsys.readouterr().out)
    count = len(words.split()) - 1
    asked = f"COMP_WORDS=({words}); COMP_CWORD={count}; _easel; echo ${{COMPREPLY[@]}}"
    bash = shutil.which("bash")
    assert bash is not None
    done = subprocess.run(
        [bash, "-c", f"source {script}; {asked}"], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == found


class OtherForms:
    """A library with both forms of one model."""

    def __init__(self, *models: Model) -> None:
        self._models = models

    def models(self) -> tuple[Model, ...]:
        return self._models


def test_a_form_that_is_not_there_is_told(tmp_path: Path) -> None:
    notes: list[Any] = []

    def model(form: str) -> Model:
        return Model(
            name="m",
            path=str(tmp_path / form),
            kind="coreml",
            family="sd1",
            form=form,
            capabilities=Capabilities(units=()),
            defaults=defaults_of(512, 20, 7.5),
        )

    packages, compiled = model("packages"), model("compiled")
    both = cast("ModelLibrary", OtherForms(packages, compiled))
    assert of_sources(packages, "compiled", both, notes.append) is compiled
    assert of_sources(packages, None, both, notes.append) is packages
    assert notes == []
    alone = cast("ModelLibrary", OtherForms(packages))
    assert of_sources(packages, "compiled", alone, notes.append) is packages
    assert "no compiled form" in str(notes[0])
