"""What was done so far, kept on the disk between runs."""

from __future__ import annotations

import json
import threading
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import psutil


class SoakState:
    """Counts by part ("engine", "window", "long") and kind, and the samples of each part.

    May be used from any thread.
    """

    def __init__(self, path: Path, *, anew: bool = False) -> None:
        self._path, self._lock = path, threading.Lock()
        content: dict[str, Any] = {}
        if path.exists() and not anew:
            content = json.loads(path.read_text("utf-8"))
        self._counts = {part: Counter(kinds) for part, kinds in content.get("counts", {}).items()}
        self.samples: dict[str, list[dict[str, float]]] = content.get("samples", {})
        self.faults: list[str] = content.get("faults", [])

    def counts(self, part: str) -> Counter[str]:
        """The counts of a part, as they are now."""
        with self._lock:
            return Counter(self._counts.get(part, Counter()))

    def add(self, part: str, counts: Mapping[str, int], sample: Mapping[str, float]) -> None:
        """Count on, and write the file."""
        with self._lock:
            self._counts.setdefault(part, Counter()).update(counts)
            self.samples.setdefault(part, []).append(dict(sample))
            self._save()

    def blame(self, *faults: str) -> None:
        """Keep what should not have been."""
        with self._lock:
            self.faults += faults
            self._save()

    def _save(self) -> None:
        content = {"counts": self._counts, "samples": self.samples, "faults": self.faults}
        self._path.parent.mkdir(parents=True, exist_ok=True)
        new = self._path.with_suffix(".new")
        new.write_text(json.dumps(content, indent=1), encoding="utf-8")
        new.replace(self._path)


def usage(pid: int, name: str) -> dict[str, float]:
    """Memory in MB, descriptors and threads of a process, each under `name`; {} once it is gone."""
    try:
        process = psutil.Process(pid)
        return {
            f"{name} MB": process.memory_info().rss / 2**20,
            f"{name} descriptors": process.num_fds(),
            f"{name} threads": process.num_threads(),
        }
    except psutil.Error:
        return {}
