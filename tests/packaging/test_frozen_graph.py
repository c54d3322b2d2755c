"""What the frozen app's libraries look up by name, and what only a Mac imports, is frozen too."""

from __future__ import annotations

import importlib.metadata
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import bundle_contents
import pytest

from .module_graph import LAST

GRAPH = Path(__file__).with_name("module_graph.py")
NOT_LOOKED_UP = {
    "console_scripts": "commands are no part of the app",
    "devpi_client": "asked by devpi",
    "pkg_config": "asked when C code is compiled",
    "array_api": "asked by tools that compare array libraries",
    "pyinstaller40": "asked while freezing",
    "fsspec.specs": "fsspec is not asked to open hf:// addresses",
    "torchrun.logs_specs": "asked by torchrun",
}
"""Groups of entry points that nothing in the app asks for."""
MACS_OWN = {"AppKit", "Foundation", "UserNotifications", "objc"}
"""What pyobjc brings on a Mac."""
ON_A_MAC = (
    "keyring.backends.macOS",
    "keyring.backends.macOS.api",
    "send2trash.mac",
    "platformdirs.macos",
    "psutil",
)


def built(*folders: Path) -> dict[str, Any]:
    command = [sys.executable, str(GRAPH), str(bundle_contents.ROOT / "packaging"), *folders]
    made = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stderr[-3000:]
    return json.loads(made.stdout.splitlines()[-1])


@pytest.fixture(scope="module")
def graph() -> dict[str, Any]:
    return built()


def entry_points() -> list[importlib.metadata.EntryPoint]:
    return [
        point
        for name in bundle_contents.METADATA
        for point in importlib.metadata.distribution(name).entry_points
        if point.group not in NOT_LOOKED_UP
    ]


def test_there_are_entry_points_to_look_for() -> None:
    groups = {point.group for point in entry_points()}
    assert groups >= {"keyring.backends", "opentelemetry_context"}


def test_every_entry_point_of_a_kept_distribution_is_frozen(graph: dict[str, Any]) -> None:
    """keyring finds its backends by them: without its module there is no Keychain."""
    lost = [point.module for point in entry_points() if point.module not in graph["found"]]
    assert lost == []


def test_the_keychain_would_be_missed(graph: dict[str, Any]) -> None:
    """The same graph without what is listed for it has no backend."""
    assert LAST in bundle_contents.kept_packages()
    assert "keyring.backends.macOS" in graph["brought_by_last"]


def test_what_only_a_mac_imports_is_frozen(graph: dict[str, Any]) -> None:
    assert [name for name in ON_A_MAC if name not in graph["found"]] == []
    ours = {
        name
        for name, users in graph["missing"].items()
        if any(user.startswith("desktop.") for user in users)
    }
    if sys.platform == "darwin":
        assert ours == set()
        assert set(graph["found"]) >= MACS_OWN
    else:
        assert ours == MACS_OWN


def test_pyobjc_is_asked_for_on_a_mac() -> None:
    project = (bundle_contents.ROOT / "pyproject.toml").read_text()
    for name in ("pyobjc-framework-Cocoa", "pyobjc-framework-UserNotifications"):
        assert f'"{name}' in project
