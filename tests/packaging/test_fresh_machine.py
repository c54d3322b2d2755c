"""A fresh machine: what it takes along from this one, and what it says where it can't be made.

Those that make one take root's rights, debootstrap and Debian's packages: they are slow tests.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import machine_settings
import pytest

SCRIPT = Path(__file__).resolve().parent.parent.parent / "packaging" / "fresh_machine.sh"
NOBODY = 65534
NEEDED = (
    *("sh", "id", "uname", "git", "df", "awk", "sed", "mktemp", "dirname", "rm"),
    *("unshare", "setpriv", "python3"),
)
_SECONDS = 600

on_linux = pytest.mark.skipif(sys.platform != "linux", reason="a Debian is made on Linux")
is_root = hasattr(os, "geteuid") and os.geteuid() == 0
as_root = pytest.mark.skipif(not is_root, reason="takes root's rights")


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """Where machines are made in this test."""
    folder = tmp_path / "machines"
    folder.mkdir()
    return folder


def make(base: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(SCRIPT), *arguments],
        env=os.environ | {"TMPDIR": str(base)} | more,
        capture_output=True,
        text=True,
        check=False,
        timeout=_SECONDS,
    )


def refused(result: subprocess.CompletedProcess[str], code: int, words: str) -> bool:
    """Whether it ended with one sentence that has `words` in it."""
    one = result.stderr.count("\n") == 1
    return (result.returncode, one, words in result.stderr) == (code, True, True)


@on_linux
def test_without_roots_rights_it_says_so() -> None:
    with tempfile.TemporaryDirectory() as folder:  # pytest's own are closed to others
        Path(folder).chmod(0o755)
        result = subprocess.run(
            [shutil.copy(SCRIPT, folder)],
            user=NOBODY if is_root else None,
            capture_output=True,
            text=True,
            check=False,
            cwd="/",
        )
    assert refused(result, 3, "needs root's rights: run 'sudo make fresh'."), result.stderr


@on_linux
@as_root
@pytest.mark.parametrize("program", ["debootstrap", "unshare", "git"])
def test_without_a_program_it_says_which(base: Path, tmp_path: Path, program: str) -> None:
    folder = tmp_path / "programs"
    folder.mkdir()
    for name in (*NEEDED, "debootstrap"):
        found = shutil.which(name)
        if found and name != program:
            (folder / name).symlink_to(found)
        elif name != program:
            (folder / name).write_text("#!/bin/sh\nexit 1\n")
            (folder / name).chmod(0o755)
    result = make(base, PATH=str(folder))
    assert refused(result, 3, f"needs {program}: install it first"), result.stderr
    assert list(base.iterdir()) == []


@on_linux
def test_another_debian_is_refused(base: Path) -> None:
    assert refused(make(base, "11"), 2, "There is no fresh Debian “11”, only 12 and 13.")


@on_linux
@as_root
@pytest.mark.skipif(not shutil.which("debootstrap"), reason="needs debootstrap")
def test_with_too_little_space_nothing_is_begun(base: Path) -> None:
    result = make(base, EASEL_FRESH_GB="1000000")
    assert refused(result, 3, f"needs 1000000 GB, and {base} has"), result.stderr
    assert list(base.iterdir()) == []


def settings(home: Path, **environment: str) -> dict[str, str]:
    merged = machine_settings.pip_settings(
        {"XDG_CONFIG_DIRS": str(home / "xdg")} | environment, home
    )
    return dict(merged.items("global"))


def test_what_pip_is_told_by_files_and_by_the_environment_is_one(tmp_path: Path) -> None:
    (tmp_path / "xdg" / "pip").mkdir(parents=True)
    (tmp_path / "xdg" / "pip" / "pip.conf").write_text("[global]\ntimeout = 5\nretries = 1\n")
    (tmp_path / ".config" / "pip").mkdir(parents=True)
    (tmp_path / ".config" / "pip" / "pip.conf").write_text("[global]\ntimeout = 6\n")
    told = settings(tmp_path, PIP_FIND_LINKS="/a /b", PIP_RETRIES="3", SSL_CERT_FILE="/x.pem")
    assert (told["timeout"], told["retries"], told["find-links"]) == ("6", "3", "/a /b")
    assert told.get("cert")
    (tmp_path / "own.conf").write_text("[global]\ntimeout = 7\n[install]\nno-index = true\n")
    merged = machine_settings.pip_settings(
        {"PIP_CONFIG_FILE": str(tmp_path / "own.conf")}, tmp_path
    )
    assert merged.get("global", "timeout") == "7"
    assert merged.get("install", "no-index") == "true"


def test_files_that_pip_is_told_of_come_along_and_folders_are_named(tmp_path: Path) -> None:
    wheels, index = tmp_path / "wheels", tmp_path / "index" / "simple"
    wheels.mkdir()
    index.mkdir(parents=True)
    bounds = tmp_path / "constraints.txt"
    bounds.write_text("torch<3\n")
    root = tmp_path / "root"
    merged = machine_settings.pip_settings(
        {
            "PIP_FIND_LINKS": f"{wheels} https://nowhere.invalid/x {tmp_path / 'gone'}",
            "PIP_EXTRA_INDEX_URL": f"file://{index}",
            "PIP_CONSTRAINT": str(bounds),
        },
        tmp_path,
    )
    folders = machine_settings.carry_pip(merged, root)
    assert str(wheels) in folders
    assert str(index.parent) in folders  # an index points at wheels beside it
    assert (root / bounds.relative_to("/")).read_text() == "torch<3\n"
    assert "find-links" in (root / "etc" / "pip.conf").read_text()


def test_npm_is_told_how_to_reach_its_registry_and_no_password(tmp_path: Path) -> None:
    (tmp_path / ".npmrc").write_text(
        "registry=http://127.0.0.1:4873/\n//127.0.0.1:4873/:_authToken=secret\n_auth=secret\n"
    )
    machine_settings.carry_npm(
        tmp_path / "root",
        tmp_path,
        {"NODE_EXTRA_CA_CERTS": "/ca.pem", "npm_config__auth": "secret"},
    )
    text = (tmp_path / "root" / "root" / ".npmrc").read_text()
    assert "registry=http://127.0.0.1:4873/" in text
    assert "cafile=/ca.pem" in text
    assert "secret" not in text


@on_linux
@pytest.mark.skipif(not shutil.which("apt-get"), reason="needs apt")
def test_the_sources_of_another_debian_are_where_this_ones_are() -> None:
    here = machine_settings.apt_sources("")
    there = machine_settings.apt_sources("trixie")
    assert [address for address, _ in there] == [address for address, _ in here]
    assert all(suite.startswith("trixie") for _, suite in there)


# --- with a machine that is made


makes_one = [
    on_linux,
    as_root,
    pytest.mark.slow,
    pytest.mark.skipif(not shutil.which("debootstrap"), reason="needs debootstrap"),
]


def marked(function: Callable[..., None]) -> Callable[..., None]:
    for mark in makes_one:
        function = mark(function)
    return function


def begun(base: Path, commands: str) -> subprocess.Popen[bytes]:
    told = {"TMPDIR": str(base), "EASEL_FRESH_COMMANDS": commands, "EASEL_FRESH_GB": "1"}
    # What a shell starts with & or nohup ignores signals, and so would what it starts.
    command = ["env", "--default-signal=INT,HUP", str(SCRIPT)]
    return subprocess.Popen(command, env=os.environ | told, stdout=subprocess.DEVNULL)


def wait_for(condition: Callable[[], object]) -> None:
    end = time.monotonic() + _SECONDS
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.1)


def at_work_in(base: Path) -> list[int]:
    """The processes whose root or command is in `base`."""
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        try:
            words = (place / "cmdline").read_bytes().decode(errors="replace")
            if str(base) in os.readlink(place / "root") or str(base) in words:
                found.append(int(place.name))
        except OSError:  # it has ended
            continue
    return found


@marked
def test_commands_run_with_nothing_around_them_and_nothing_is_left(base: Path) -> None:
    result = make(
        base,
        EASEL_FRESH_COMMANDS="env\ntest -f Makefile && ls /proc/self /dev/shm /dev/pts/ptmx\nfalse",
        EASEL_FRESH_GB="1",
        EASEL_SECRET="not there",
    )
    assert result.returncode == 1, result.stderr
    assert "not there" not in result.stdout
    lines = result.stdout.splitlines()
    assert lines[-4].startswith("--- Debian 12 with nothing but Python 3.11")
    assert [line.split(":")[-1].split(" in ")[0].strip() for line in lines[-3:-1]] == ["passed"] * 2
    assert lines[-1].startswith("false: FAILED with exit code 1 after")
    assert list(base.iterdir()) == []
    assert str(base) not in Path("/proc/mounts").read_text()


@marked
@pytest.mark.parametrize("kind", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_whoever_interrupts_it_finds_nothing_left(base: Path, kind: signal.Signals) -> None:
    process = begun(base, "sleep 1000")
    wait_for(lambda: list(base.glob("*/root/usr")))  # in the middle of debootstrap
    process.send_signal(kind)
    assert process.wait(_SECONDS) == 128 + kind
    assert list(base.iterdir()) == []
    wait_for(lambda: at_work_in(base) == [])
    assert str(base) not in Path("/proc/mounts").read_text()


@marked
def test_even_a_killed_one_leaves_nothing_mounted_and_nobody_at_work(base: Path) -> None:
    process = begun(base, "sleep 1000")
    wait_for(lambda: list(base.glob("*/commands")))
    assert at_work_in(base)
    process.kill()
    process.wait(_SECONDS)
    wait_for(lambda: at_work_in(base) == [])
    assert str(base) not in Path("/proc/mounts").read_text()


@marked
def test_a_disk_that_fills_up_is_said_in_one_sentence(base: Path, tmp_path: Path) -> None:
    script = (
        f"mount -t tmpfs -o size=100m tmpfs '{base}' && TMPDIR='{base}' EASEL_FRESH_GB=0 '{SCRIPT}'"
        f"; code=$?; ls '{base}' | wc -l; exit $code"
    )
    result = subprocess.run(
        ["unshare", "--mount", "sh", "-c", script], capture_output=True, text=True, check=False
    )
    assert refused(result, 1, f"The disk with {base}/easel-fresh."), result.stderr
    assert "is full." in result.stderr
    assert result.stdout.splitlines()[-1] == "0"
