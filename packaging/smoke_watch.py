"""Watches what a running Easel has loaded and started, as far as Linux tells in /proc."""

from __future__ import annotations

from pathlib import Path

PROC = Path("/proc")


def processes_of(root: int) -> list[int]:
    """`root` and all that it has started, directly or not."""
    parents: dict[int, int] = {}
    for entry in PROC.glob("[0-9]*"):
        try:
            text = (entry / "stat").read_text()
        except OSError:
            continue  # it ended meanwhile
        parents[int(entry.name)] = int(text.rpartition(")")[2].split()[1])
    found = [root]
    for process in found:
        found += [child for child, parent in parents.items() if parent == process]
    return found


def foreign_files(root: int, bundle: Path) -> list[str]:
    """Python code or libraries of Python packages that `root` or its children mapped from outside.

    Empty where the system has no /proc: nothing is known there.
    """
    if not PROC.is_dir():
        return []
    strangers: set[str] = set()
    for process in processes_of(root):
        try:
            lines = (PROC / str(process) / "maps").read_text().splitlines()
        except OSError:
            continue
        for line in lines:
            path = line.partition("/")[2]
            if path and _is_python(path) and not Path("/" + path).is_relative_to(bundle):
                strangers.add("/" + path)
    return sorted(strangers)


def _is_python(path: str) -> bool:
    return "-packages/" in path or "/python3" in path or "libpython3" in path


def still_runs(executable: Path) -> bool:
    """Whether any process still runs `executable`; False where the system has no /proc."""
    for entry in PROC.glob("[0-9]*"):
        try:
            if (entry / "exe").resolve() == executable.resolve():
                return True
        except OSError:
            continue
    return False
