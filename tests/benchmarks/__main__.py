"""Runs all benchmarks, or those named: `python -m tests.benchmarks [window startup ...]`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def main(names: list[str]) -> int:
    found = sorted(path.stem for path in Path(__file__).parent.glob("bench_*.py"))
    chosen = [name for name in found if not names or name.removeprefix("bench_") in names]
    results = [
        subprocess.run([sys.executable, "-m", f"tests.benchmarks.{name}"], check=False).returncode
        for name in chosen
    ]
    return max(results, default=2)


sys.exit(main(sys.argv[1:]))
