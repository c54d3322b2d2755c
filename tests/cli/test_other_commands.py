"""`easel models list`, `easel doctor`, `--help` and `--version`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import desktop


def test_the_starter_is_always_listed(easel) -> None:
    run = easel("models", "list", "--json")
    assert run.code == 0
    first = json.loads(run.out)[0]
    assert first["name"] == "Starter (draws icons)"
    assert first["usable"]
    assert "CPU_AND_NE" not in first["compute_units"]
    assert easel("models", "list").out.startswith("Starter (draws icons)")


@pytest.mark.draws
def test_doctor_tells_versions_and_nothing_above_home(easel, monkeypatch, easel_home) -> None:
    monkeypatch.setenv("HOME", str(easel_home.parent))
    run = easel("doctor", "--json")
    assert run.code == 0
    report = json.loads(run.out)
    assert report["easel"] == desktop.__version__
    assert "cpu" in report["devices"]
    assert report["torch"].startswith("2.")
    assert str(Path(easel_home).parent) not in run.out


@pytest.mark.parametrize("words", [("--help",), ("generate", "--help"), ("models", "--help")])
def test_help_and_version(easel, words) -> None:
    run = easel(*words)
    assert run.code == 0
    assert "usage: easel" in run.out


def test_version(easel) -> None:
    assert easel("--version").out.strip() == f"Easel {desktop.__version__}"
