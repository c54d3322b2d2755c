"""The guards of `conftest` do fire: tests that should fail, run in a pytest of their own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

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

THROWN = """
import subprocess
import sys

from desktop.files.trash import system_trash

THROW = "import sys, send2trash; send2trash.send2trash(sys.argv[1])"


def test_that_throws_away(tmp_path):
    for name in ("by itself", "by a process"):
        (tmp_path / name).write_text("made by a test")
    system_trash().put(tmp_path / "by itself")
    subprocess.run([sys.executable, "-c", THROW, str(tmp_path / "by a process")], check=True)
"""
FILLING = """
import os
import subprocess
import sys

THROW = "import sys, send2trash; send2trash.send2trash(sys.argv[1])"


def test_that_fills_the_users_trash(tmp_path):
    (tmp_path / "filling").write_text("made by a test")
    users = {**os.environ, "XDG_DATA_HOME": os.environ["USERS_DATA"]}
    subprocess.run([sys.executable, "-c", THROW, str(tmp_path / "filling")], check=True, env=users)
"""


class Run(NamedTuple):
    """What a pytest of its own, with this project's `conftest`, made of each file's tests."""

    outcomes: dict[str, dict[str, str]]
    users_trash: Path


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    folder, data = tmp_path_factory.mktemp("tests"), tmp_path_factory.mktemp("data")
    files = {"loud": LOUD, "quiet": QUIET, "thrown": THROWN, "filling": FILLING}
    for name, tests in files.items():
        (folder / f"test_{name}.py").write_text(tests)
    command = [sys.executable, "-m", "pytest", "-p", "tests.conftest", "-rA", "-q"]
    options = ["--override-ini", "addopts=", "-c", str(ROOT / "pyproject.toml"), "--rootdir"]
    environment = {"PYTHONPATH": str(ROOT), "XDG_DATA_HOME": str(data), "USERS_DATA": str(data)}
    done = subprocess.run(
        [*command, *options, str(folder), "-p", "no:cacheprovider", str(folder)],
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    found: dict[str, dict[str, str]] = {name: {} for name in files}
    for outcome, file, test in re.findall(
        r"^([A-Z]+) \S*test_(\w+)\.py::(\w+)", done.stdout, re.MULTILINE
    ):
        if found[file].get(test) != "ERROR":
            found[file][test] = outcome
    assert all(found.values()), done.stdout + done.stderr
    return Run(found, data / "Trash")


def test_a_test_that_logs_a_warning_fails(run: Run) -> None:
    found = run.outcomes["loud"]
    assert len(found) == 7
    assert set(found.values()) == {"ERROR"}  # the guard speaks when the test is torn down


def test_a_quiet_test_passes(run: Run) -> None:
    found = run.outcomes["quiet"]
    assert len(found) == 3
    assert set(found.values()) == {"PASSED"}


@pytest.mark.skipif(sys.platform == "darwin", reason="a Mac's Trash can't be moved")
def test_only_what_misses_the_tests_own_trash_fails(run: Run) -> None:
    assert run.outcomes["thrown"] == {"test_that_throws_away": "PASSED"}
    assert run.outcomes["filling"] == {"test_that_fills_the_users_trash": "ERROR"}
    assert [path.name for path in (run.users_trash / "files").iterdir()] == ["filling"]
