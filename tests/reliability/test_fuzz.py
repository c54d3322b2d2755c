"""Damaged files of every format: each is read or refused with a sentence, in bounded memory.

`EASEL_FUZZ_CASES` is the number of cases a format; readers that take long get a part of it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.benchmarks.table import show

from .fuzz.fuzzing import CORPUS

ROOT = Path(__file__).parents[2]
MOST_MEGABYTES = 200
FEW, MANY = 10, 500


def fuzz(cases: int) -> list[dict[str, Any]]:
    """What each format showed, in a process that imports everything once and forks."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.reliability.fuzz", "all", str(cases)],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    assert done.returncode == 0, done.stderr
    outcomes = [json.loads(line) for line in done.stdout.splitlines()]
    assert [one["name"] for one in outcomes if "died" in one] == [], done.stderr
    return outcomes


def check(outcomes: list[dict[str, Any]]) -> None:
    assert len(outcomes) > 50
    assert {one["name"]: one["unexpected"] for one in outcomes if one["failures"]} == {}
    large = {one["name"]: one["megabytes"] for one in outcomes}
    assert {name: size for name, size in large.items() if size > MOST_MEGABYTES} == {}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="forks")
def test_a_few_damaged_files_of_each_format() -> None:
    check(fuzz(FEW))


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="forks")
def test_many_damaged_files_of_each_format(capsys: pytest.CaptureFixture[str]) -> None:
    outcomes = fuzz(int(os.environ.get("EASEL_FUZZ_CASES", MANY)))
    with capsys.disabled():
        show(
            "Damaged files",
            ["format", "cases", "unexpected", "slowest s (CPU)", "MB above base"],
            [
                [
                    *(one[key] for key in ("name", "cases", "failures")),
                    *(f"{one['slowest']:.2f}", f"{one['megabytes']:.0f}"),
                ]
                for one in outcomes
            ],
        )
    check(outcomes)


def test_the_corpus_is_of_known_formats() -> None:
    from .fuzz.formats import FORMATS

    names = {name.replace("/", "-").replace(" ", "-") for name in FORMATS}
    assert {folder.name for folder in CORPUS.iterdir()} <= names
