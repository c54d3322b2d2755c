"""FLUX.2 klein and Z-Image in real size: peak memory and time of a picture beside their plan.

`python -m tests.benchmarks.bench_flow_memory [--file FILE] [--sides 512 1024] [--steps 1]
[--precision auto] [--threads 1]`: without a file klein is written first with random weights
(16 GB). Each size is drawn by a process of its own under RLIMIT_DATA at the plan and a tenth, so
that it fails where it takes more. Linux: reads /proc.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import torch

from desktop.core.request import GenerationRequest
from desktop.engines.torch_engine import TorchEngine
from desktop.models.library import ModelLibrary
from desktop.models.memory.picture_plan import plan_picture
from desktop.models.model import Model
from desktop.models.requests.draft import Draft
from desktop.models.requests.prepare import prepare
from tests.tools.random_flow_model import write_klein

from .table import show

_MAPPED = 700_000_000
"""Data of libraries that RLIMIT_DATA counts and that is never resident; so it does with one mapped
file."""


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--file", type=Path)
    options.add_argument("--sides", type=int, nargs="+", default=[512, 1024])
    options.add_argument("--steps", type=int, default=1)
    options.add_argument("--precision", default="auto")
    options.add_argument("--threads", type=int, default=0)
    options.add_argument("--one", type=int, help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.one:
        print(json.dumps(_one(chosen)))
        return
    with tempfile.TemporaryDirectory(prefix="easel-bench-") as place:
        file = chosen.file or write_klein(Path(place))
        rows = [_row(file, side, chosen) for side in chosen.sides]
    show(
        f"{file.name}, {chosen.precision}, {chosen.steps} step: planned and measured (aim: 5%)",
        ("side", "planned GB", "peak GB", "off", "picture s", "a step s", "all s"),
        rows,
    )


def _row(file: Path, side: int, chosen: argparse.Namespace) -> tuple[str, ...]:
    command = [sys.executable, "-m", __spec__.name, "--one", str(side), "--file", str(file)]
    command += ["--steps", str(chosen.steps), "--precision", chosen.precision]
    done = subprocess.run(
        [*command, "--threads", str(chosen.threads)], check=True, stdout=subprocess.PIPE, text=True
    )
    got = json.loads(done.stdout.splitlines()[-1])
    off = got["peak"] / got["planned"] - 1
    return (
        str(side),
        f"{got['planned'] / 1e9:.2f}",
        f"{got['peak'] / 1e9:.2f}",
        f"{off:+.1%}",
        f"{got['seconds']:.1f}",
        f"{got['step']:.1f}",
        f"{got['all']:.1f}",
    )


def _one(chosen: argparse.Namespace) -> dict[str, float]:
    if chosen.threads:
        torch.set_num_threads(chosen.threads)
    side = chosen.one
    model = _model(chosen.file)
    draft = Draft(
        prompt="a red apple",
        width=side,
        height=side,
        steps=chosen.steps,
        precision=chosen.precision,
        compute_unit="CPU_ONLY",
        previews=False,
    )
    request = prepare(draft, model, drawn_seed=1)
    plan = plan_picture(model, side, side, precision=chosen.precision, unit=request.compute_unit)
    assert plan is not None
    mapped = max(file.stat().st_size for file in chosen.file.parent.parent.rglob("*.safetensors"))
    limit = int(plan.peak * 1.1) + _MAPPED + mapped
    resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
    with _Peak() as memory, tempfile.TemporaryDirectory() as cache:
        begun = time.perf_counter()
        seconds, step = _draw(request, Path(cache))
        whole = time.perf_counter() - begun
    return {
        "planned": plan.peak,
        "peak": memory.peak,
        "seconds": seconds,
        "step": step,
        "all": whole,
    }


def _model(file: Path) -> Model:
    root = file.parent.parent
    found = {Path(one.path): one for one in ModelLibrary([root]).models()}
    return found[file]


def _draw(request: GenerationRequest, cache: Path) -> tuple[float, float]:
    engine = TorchEngine.load(request, "job", lambda _: None, lambda: None, cache_dir=cache)
    picture = next(iter(engine.generate("job", request, lambda _: None, lambda: None)))
    return picture.seconds, picture.seconds_per_step


class _Peak:
    """The most memory of its own (no mapped files) while it is entered, in bytes."""

    def __enter__(self) -> _Peak:
        self.peak = 0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._stop.wait(0.02):
            lines = Path("/proc/self/status").read_text().splitlines()
            line = next(line for line in lines if line.startswith("RssAnon"))
            self.peak = max(self.peak, int(line.split()[1]) * 1024)


if __name__ == "__main__":
    main()
