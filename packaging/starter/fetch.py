"""Fetches the two data packages by name with the ordinary npm client."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from .config import NAMES_PACKAGE, PICTURES_PACKAGE


def fetched(packages: Path) -> bool:
    """Both packages are there."""
    return all((packages / name / "package.json").is_file() for name in _NAMES)


def fetch(packages: Path) -> None:
    """Installs what is missing beside `packages`; needs npm once and the network once."""
    if fetched(packages):
        return
    npm = shutil.which("npm")
    if npm is None:
        raise SystemExit("npm is needed to fetch the pictures; install Node.js and run this again.")
    root = packages.parent
    root.mkdir(parents=True, exist_ok=True)
    manifest = root / "package.json"
    if not manifest.exists():
        manifest.write_text('{"private": true}\n', encoding="utf-8")
    command = [npm, "install", "--ignore-scripts", "--no-audit", "--no-fund", *_NAMES]
    subprocess.run(command, cwd=root, check=True)


_NAMES = (PICTURES_PACKAGE, NAMES_PACKAGE)
