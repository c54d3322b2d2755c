"""Reads packaging/requirements.lock for the machine it runs on.

    python packaging/locked.py               prints what pip is to be given on this machine
    python packaging/locked.py --installed   looks whether this Python has just that

One sentence and exit code 1 where the lock isn't for this machine, or not for pyproject.toml, or
where something else is installed. Needs nothing but Python, since it comes before all else.
"""

from __future__ import annotations

import importlib.metadata
import platform
import re
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "packaging" / "requirements.lock"
PLATFORMS = (("linux", "x86_64"), ("linux", "aarch64"), ("darwin", "arm64"))
PYTHONS = ("3.11", "3.12", "3.13")
GIVEN = "requirements.txt"
"""In an environment: what pip was given when packaging/make_venv.sh made it."""
_FOR = "# For:"


class LockMismatch(Exception):
    """The lock is of no use here; its text is a sentence."""


def header() -> str:
    """The first lines of the lock, which say what it is for."""
    places = ", ".join(" ".join(place) for place in PLATFORMS)
    return f"# Made by `make lock`.\n{_FOR} {places}; Python {', '.join(PYTHONS)}\n"


def for_this_machine(lock: Path = LOCK) -> str:
    """What pip takes here, on a Mac with the hashes; LockMismatch where the lock is of no use."""
    text = read(lock)
    if sys.platform == "darwin":
        return text
    return re.sub(r" \\\n(?=\s+--hash)|\s+--hash=\S+", "", text)


def read(lock: Path) -> str:
    """The lock's text, once it is sure that it is for this machine and for pyproject.toml."""
    here = f"{sys.platform} {platform.machine()}"
    python = "{}.{}".format(*sys.version_info)
    if not lock.exists():
        raise LockMismatch(f"There is no {lock.name}: take it from git, or run 'make lock'.")
    text = lock.read_text()
    said = re.search(rf"^{_FOR} (.+); Python (.+)$", text, re.MULTILINE)
    if said is None:
        raise LockMismatch(f"{lock.name} doesn't say what it is for: run 'make lock'.")
    places, pythons = (part.split(", ") for part in said.groups())
    if here not in places or python not in pythons:
        raise LockMismatch(
            f"{lock.name} is for {', '.join(places)} with Python {', '.join(pythons)}, "
            f"and this is {here} with Python {python}."
        )
    if sys.platform == "linux" and platform.libc_ver()[0] != "glibc":
        raise LockMismatch(f"{lock.name} is for a Linux with glibc, and this one has another.")
    missing = sorted(asked_for() - locked_names(text))
    if missing:
        raise LockMismatch(f"{lock.name} has no {', '.join(missing)}: run 'make lock'.")
    return text


def asked_for() -> set[str]:
    """The normalised names of what pyproject.toml asks for, for any machine."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    lines = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    return {normalised(re.split(r"[^\w.-]", line, maxsplit=1)[0]) for line in lines}


def locked_names(text: str) -> set[str]:
    return {normalised(name) for name in re.findall(r"^([\w.-]+)==", text, re.MULTILINE)}


def normalised(name: str) -> str:
    """The one way to write a distribution's name."""
    return re.sub(r"[-_.]+", "-", name).lower()


def check_installed(lock: Path = LOCK) -> None:
    """LockMismatch unless packaging/make_venv.sh made this Python's environment from this lock."""
    wanted = for_this_machine(lock)
    given = Path(sys.prefix) / GIVEN
    if not given.exists() or given.read_text() != wanted:
        raise LockMismatch(
            f"{sys.prefix} wasn't made from {lock.name}: remove it, then 'make run'."
        )
    versions = {}
    for name, version in re.findall(r"^([\w.-]+)==(\S+)", wanted, re.MULTILINE):
        versions.setdefault(normalised(name), set()).add(version)
    for package in importlib.metadata.distributions():
        name, version = normalised(package.name), package.version.partition("+")[0]
        if version not in versions.get(name, {version}):
            raise LockMismatch(
                f"{sys.prefix} has {name} {version}, not {' or '.join(sorted(versions[name]))} "
                f"as in {lock.name}: remove it, then 'make run'."
            )


def main() -> int:
    try:
        if sys.argv[1:] == ["--installed"]:
            check_installed()
        else:
            print(for_this_machine(), end="")
    except LockMismatch as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
