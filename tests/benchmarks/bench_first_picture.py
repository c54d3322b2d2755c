"""From nothing to the first picture of a single SDXL-Turbo file: imports, loading and drawing.

`python -m tests.benchmarks.bench_first_picture [--file FILE] [--precision bf16] [--runs 1]`:
without a file one of 6.9 GB with random weights is written first (minutes). Each way begins with a
new process that has imported nothing, and with empty caches, so that Easel hashes the file too.
'Processor' is what the process and all its threads worked, which a busy machine changes little.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import psutil

from desktop.core.events import Finished
from desktop.core.request import GenerationRequest
from desktop.core.tasks import Job
from desktop.process.frames import ChildConfig
from desktop.process.supervisor import EngineChild
from tests.tools.random_model import write_single_file

from .table import median, show


class Run(NamedTuple):
    """What one way took: seconds by the clock and of the processor, most resident GB."""

    seconds: float
    worked: float
    peak: float


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--file", type=Path)
    options.add_argument("--precision", default="bf16", choices=("bf16", "fp16", "fp32"))
    options.add_argument("--runs", type=int, default=1)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="easel-bench-") as place:
        file = chosen.file or write_single_file(
            "sdxl_turbo", Path(place) / "sd_xl_turbo_1.0_fp16.safetensors"
        )
        ways: dict[str, list[Run]] = {"bare": [], "first": [], "second": []}
        for _ in range(chosen.runs):
            ways["bare"].append(_bare(file, chosen.precision))
            first, second = _easel(file, chosen.precision)
            ways["first"].append(first)
            ways["second"].append(second)
    _print(file, chosen.precision, ways)


def _print(file: Path, precision: str, ways: dict[str, list[Run]]) -> None:
    bare = ways["bare"]
    rows = []
    for way, words, aim in (
        ("bare", "bare diffusers, no file", ""),
        ("first", "Easel, first picture on the disk", "30 s, 10 GB"),
        ("second", "Easel, the next one", ""),
    ):
        runs = ways[way]
        ratios = [run.seconds / other.seconds for run, other in zip(runs, bare, strict=True)]
        work = [run.worked / other.worked for run, other in zip(runs, bare, strict=True)]
        cells = [
            f"{median([run.seconds for run in runs]):.1f}",
            f"{median(ratios):.2f}",
            f"{median([run.worked for run in runs]):.1f}",
            f"{median(work):.2f}",
            f"{max(run.peak for run in runs):.2f}",
        ]
        rows.append((words, *cells, aim))
    show(
        f"{file.name}, {file.stat().st_size / 1e9:.2f} GB, in {precision}, 512 x 512, 1 step, from"
        f" a process that has imported nothing; {len(bare)} alternating runs",
        ("way", "seconds", "ratio", "processor s", "ratio", "peak GB", "aim"),
        rows,
    )


def _bare(file: Path, precision: str) -> Run:
    command = [sys.executable, "-m", "tests.benchmarks.bench_load", "--way", "bare"]
    command += ["--file", str(file), "--precision", precision]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        return _watched(process.pid, process.wait)


def _easel(file: Path, precision: str) -> tuple[Run, Run]:
    request = GenerationRequest(
        prompt="a photo of a cat",
        model=str(file),
        steps=1,
        guidance_scale=1.0,
        sampler="euler",
        noise_schedule="karras",
        precision=precision,  # type: ignore[arg-type]
    )
    with tempfile.TemporaryDirectory(prefix="easel-bench-") as home:
        child = EngineChild(ChildConfig(cache_dir=home), Path(home) / "engine.log")

        def draw() -> None:
            events = list(child.run(Job(id="job", task=request, output=home)))
            assert isinstance(events[-1], Finished), events[-1]

        try:
            start = time.perf_counter()
            starting = threading.Thread(target=draw)
            starting.start()
            while child.pid is None:
                time.sleep(0.001)
            first = _watched(child.pid, starting.join)
            first = first._replace(seconds=time.perf_counter() - start)
            return first, _watched(child.pid, draw)
        finally:
            child.close()


def _watched(pid: int, work: Callable[[], object]) -> Run:
    """What `work` takes, and what the process `pid` takes meanwhile."""
    process = psutil.Process(pid)
    peak, worked, done = 0.0, 0.0, threading.Event()

    def watch() -> None:
        nonlocal peak, worked
        while not done.is_set():
            try:
                peak = max(peak, process.memory_info().rss / 1e9)
                worked = sum(process.cpu_times()[:2])
            except psutil.NoSuchProcess:
                return
            done.wait(0.02)

    watching = threading.Thread(target=watch)
    before = sum(process.cpu_times()[:2])
    start = time.perf_counter()
    watching.start()
    work()
    seconds = time.perf_counter() - start
    done.set()
    watching.join()
    return Run(seconds, worked - before, peak)


if __name__ == "__main__":
    main()
