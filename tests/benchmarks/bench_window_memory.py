"""Peak memory of the window's process with 100 pictures in the gallery."""

from __future__ import annotations

import os
import resource as limits
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from .bench_context import close_window, open_window
from .table import show

PICTURES = 100
SIDE = 512


def make_pictures(folder: Path) -> None:
    """Noisy pictures, so that their files are as large as real ones."""
    from desktop.core.recipe import recipe_of
    from desktop.storage.pictures.picture_files import write_picture

    from .bench_context import starter_request

    for index in range(PICTURES):
        request = starter_request(seed=index)
        recipe = recipe_of(
            request,
            0,
            model={"name": "starter", "family": "sd1", "hash": ""},
            runtime="torch",
            device="cpu",
            precision="fp32",
            created="2026-01-01T00:00:00+00:00",
            app="Easel",
        )
        write_picture(os.urandom(SIDE * SIDE * 3), SIDE, SIDE, recipe, folder)


def peak_megabytes() -> float:
    """The most memory that this process had resident."""
    peak = limits.getrusage(limits.RUSAGE_SELF).ru_maxrss
    return peak / (1 << 20) if sys.platform == "darwin" else peak / 1024


def main() -> None:
    if len(sys.argv) > 1:
        measure(Path(sys.argv[1]))
        return
    with tempfile.TemporaryDirectory() as home:
        make_pictures(Path(home) / "Pictures")
        # a process of its own, so that making the pictures doesn't count
        command = [sys.executable, "-m", "tests.benchmarks.bench_window_memory", home]
        subprocess.run(command, check=True)


def measure(home: Path) -> None:
    app, running, window = open_window(home)
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        app.processEvents()
        time.sleep(0.01)
    bar = window.parts.gallery_view.verticalScrollBar()
    for value in range(0, bar.maximum() + 1, max(1, bar.maximum() // 50)):
        bar.setValue(value)
        app.processEvents()
        time.sleep(0.02)
    count = window.parts.pictures.rowCount()
    close_window(app, running, window)
    show(
        f"Memory of the window's process, {count} pictures of {SIDE} x {SIDE}, scrolled through",
        ("figure", "MB", "aim"),
        [("peak resident", f"{peak_megabytes():.0f}", "under 250")],
    )


if __name__ == "__main__":
    main()
