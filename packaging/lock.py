"""Writes packaging/requirements.lock: the exact version of all that Easel and its checks install.

    .venv/bin/python packaging/lock.py [--upgrade]        (`make lock`)

It holds for Linux and for Macs with Apple silicon, Python 3.11 to 3.13. What goes to a Mac has the
SHA-256 of each wheel that one takes, so that a bundle is made of nothing else; a Linux takes any
build of the same version, such as the one of torch without CUDA. Versions in the file stay while
pyproject.toml allows them; --upgrade takes the newest.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
import tomllib
from itertools import product
from pathlib import Path
from typing import Any

from locked import LOCK, PLATFORMS, PYTHONS, ROOT, header
from packaging.markers import Marker
from packaging.tags import Tag, compatible_tags, cpython_tags, mac_platforms
from packaging.utils import parse_wheel_filename

PINS = ("torch==2.13.0",)
"""Beside the ranges of pyproject.toml: with this version everything is measured and tested."""

NEWEST_MACOS = (26, 0)
_ALWAYS = f"python_full_version >= '{PYTHONS[0]}'"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--upgrade", action="store_true", help="take the newest versions")
    options = parser.parse_args()
    try:
        packages = resolved(upgrade=options.upgrade)
        entries = [text for text in map(entry, packages) if text]
    except RuntimeError as error:
        print(error, file=sys.stderr)
        return 1
    beside = LOCK.with_suffix(".new")
    beside.write_text(header() + "".join(entries))
    beside.replace(LOCK)
    print(f"{LOCK.relative_to(ROOT)}: {len(entries)} versions")
    return 0


def resolved(*, upgrade: bool) -> list[dict[str, Any]]:
    """The `packages` of a pylock.toml; RuntimeError with uv's words where there is no answer."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pins = folder / "pins.txt"
        pins.write_text("\n".join(PINS))
        chosen = folder / "requirements.txt"
        if LOCK.exists() and not upgrade:
            shutil.copyfile(LOCK, chosen)  # uv keeps what its output file has
        _compile("-c", str(pins), "-o", str(chosen))
        wheels = folder / "pylock.toml"
        _compile("-c", str(chosen), "--format", "pylock.toml", "-o", str(wheels))
        return tomllib.loads(wheels.read_text())["packages"]


def _compile(*more: str) -> None:
    uv = Path(sys.executable).parent / "uv"
    arguments = "pip compile pyproject.toml --group dev --universal --quiet --no-header"
    result = subprocess.run(
        [str(uv), *arguments.split(), "--python-version", PYTHONS[0], *more],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode:
        raise RuntimeError(result.stderr.strip())


def entry(package: dict[str, Any]) -> str:
    """The lines of one package; none where no machine that the lock is for takes it."""
    marker = package.get("marker", "")
    fitting = machines(marker)
    if not fitting:
        return ""
    line = f"{package['name']}=={package['version']}"
    if len(fitting) < len(PLATFORMS) * len(PYTHONS):
        line += f" ; {marker.removeprefix(_ALWAYS + ' and ')}"
    pythons = [python for (system, _), python in fitting if system == "darwin"]
    sums = mac_hashes(package, pythons) if pythons else []
    return " \\\n    ".join([line, *(f"--hash=sha256:{digest}" for digest in sums)]) + "\n"


def machines(marker: str) -> list[tuple[tuple[str, str], str]]:
    """The ((system, processor), Python) that `marker` ("": all) names."""
    found = []
    for (system, processor), python in product(PLATFORMS, PYTHONS):
        environment = {
            "sys_platform": system,
            "platform_system": system.capitalize(),
            "platform_machine": processor,
            "python_version": python,
            "python_full_version": f"{python}.0",
            "implementation_name": "cpython",
            "platform_python_implementation": "CPython",
        }
        if not marker or Marker(marker).evaluate(environment):
            found.append(((system, processor), python))
    return found


def mac_hashes(package: dict[str, Any], pythons: list[str]) -> list[str]:
    """The SHA-256 of each wheel that a Mac takes; RuntimeError where there is none."""
    taken = set().union(*(mac_tags(python, NEWEST_MACOS) for python in pythons))
    found = {
        wheel["hashes"]["sha256"]
        for wheel in package.get("wheels", [])
        if parse_wheel_filename(wheel.get("name") or wheel["url"].rpartition("/")[2])[3] & taken
    }
    if not found:
        raise RuntimeError(f"{package['name']} {package['version']} has no wheel for a Mac.")
    return sorted(found)


def mac_tags(python: str, system: tuple[int, int]) -> set[Tag]:
    """The wheel tags that `python` on an Apple silicon Mac with `system` takes."""
    major, minor = map(int, python.split("."))
    platforms = list(mac_platforms(system, "arm64"))
    interpreter = f"cp{major}{minor}"
    tags = set(cpython_tags((major, minor), platforms=platforms))
    return tags | set(compatible_tags((major, minor), interpreter, platforms))


if __name__ == "__main__":
    sys.exit(main())
