"""The guards of `conftest` do fire: tests that should fail, run in a pytest of their own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

LOUD = """
import logging
import threading

import pytest

logger = logging.getLogger("desktop.storage.something")


def warn(*_):
    logger.warning("a file was set aside")


@pytest.fixture
def loud_set_up():
    warn()


@pytest.fixture
def loud_tear_down():
    yield
    warn()


def test_in_its_body():
    warn()


def test_on_a_thread():
    thread = threading.Thread(target=warn)
    thread.start()
    thread.join()


def test_while_set_up(loud_set_up):
    pass


def test_while_torn_down(loud_tear_down):
    pass


def test_where_nothing_propagates():
    logging.getLogger("desktop").propagate = False
    warn()
    logging.getLogger("desktop").propagate = True


def test_with_a_traceback():
    try:
        raise KeyError("a bug")
    except KeyError:
        logger.exception("It failed")


@pytest.mark.expects_warnings("something else")
def test_that_expects_another():
    warn()
"""
QUIET = """
import logging

import pytest

logger = logging.getLogger("desktop.storage.something")


def test_that_informs():
    logger.info("a job ended")


def test_of_a_library():
    logging.getLogger("transformers").warning("not ours")


@pytest.mark.expects_warnings("set .side")
def test_that_expects_it():
    logger.warning("a file was set aside")
"""


def outcomes(folder: Path, tests: str) -> dict[str, str]:
    """What a pytest of its own, with this project's `conftest`, makes of each of `tests`."""
    (folder / "test_sample.py").write_text(tests)
    command = [sys.executable, "-m", "pytest", "-p", "tests.conftest", "-rA", "-q"]
    options = ["--override-ini", "addopts=", "-c", str(ROOT / "pyproject.toml"), "--rootdir"]
    done = subprocess.run(
        [*command, *options, str(folder), "-p", "no:cacheprovider", str(folder)],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    found: dict[str, str] = {}
    for outcome, name in re.findall(r"^([A-Z]+) \S+::(\w+)", done.stdout, re.MULTILINE):
        if found.get(name) != "ERROR":
            found[name] = outcome
    assert found, done.stdout + done.stderr
    return found


def test_a_test_that_logs_a_warning_fails(tmp_path: Path) -> None:
    found = outcomes(tmp_path, LOUD)
    assert len(found) == 7
    assert set(found.values()) == {"ERROR"}  # the guard speaks when the test is torn down


def test_a_quiet_test_passes(tmp_path: Path) -> None:
    found = outcomes(tmp_path, QUIET)
    assert len(found) == 3
    assert set(found.values()) == {"PASSED"}
