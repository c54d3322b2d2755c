"""Prints how large the built bundle is, what in it is large, and what was left out.

python packaging/report.py build/dist/Easel
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

SIZES = Path(__file__).resolve().parent.parent / "build" / "bundle_sizes.json"
MB = 1e6
_SHOWN = 12


def folder_sizes(bundle: Path) -> dict[str, int]:
    """Bytes of each folder (or file) inside the bundle's contents, links not followed."""
    inside = bundle / "_internal"
    sizes = {
        entry.name: _size(entry) for entry in (inside if inside.is_dir() else bundle).iterdir()
    }
    if inside.is_dir():
        sizes["(programs and Python modules)"] = sum(
            _size(entry) for entry in bundle.iterdir() if entry != inside
        )
    return sizes


def _size(path: Path) -> int:
    files = path.rglob("*") if path.is_dir() else [path]
    return sum(file.lstat().st_size for file in files if file.is_file() and not file.is_symlink())


def main(arguments: list[str]) -> int:
    """Print the report for the bundle that `arguments` names."""
    if len(arguments) != 1 or not Path(arguments[0]).is_dir():
        print(__doc__, file=sys.stderr)
        return 2
    sizes = folder_sizes(Path(arguments[0]))
    print(f"{sum(sizes.values()) / MB:6.0f} MB in all")
    for name, size in sorted(sizes.items(), key=lambda item: -item[1])[:_SHOWN]:
        print(f"{size / MB:6.0f} MB {name}")
    if SIZES.is_file():
        weights = json.loads(SIZES.read_text())
        for name, size in sorted(weights["before"].items()):
            saved = size - weights["after"].get(name, 0)
            if saved > MB:
                print(f"{saved / MB:6.0f} MB of files of {name} left out")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
