"""A crash in a marked test is one failure, and the tests beside it run on."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from .own_process import ALONE

PLUGINS = ("tests.plugins.own_process", "tests.plugins.encodable_reports", "xdist.plugin")
ROOT = Path(__file__).resolve().parent.parent.parent

TESTS = """
import logging, os, signal
import pytest

def test_before():
    assert "EASEL_TEST_ALONE" not in os.environ

@pytest.mark.own_process
def test_that_crashes():
    os.kill(os.getpid(), signal.SIGSEGV)

@pytest.fixture
def crashing():
    os.kill(os.getpid(), signal.SIGABRT)

@pytest.mark.own_process
def test_whose_fixture_crashes(crashing):
    pass

@pytest.fixture
def crashing_late():
    yield
    os._exit(3)

@pytest.mark.own_process
def test_whose_end_crashes(crashing_late):
    pass

@pytest.mark.own_process
@pytest.mark.parametrize("a", ["one", "two words"])
def test_that_passes(tmp_path, a):
    assert os.environ["EASEL_TEST_ALONE"]

@pytest.mark.own_process(COLOUR="green")
def test_with_a_variable():
    assert os.environ["COLOUR"] == "green"

@pytest.mark.own_process
def test_that_fails():
    sides = 1, 2
    assert sides[0] == sides[1]

@pytest.mark.own_process
def test_that_skips():
    pytest.skip("there is nothing to do")

@pytest.mark.own_process
@pytest.mark.skipif(True, reason="known before")
def test_that_is_skipped():
    os.abort()

def test_after():
    logging.warning("words that are no UTF-8: \\ud800")
"""


@pytest.mark.parametrize("workers", [(), ("-n", "1")], ids=["alone", "xdist"])
def test_a_crash_is_one_failure(tmp_path: Path, workers: tuple[str, ...]) -> None:
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    (tmp_path / "test_sample.py").write_text(TESTS)
    plugins = {
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        "PYTEST_PLUGINS": ",".join(PLUGINS),
        "PYTHONPATH": str(ROOT),
        "COLUMNS": "200",  # else pytest cuts the sentences
    }
    outer = {name: value for name, value in os.environ.items() if name != ALONE} | plugins
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-rA", *workers],
        cwd=tmp_path,
        env=outer,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1, done.stdout + done.stderr
    said = dict(re.findall(r"^(?:FAILED|ERROR) \S+::(\w+) - (.*)$", done.stdout, re.MULTILINE))
    assert said == {
        "test_that_crashes": "The test's own process died of SIGSEGV.",
        "test_whose_fixture_crashes": "The test's own process died of SIGABRT.",
        "test_whose_end_crashes": "The test's own process ended with 3 before its test did.",
        "test_that_fails": "assert 1 == 2",
    }
    assert "2 failed, 6 passed, 2 skipped, 2 errors" in done.stdout, done.stdout
    assert "in test_that_crashes" in done.stdout  # where, from faulthandler
    assert "there is nothing to do" in done.stdout
    assert "known before" in done.stdout
