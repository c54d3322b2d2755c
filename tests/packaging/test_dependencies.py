"""Every dependency has a wheel for an Apple silicon Mac, in the version that is locked.

uv resolves for a Mac on any machine; that takes the package registry, so these tests are slow ones.
"""

from __future__ import annotations

import importlib.metadata
import os
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import info_plist
import pytest
from lock import mac_tags
from packaging.utils import canonicalize_name, parse_wheel_filename

ROOT = Path(__file__).resolve().parent.parent.parent
UV = Path(sys.executable).parent / "uv"
PYTHONS = ("3.11", "3.12", "3.13")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not UV.exists(), reason="uv comes with the dev group"),
]


def resolve(python: str, system: str) -> dict[str, dict[str, Any]]:
    """What uv would install on a Mac with `system` and `python`, by name."""
    result = subprocess.run(
        [
            str(UV),
            *("pip", "compile", "pyproject.toml", "--format", "pylock.toml", "--no-config"),
            *("--constraint", "packaging/requirements.lock"),
            *("--python-platform", "aarch64-apple-darwin", "--python-version", python),
            *("--only-binary", ":all:", "--no-header", "--quiet"),
        ],
        cwd=ROOT,
        env=os.environ | {"MACOSX_DEPLOYMENT_TARGET": system},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    return {package["name"]: package for package in tomllib.loads(result.stdout)["packages"]}


@pytest.fixture(scope="module", params=PYTHONS)
def resolved(request: pytest.FixtureRequest) -> tuple[str, dict[str, dict[str, Any]]]:
    return request.param, resolve(request.param, info_plist.MINIMUM_SYSTEM)


def test_each_package_has_a_wheel_that_such_a_mac_takes(
    resolved: tuple[str, dict[str, dict[str, Any]]],
) -> None:
    python, packages = resolved
    major, minor = map(int, info_plist.MINIMUM_SYSTEM.split("."))
    taken = mac_tags(python, (major, minor))
    without = [
        name
        for name, package in packages.items()
        if not any(
            parse_wheel_filename(wheel.get("name") or wheel["url"].rpartition("/")[2])[3] & taken
            for wheel in package.get("wheels", [])
        )
    ]
    assert without == []


@pytest.mark.parametrize("name", ["torch", "pyside6-essentials", "coremltools", "numpy"])
def test_versions_are_the_ones_tested_here(
    resolved: tuple[str, dict[str, dict[str, Any]]], name: str
) -> None:
    here = importlib.metadata.version(name).partition("+")[0]
    assert resolved[1][name]["version"] == here


def test_every_dependency_is_in_the_resolution(
    resolved: tuple[str, dict[str, dict[str, Any]]],
) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    names = {
        canonicalize_name(
            line.split(";")[0].split("[")[0].split("<")[0].split(">")[0].split("=")[0]
        )
        for line in project["dependencies"]
        if "linux" not in line.partition(";")[2]
    }
    assert {name.strip() for name in names} <= set(resolved[1])
