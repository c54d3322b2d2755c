"""Whatever the terminal, the disk or a name does: a sentence and an exit code, no traceback."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.process.child_command import child_environment


def run(*arguments: str, stdout: int | None = subprocess.PIPE, **environment: str) -> str:
    """What a command says on stderr, with its exit code in front."""
    done = subprocess.run(
        [sys.executable, "-m", "desktop", *arguments],
        stdout=stdout,
        stderr=subprocess.PIPE,
        check=False,
        timeout=60,
        env=child_environment() | environment,
    )
    text = done.stderr.decode("utf-8", "replace")
    assert "Traceback" not in text
    return f"{done.returncode}: {text.strip()}"


@pytest.mark.parametrize("reached", ["desktop.core.errors", "desktop.cli.cli_context", "msgspec"])
def test_ctrl_c_while_it_still_imports(reached: str) -> None:
    # What a shell starts with & ignores Ctrl-C, and so would what it starts.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    process = subprocess.Popen(
        [sys.executable, "-X", "importtime", "-m", "desktop", "models", "list"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        env=child_environment(),
    )
    signal.signal(signal.SIGINT, before)
    assert process.stderr is not None
    for line in process.stderr:
        if line.split("|")[-1].strip() == reached:
            break
    process.send_signal(signal.SIGINT)
    said = [line for line in process.stderr if not line.startswith("import time:")]
    process.stderr.close()
    assert process.wait() == 130
    assert "".join(said).strip() in ("", "easel: stopped")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_behind_stdout() -> None:
    full = os.open("/dev/full", os.O_WRONLY)
    try:
        said = run("models", "list", stdout=full)
    finally:
        os.close(full)
    assert said.startswith("1: easel: ")
    assert "can't be written" in said


def test_a_terminal_without_korean(tmp_path: Path) -> None:
    folder = tmp_path / "모델"
    folder.mkdir()
    said = run("models", "list", str(folder), PYTHONIOENCODING="ascii", LC_ALL="C")
    assert said.partition(":")[0] in ("0", "2")


def test_an_output_folder_with_a_name_of_300_letters(tmp_path: Path) -> None:
    said = run("generate", "--prompt", "x", "-o", str(tmp_path / ("n" * 300)))
    assert said.partition(":")[0] in ("1", "2")
    assert "too long" in said
