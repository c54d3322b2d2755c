"""The lock: it names all that is installed, for each machine it is for, and refuses the others."""

from __future__ import annotations

import importlib.metadata
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import lock
import locked
import pytest
from locked import LockMismatch
from packaging.markers import Marker
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent.parent
TEXT = locked.LOCK.read_text()
MAC = ("darwin", "arm64")


def entries() -> list[tuple[str, str, str, list[str]]]:
    """(name, version, marker, hashes) of each package in the lock."""
    found = []
    for block in re.split(r"^(?=[\w.-]+==)", TEXT, flags=re.MULTILINE)[1:]:
        name, version, marker = re.match(r"([\w.-]+)==(\S+)(?: ; ([^\\\n]+))?", block).groups()
        found.append((name, version, marker or "", re.findall(r"--hash=sha256:(\w{64})", block)))
    return found


def requirements() -> list[Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    lines = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    return [Requirement(line) for line in lines]


def test_each_range_of_the_project_holds_the_locked_version() -> None:
    for wanted in requirements():
        for (system, processor), python in lock.machines(str(wanted.marker or "")):
            fitting = [
                version
                for name, version, marker, _ in entries()
                if name == locked.normalised(wanted.name)
                and ((system, processor), python) in lock.machines(marker)
            ]
            assert len(fitting) == 1, (wanted.name, system, python)
            assert fitting[0] in wanted.specifier


def test_what_this_environment_needs_is_locked_in_the_version_that_it_has() -> None:
    """By walking through the metadata, from what pyproject.toml names to its last dependency."""
    todo = [wanted for wanted in requirements() if not wanted.marker or wanted.marker.evaluate()]
    wrong, seen = {}, set()
    while todo:
        wanted = todo.pop()
        name = locked.normalised(wanted.name)
        if (name, *wanted.extras) in seen:
            continue
        seen.add((name, *wanted.extras))
        package = importlib.metadata.distribution(name)
        versions = {
            version
            for known, version, marker, _ in entries()
            if known == name and (not marker or Marker(marker).evaluate())
        }
        if versions != {package.version.partition("+")[0]}:
            wrong[name] = (package.version, versions)
        for line in package.requires or []:
            needed = Requirement(line)
            extras = wanted.extras or {""}
            if not needed.marker or any(needed.marker.evaluate({"extra": it}) for it in extras):
                todo.append(needed)
    assert wrong == {}
    assert len(seen) > 60


def test_all_that_goes_to_a_mac_has_its_hashes_and_nothing_else() -> None:
    for name, _, marker, hashes in entries():
        on_a_mac = any(machine == MAC for machine, _ in lock.machines(marker))
        assert bool(hashes) is on_a_mac, name


def test_torch_is_the_one_that_is_measured() -> None:
    assert {version for name, version, *_ in entries() if name == "torch"} == {"2.13.0"}
    mac = next(it for it in requirements() if it.name == "torch" and "==" in str(it.marker))
    assert "2.12.1" not in mac.specifier


def test_no_address_is_in_it() -> None:
    assert not re.search(r"://|index|\b\w+\.(org|com|io|net|dev)\b", TEXT)


def test_elsewhere_pip_is_given_versions_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr("platform.machine", lambda: "x86_64")
    monkeypatch.setattr("platform.libc_ver", lambda: ("glibc", "2.36"))
    given = locked.for_this_machine()
    assert "hash" not in given
    assert "\\" not in given
    lines = [line for line in given.splitlines() if not line.startswith("#")]
    assert len(lines) == len(entries())
    for line in lines:
        Requirement(line)


def test_on_a_mac_pip_is_given_all_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr("platform.machine", lambda: "arm64")
    assert locked.for_this_machine() == TEXT


@pytest.mark.parametrize(
    ("system", "processor", "libc", "words"),
    [
        ("darwin", "x86_64", "", "and this is darwin x86_64 with Python"),
        ("linux", "riscv64", "glibc", "and this is linux riscv64 with Python"),
        ("linux", "x86_64", "", "is for a Linux with glibc, and this one has another."),
        ("freebsd14", "amd64", "", "and this is freebsd14 amd64 with Python"),
    ],
)
def test_another_machine_is_refused_in_one_sentence(
    monkeypatch: pytest.MonkeyPatch, system: str, processor: str, libc: str, words: str
) -> None:
    monkeypatch.setattr(sys, "platform", system)
    monkeypatch.setattr("platform.machine", lambda: processor)
    monkeypatch.setattr("platform.libc_ver", lambda: (libc, ""))
    with pytest.raises(LockMismatch, match=re.escape(words)):
        locked.for_this_machine()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda text: text.replace("Python 3.11, 3.12, 3.13", "Python 3.9"), "is for linux x86_64"),
        (lambda text: text.replace("\npeft==", "\nother=="), "has no peft: run 'make lock'."),
        (lambda text: text.replace("# For", "#"), "doesn't say what it is for: run 'make lock'."),
        (lambda _: None, "There is no requirements.lock"),
    ],
    ids=["python", "older than the project", "no header", "no lock"],
)
def test_make_says_it_in_one_sentence_and_installs_nothing(
    tmp_path: Path, packaging_folder: Path, change, words: str
) -> None:
    (tmp_path / "packaging").mkdir()
    for name in ("make_venv.sh", "locked.py"):
        shutil.copy(packaging_folder / name, tmp_path / "packaging" / name)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    shutil.copy(ROOT / "Makefile", tmp_path)
    if (text := change(TEXT)) is not None:
        (tmp_path / "packaging" / "requirements.lock").write_text(text)
    else:
        (tmp_path / "packaging" / "requirements.lock").unlink(missing_ok=True)
    result = subprocess.run(
        ["sh", "packaging/make_venv.sh", sys.executable, ".venv"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 1
    assert result.stdout == ""
    assert words in result.stderr
    assert result.stderr.count("\n") == 1
    assert not (tmp_path / ".venv").exists()


@pytest.fixture
def environment(tmp_path: Path) -> Path:
    """An empty environment as make_venv.sh leaves it."""
    folder = tmp_path / "environment"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    (folder / locked.GIVEN).write_text(locked.for_this_machine())
    return folder


def installed(environment: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(environment / "bin" / "python"), str(ROOT / "packaging" / "locked.py"), "--installed"],
        capture_output=True,
        text=True,
        check=False,
        env={key: os.environ[key] for key in ("PATH", "HOME") if key in os.environ},
    )


def test_a_bundle_is_made_of_the_locked_versions_only(environment: Path) -> None:
    assert installed(environment).returncode == 0
    packages = next(environment.glob("lib/python*/site-packages"))
    info = packages / "torch-2.12.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: torch\nVersion: 2.12.0+cpu\n")
    result = installed(environment)
    assert result.returncode == 1
    assert "has torch 2.12.0, not 2.13.0 as in requirements.lock" in result.stderr
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: torch\nVersion: 2.13.0+cpu\n")
    assert installed(environment).returncode == 0


def test_a_bundle_needs_an_environment_made_from_the_lock(environment: Path) -> None:
    (environment / locked.GIVEN).unlink()
    result = installed(environment)
    assert (result.returncode, result.stderr.count("\n")) == (1, 1)
    assert "wasn't made from requirements.lock" in result.stderr
