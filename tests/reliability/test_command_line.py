"""Whatever the terminal, the disk or a name does: a sentence and an exit code, no traceback."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.process.child_command import child_environment
from tests.waiting import LIMIT


def run(*arguments: str, stdout: int | None = subprocess.PIPE, **environment: str) -> str:
    """What a command says on stderr, with its exit code in front."""
    done = subprocess.run(
        [sys.executable, "-m", "desktop", *arguments],
        stdout=stdout,
        stderr=subprocess.PIPE,
        check=False,
        timeout=LIMIT,
        env=child_environment() | environment,
    )
    text = done.stderr.decode("utf-8", "replace")
    assert "Traceback" not in text
    return f"{done.returncode}: {text.strip()}"


INTERRUPTED = """
import os, runpy, signal, sys

class Interrupter:
    def find_spec(self, name, path=None, target=None):
        if name == reached:
            sys.meta_path.remove(self)
            os.kill(os.getpid(), signal.SIGINT)

reached = sys.argv[1]
assert reached not in sys.modules
sys.meta_path.insert(0, Interrupter())
sys.argv = ["easel", "models", "list"]
signal.signal(signal.SIGINT, signal.default_int_handler)  # what a shell starts with & ignores it
runpy.run_module("desktop", run_name="__main__", alter_sys=True)
"""
"""The command line, which gets Ctrl-C as it begins to import a module."""


@pytest.mark.parametrize("reached", ["desktop.core.errors", "desktop.cli.cli_context", "msgspec"])
def test_ctrl_c_while_it_still_imports(reached: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", INTERRUPTED, reached],
        capture_output=True,
        text=True,
        env=child_environment(),
        timeout=LIMIT,
        check=False,
    )
    assert (done.returncode, done.stdout) == (130, "")
    assert done.stderr.strip() in ("", "easel: stopped")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_behind_stdout() -> None:
    full = os.open("/dev/full", os.O_WRONLY)
    try:
        said = run("models", "list", stdout=full)
    finally:
        os.close(full)
    assert said.startswith("1: easel: ")
    assert "can’t be written" in said


def test_a_terminal_without_korean(tmp_path: Path) -> None:
    folder = tmp_path / "모델"
    folder.mkdir()
    said = run("models", "list", str(folder), PYTHONIOENCODING="ascii", LC_ALL="C")
    assert said.partition(":")[0] in ("0", "2")


def test_a_terminal_without_unicode_has_plain_apostrophes() -> None:
    said = run("generate", "--prompts", "a", "--prompt", "b", PYTHONIOENCODING="ascii", LC_ALL="C")
    assert said == "2: easel: --prompts and a prompt don't go together: put it into the file."


def test_an_output_folder_with_a_name_of_300_letters(tmp_path: Path) -> None:
    said = run("generate", "--prompt", "x", "-o", str(tmp_path / ("n" * 300)))
    assert said.partition(":")[0] in ("1", "2")
    assert "too long" in said
